// SPDX-License-Identifier: Apache-2.0
#include "models/jsontext.h"

#include "models/json.h"
#include "models/jsonkeys.h"
#include "models/textunits.h"

#include <QCoreApplication>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace models {

namespace {

constexpr char32_t kEnd = 0xFFFFFFFF;
constexpr char32_t kFirstPrintable = 0x20;
constexpr qsizetype kLongestName = 60;

QString translated(const char* text)
{
    return QCoreApplication::translate("models::JsonText", text);
}

/// Walks over JSON text once, by recursive descent that the depth limit bounds. View: QStringView or QByteArrayView.
template <typename View> class Checker
{
public:
    explicit Checker(View text)
        : m_text(text)
    {
    }

    JsonCheck run()
    {
        skipBlanks();
        if (peek() == kEnd) {
            fail(QT_TRANSLATE_NOOP("models::JsonText", "There is nothing here. A value is needed, for example {}."));
        } else if (value()) {
            skipBlanks();
            if (peek() != kEnd) {
                fail(QT_TRANSLATE_NOOP("models::JsonText",
                                       "The value is complete before this. Remove what follows, or put everything into "
                                       "one array."));
            }
        }
        findLines();
        return std::move(m_check);
    }

private:
    char32_t unit(qsizetype at) const { return unitAt(m_text, at); }

    char32_t peek() const { return m_at < m_text.size() ? unit(m_at) : kEnd; }

    void skipBlanks()
    {
        while (m_at < m_text.size() && isBlank(unit(m_at)))
            ++m_at;
    }

    bool fail(const char* message) { return failAt(m_at, translated(message)); }

    bool failAt(qsizetype offset, const QString& message)
    {
        m_check.error = JsonRemark{JsonRemark::Kind::Syntax, offset, 1, 1, message};
        return false;
    }

    bool value()
    {
        const char32_t c = peek();
        if (c == '{' || c == '[')
            return container(c == '{');
        if (c == '"')
            return string();
        return c == '-' || isDigit(c) ? number() : word();
    }

    bool container(bool isObject)
    {
        if (m_depth == kMaxJsonDepth) {
            return failAt(
                m_at,
                translated(QT_TRANSLATE_NOOP("models::JsonText", "This is nested deeper than %1 levels. Flatten it."))
                    .arg(kMaxJsonDepth));
        }
        ++m_depth;
        const qsizetype opened = m_at++;
        const std::size_t firstKey = m_keys.count();
        skipBlanks();
        if (peek() != closing(isObject)) {
            do {
                if (peek() == kEnd)
                    return unclosed(opened, isObject);
                if (!(isObject ? member() : value()))
                    return false;
            } while (goesOn(opened, isObject));
            if (m_check.error)
                return false;
        }
        ++m_at;
        --m_depth;
        if (isObject)
            m_keys.closeObject(firstKey, [this](qsizetype offset) { return nameAt(offset); });
        return true;
    }

    static char32_t closing(bool isObject) { return isObject ? '}' : ']'; }

    /// After a member or an element. False at the closing bracket, which is not taken, and after an error.
    bool goesOn(qsizetype opened, bool isObject)
    {
        skipBlanks();
        const char32_t c = peek();
        if (c == closing(isObject))
            return false;
        if (c == kEnd)
            return unclosed(opened, isObject);
        if (c == closing(!isObject)) {
            return fail(isObject ? QT_TRANSLATE_NOOP("models::JsonText", "An object ends with }, not with ].")
                                 : QT_TRANSLATE_NOOP("models::JsonText", "An array ends with ], not with }."));
        }
        if (c != ',') {
            return fail(isObject ? QT_TRANSLATE_NOOP("models::JsonText", "A comma or } is missing before this.")
                                 : QT_TRANSLATE_NOOP("models::JsonText", "A comma or ] is missing before this."));
        }
        const qsizetype comma = m_at++;
        skipBlanks();
        return peek() != closing(isObject)
            || failAt(comma,
                      translated(QT_TRANSLATE_NOOP("models::JsonText", "Remove this comma: nothing follows it.")));
    }

    bool unclosed(qsizetype opened, bool isObject)
    {
        return failAt(opened,
                      translated(isObject ? QT_TRANSLATE_NOOP("models::JsonText", "This { is never closed by }.")
                                          : QT_TRANSLATE_NOOP("models::JsonText", "This [ is never closed by ].")));
    }

    bool member()
    {
        if (peek() != '"') {
            return fail(
                QT_TRANSLATE_NOOP("models::JsonText", "A name in double quotes is needed here, as in \"name\": 1."));
        }
        const qsizetype offset = m_at;
        m_keys.begin();
        if (!string())
            return false;
        m_keys.end(offset);
        skipBlanks();
        if (peek() != ':')
            return fail(QT_TRANSLATE_NOOP("models::JsonText", "A colon is missing between the name and its value."));
        ++m_at;
        skipBlanks();
        return value();
    }

    bool string()
    {
        const qsizetype opened = m_at++;
        m_pendingHigh = -1;
        while (m_at < m_text.size()) {
            const qsizetype offset = m_at;
            char32_t c = unit(m_at);
            if (c == '"') {
                endPair();
                ++m_at;
                return true;
            }
            if (c < kFirstPrintable)
                return controlCharacter(opened, c);
            if (c == '\\') {
                if (!escape(c))
                    return false;
            } else if (c = take(m_text, m_at); c == kBroken) {
                return fail(QT_TRANSLATE_NOOP("models::JsonText", "This is not UTF-8. Save the text as UTF-8."));
            }
            m_keys.mix(c);
            follow(c, offset);
        }
        return failAt(opened, translated(QT_TRANSLATE_NOOP("models::JsonText", "This text is never closed by \".")));
    }

    bool controlCharacter(qsizetype opened, char32_t c)
    {
        if (c == '\n' || c == '\r') {
            return failAt(opened,
                          translated(QT_TRANSLATE_NOOP("models::JsonText",
                                                       "This text is not closed by \" on its line. A line end inside "
                                                       "a text is written \\n.")));
        }
        const QString code = QStringLiteral("\\u%1").arg(static_cast<uint>(c), 4, 16, QLatin1Char('0'));
        return failAt(
            m_at,
            translated(QT_TRANSLATE_NOOP("models::JsonText", "This control character is written %1 inside a text."))
                .arg(c == '\t' ? QStringLiteral("\\t") : code));
    }

    /// Moves behind the escape and gives what it stands for.
    bool escape(char32_t& c)
    {
        static constexpr std::string_view kNames = "\"\\/bfnrt";
        static constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
        const char32_t name = m_at + 1 < m_text.size() ? unit(m_at + 1) : kEnd;
        if (name == 'u')
            return unicodeEscape(c);
        const auto known = name < kFirstBeyondAscii ? kNames.find(static_cast<char>(name)) : std::string_view::npos;
        if (known == std::string_view::npos) {
            return fail(
                QT_TRANSLATE_NOOP("models::JsonText", "There is no such escape. A backslash itself is written \\\\."));
        }
        c = static_cast<uchar>(kMeant[known]);
        m_at += 2;
        return true;
    }

    bool unicodeEscape(char32_t& c)
    {
        constexpr qsizetype kLength = 6;
        c = 0;
        for (qsizetype i = m_at + 2; i < m_at + kLength; ++i) {
            const int digit = i < m_text.size() ? hexDigit(unit(i)) : -1;
            if (digit < 0) {
                return fail(QT_TRANSLATE_NOOP("models::JsonText", "\\u needs four hexadecimal digits, as in \\u00fc."));
            }
            c = c << 4 | static_cast<char32_t>(digit);
        }
        m_at += kLength;
        return true;
    }

    /// Watches that halves of characters come in pairs.
    void follow(char32_t c, qsizetype offset)
    {
        if (isLow(c)) {
            if (m_pendingHigh < 0)
                reportLone(offset);
            m_pendingHigh = -1;
            return;
        }
        endPair();
        if (isHigh(c))
            m_pendingHigh = offset;
    }

    void endPair()
    {
        if (m_pendingHigh >= 0)
            reportLone(m_pendingHigh);
        m_pendingHigh = -1;
    }

    void reportLone(qsizetype offset)
    {
        if (m_check.oddities.size() < kMaxOddities) {
            m_check.oddities.push_back(
                {JsonRemark::Kind::LoneSurrogate, offset, 1, 1,
                 translated(QT_TRANSLATE_NOOP("models::JsonText",
                                              "This is half of a character (a lone surrogate). Receivers replace it by "
                                              "U+FFFD."))});
        }
    }

    bool digits()
    {
        if (!isDigit(peek()))
            return fail(QT_TRANSLATE_NOOP("models::JsonText", "A digit is missing here."));
        while (isDigit(peek()))
            ++m_at;
        return true;
    }

    bool number()
    {
        if (peek() == '-')
            ++m_at;
        const qsizetype first = m_at;
        if (!digits())
            return false;
        if (unit(first) == '0' && m_at - first > 1)
            return failAt(first, translated(QT_TRANSLATE_NOOP("models::JsonText", "A number does not start with 0.")));
        if (peek() == '.') {
            ++m_at;
            if (!digits())
                return false;
        }
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            if (peek() == '+' || peek() == '-')
                ++m_at;
            return digits();
        }
        return true;
    }

