// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/jsonedit.h"

#include "ui/forms/layouts.h"
#include "ui/wording.h"

namespace ui {

namespace {

constexpr int kTabLetters = 2;

/// "line 2, column 5" for a byte offset.
QString placeText(const QByteArray& text, std::size_t offset)
{
    const QByteArray before = text.left(static_cast<qsizetype>(offset));
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1;
    return JsonEdit::tr("line %1, column %2").arg(line).arg(column);
}

/// Where the text stops being JSON; nothing when it is JSON.
std::optional<std::size_t> firstBadByte(const QByteArray& text)
{
    struct Finder : nlohmann::json_sax<models::Json>
    {
        std::optional<std::size_t> place;

        bool null() override { return true; }
        bool boolean(bool) override { return true; }
        bool number_integer(number_integer_t) override { return true; }
        bool number_unsigned(number_unsigned_t) override { return true; }
        bool number_float(number_float_t, const string_t&) override { return true; }
        bool string(string_t&) override { return true; }
        bool binary(binary_t&) override { return true; }
        bool start_object(std::size_t) override { return true; }
        bool key(string_t&) override { return true; }
        bool end_object() override { return true; }
        bool start_array(std::size_t) override { return true; }
        bool end_array() override { return true; }
        bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override
        {
            place = position > 0 ? position - 1 : 0;
            return false;
        }
    };
    Finder finder;
    models::Json::sax_parse(text.begin(), text.end(), &finder);
    return finder.place;
}

} // namespace

JsonEdit::JsonEdit(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setFont(monospaceFont(this));
    setTabChangesFocus(true);
    setTabStopDistance(letters(this, kTabLetters));
    connect(this, &QPlainTextEdit::textChanged, this, &JsonEdit::check);
    keepWorded(*this, [this] { check(); });
}

bool JsonEdit::isEmptyText() const
{
    return toPlainText().trimmed().isEmpty();
}

std::optional<models::Json> JsonEdit::json() const
{
    return m_json;
}

std::optional<QString> JsonEdit::problem() const
{
    return m_problem;
}

void JsonEdit::check()
{
    m_json.reset();
    m_problem.reset();
    if (isEmptyText())
        return;
    const QByteArray text = toPlainText().toUtf8();
    const auto parsed = models::parseJson(text);
    if (parsed) {
        m_json = *parsed;
        return;
    }
    const auto place
        = models::withinDepth({text.constData(), static_cast<std::size_t>(text.size())}, models::kMaxJsonDepth)
        ? firstBadByte(text)
        : std::nullopt;
    m_problem = place ? tr("This is not JSON from %1 on.").arg(placeText(text, *place)) : parsed.error().summary();
}

} // namespace ui
