// SPDX-License-Identifier: Apache-2.0
#include "models/jsonlayout.h"

#include "models/jsontext.h"
#include "models/textunits.h"

#include <QCoreApplication>

#include <optional>

namespace models {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("models::JsonLayout", text);
}

/// Lays out text that has been checked.
class Layout
{
public:
    Layout(QStringView text, int indent)
        : m_text(text)
        , m_indent(indent)
    {
    }

    /// Nothing when it would become larger than allowed.
    std::optional<QString> run()
    {
        m_out.reserve(m_text.size());
        while (m_at < m_text.size()) {
            if (m_out.size() > kMaxFormattedSize)
                return std::nullopt;
            step(m_text[m_at]);
        }
        return std::move(m_out);
    }

private:
    void step(QChar c)
    {
        if (isBlank(c.unicode())) {
            ++m_at;
        } else if (c == u'"') {
            copy(endOfString());
        } else if (c == u'{' || c == u'[') {
            open(c);
        } else if (c == u'}' || c == u']') {
            --m_depth;
            breakLine();
            copy(m_at + 1);
        } else if (c == u',') {
            copy(m_at + 1);
            breakLine();
        } else if (c == u':') {
            copy(m_at + 1);
            if (m_indent > 0)
                m_out += u' ';
        } else {
            copy(endOfWord());
        }
    }

    void open(QChar c)
    {
        copy(m_at + 1);
        while (isBlank(m_text[m_at].unicode()))
            ++m_at;
        if (m_text[m_at] == (c == u'{' ? u'}' : u']')) {
            copy(m_at + 1);
            return;
        }
        ++m_depth;
        breakLine();
    }

    qsizetype endOfString() const
    {
        qsizetype end = m_at + 1;
        while (m_text[end] != u'"')
            end += m_text[end] == u'\\' ? 2 : 1;
        return end + 1;
    }

    /// Of a number, true, false or null.
    qsizetype endOfWord() const
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && (m_text[end].isLetterOrNumber() || QStringView(u"+-.").contains(m_text[end])))
            ++end;
        return end;
    }

    void copy(qsizetype end)
    {
        m_out += m_text.sliced(m_at, end - m_at);
        m_at = end;
    }

    void breakLine()
    {
        if (m_indent > 0)
            (m_out += u'\n').append(QString(m_depth * m_indent, u' '));
    }

    QStringView m_text;
    int m_indent;
    qsizetype m_at = 0;
    int m_depth = 0;
    QString m_out;
};

Result<QString> laidOut(QStringView text, int indent)
{
    Failure failure;
    failure.kind = FailureKind::Invalid;
    failure.tried = translated(QT_TRANSLATE_NOOP("models::JsonLayout", "lay out JSON"));
    if (const JsonCheck check = checkJson(text); check.error) {
        failure.cameBack = translated(QT_TRANSLATE_NOOP("models::JsonLayout", "Line %1, column %2: %3"))
                               .arg(check.error->line)
                               .arg(check.error->column)
                               .arg(check.error->message);
        failure.meaning = translated(QT_TRANSLATE_NOOP("models::JsonLayout", "The text is not valid JSON yet."));
        failure.remedy = check.error->message;
        return failed(std::move(failure));
    }
    if (auto laid = Layout(text, indent).run())
        return std::move(*laid);
    failure.meaning = translated(QT_TRANSLATE_NOOP(
        "models::JsonLayout", "With its deep nesting on lines of their own the text becomes too large."));
    failure.remedy = translated(QT_TRANSLATE_NOOP("models::JsonLayout", "Leave it as it is, or make it compact."));
    return failed(std::move(failure));
}

} // namespace

Result<QString> formattedJson(QStringView text)
{
    return laidOut(text, kJsonIndent);
}

Result<QString> compactJson(QStringView text)
{
    return laidOut(text, 0);
}

} // namespace models