    bool word()
    {
        const qsizetype start = m_at;
        QString found;
        while (m_at < m_text.size() && unit(m_at) < kFirstBeyondAscii && QChar::isLetterOrNumber(unit(m_at)))
            found += QChar(unit(m_at++));
        if (found == QLatin1String("true") || found == QLatin1String("false") || found == QLatin1String("null"))
            return true;
        return failAt(start, explainWord(found.left(kLongestName), start < m_text.size() ? unit(start) : kEnd));
    }

    static QString explainWord(const QString& found, char32_t first)
    {
        if (first == kEnd)
            return translated(QT_TRANSLATE_NOOP("models::JsonText", "A value is missing at the end."));
        if (first == '\'')
            return translated(QT_TRANSLATE_NOOP("models::JsonText", "Texts stand in double quotes."));
        if (first == '/' || first == '#')
            return translated(QT_TRANSLATE_NOOP("models::JsonText", "JSON has no comments. Remove this one."));
        if (found.isEmpty())
            return translated(QT_TRANSLATE_NOOP("models::JsonText", "A value is missing before this."));
        const QString lower = found.toLower();
        if (lower == QLatin1String("true") || lower == QLatin1String("false") || lower == QLatin1String("null")) {
            return translated(QT_TRANSLATE_NOOP("models::JsonText", "This is written %1, in lower case.")).arg(lower);
        }
        return translated(QT_TRANSLATE_NOOP("models::JsonText",
                                            "\"%1\" is no value. Texts stand in double quotes; other words are true, "
                                            "false and null."))
            .arg(found);
    }

    /// The key that starts at `offset`, without escapes.
    QString nameAt(qsizetype offset) const
    {
        qsizetype end = offset + 1;
        while (unit(end) != '"')
            end += unit(end) == '\\' ? 2 : 1;
        const QByteArray quoted = toUtf8(m_text.sliced(offset, end + 1 - offset));
        const Json value = Json::parse(quoted.constData(), quoted.constData() + quoted.size(), nullptr, false);
        return value.is_string() ? fromStd(value.get_ref<const std::string&>()) : QString::fromUtf8(quoted);
    }

    /// Lines and columns of everything remarked, in one pass.
    void findLines()
    {
        for (const JsonKeys::Duplicate& duplicate : m_keys.duplicates())
            m_check.oddities.push_back({JsonRemark::Kind::DuplicateKey, duplicate.offset, 1, 1, {}});
        std::vector<qsizetype> wanted;
        for (const JsonRemark& remark : m_check.oddities)
            wanted.push_back(remark.offset);
        for (const JsonKeys::Duplicate& duplicate : m_keys.duplicates())
            wanted.push_back(duplicate.first);
        if (m_check.error)
            wanted.push_back(m_check.error->offset);
        std::sort(wanted.begin(), wanted.end());
        const std::vector<Place> places = placesOf(m_text, wanted);
        const auto placeOf = [&](qsizetype offset) {
            return places[static_cast<std::size_t>(std::lower_bound(wanted.begin(), wanted.end(), offset)
                                                   - wanted.begin())];
        };
        const std::size_t plain = m_check.oddities.size() - m_keys.duplicates().size();
        for (std::size_t i = 0; i < m_keys.duplicates().size(); ++i)
            m_check.oddities[plain + i].message
                = JsonKeys::explain(m_keys.duplicates()[i], placeOf(m_keys.duplicates()[i].first).line);
        const auto put = [&placeOf](JsonRemark& remark) {
            std::tie(remark.line, remark.column)
                = std::pair(placeOf(remark.offset).line, placeOf(remark.offset).column);
        };
        std::for_each(m_check.oddities.begin(), m_check.oddities.end(), put);
        if (m_check.error)
            put(*m_check.error);
        std::sort(m_check.oddities.begin(), m_check.oddities.end(),
                  [](const JsonRemark& a, const JsonRemark& b) { return a.offset < b.offset; });
        m_check.oddities.resize(std::min(m_check.oddities.size(), kMaxOddities));
    }

    View m_text;
    qsizetype m_at = 0;
    qsizetype m_pendingHigh = -1;
    int m_depth = 0;
    JsonKeys m_keys;
    JsonCheck m_check;
};

} // namespace

JsonCheck checkJson(QStringView text)
{
    return Checker<QStringView>(text).run();
}

JsonCheck checkJson(QByteArrayView utf8)
{
    return Checker<QByteArrayView>(utf8).run();
}

} // namespace models
