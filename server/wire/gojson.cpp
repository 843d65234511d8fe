// SPDX-License-Identifier: Apache-2.0
#include "server/wire/gojson.h"

#include <array>
#include <cstdio>
#include <vector>

namespace server {

using models::Json;

namespace {

std::string quoted(unsigned char c)
{
    if (c == '\'')
        return "'\\''";
    if (c == '"')
        return "'\"'";
    if (c == '\\')
        return "'\\\\'";
    switch (c) {
    case '\n':
        return "'\\n'";
    case '\r':
        return "'\\r'";
    case '\t':
        return "'\\t'";
    case '\b':
        return "'\\b'";
    case '\f':
        return "'\\f'";
    case '\v':
        return "'\\v'";
    case '\a':
        return "'\\a'";
    default:
        break;
    }
    if (c >= 0x20 && c < 0x7F)
        return std::string("'") + static_cast<char>(c) + "'";
    // Go quotes the byte as the code point of the same number: Latin-1 letters show as themselves.
    if (c > 0xA0 && c != 0xAD) {
        const std::array<char, 2> utf8 = {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
        return "'" + std::string(utf8.data(), utf8.size()) + "'";
    }
    std::array<char, 10> buffer{};
    std::snprintf(buffer.data(), buffer.size(), c < 0x80 ? "'\\x%02x'" : "'\\u%04x'", c);
    return buffer.data();
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Walks the text with an explicit stack and stops at the first fault.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
    }

    std::string run()
    {
        Expect expect = Expect::Value;
        for (;;) {
            skipSpace();
            if (expect == Expect::End) {
                if (m_at < m_text.size())
                    complain("after top-level value");
                return m_error;
            }
            if (atEnd())
                return m_error;
            expect = step(expect);
            if (!m_error.empty())
                return m_error;
        }
    }

private:
    enum class Expect
    {
        Value,
        ValueOrClose,
        KeyOrClose,
        Key,
        Colon,
        AfterMember,
        AfterItem,
        End
    };

    Expect step(Expect expect)
    {
        const char c = m_text[m_at];
        switch (expect) {
        case Expect::Value:
            return value();
        case Expect::ValueOrClose:
            return c == ']' ? closed() : value();
        case Expect::KeyOrClose:
            return c == '}' ? closed() : key();
        case Expect::Key:
            return key();
        case Expect::Colon:
            return take(c == ':', "after object key", Expect::Value);
        case Expect::AfterMember:
            return c == '}' ? closed() : take(c == ',', "after object key:value pair", Expect::Key);
        case Expect::AfterItem:
            return c == ']' ? closed() : take(c == ',', "after array element", Expect::Value);
        case Expect::End:
            break;
        }
        return Expect::End;
    }

    Expect take(bool good, const char* context, Expect next)
    {
        if (!good) {
            complain(context);
            return Expect::End;
        }
        ++m_at;
        return next;
    }

    Expect after() const
    {
        if (m_open.empty())
            return Expect::End;
        return m_open.back() == '{' ? Expect::AfterMember : Expect::AfterItem;
    }

    Expect closed()
    {
        ++m_at;
        m_open.pop_back();
        return after();
    }

    Expect key()
    {
        if (m_text[m_at] != '"') {
            complain("looking for beginning of object key string");
            return Expect::End;
        }
        string();
        return Expect::Colon;
    }

    Expect value()
    {
        const char c = m_text[m_at];
        if (c == '{' || c == '[') {
            m_open.push_back(c);
            ++m_at;
            if (m_open.size() > static_cast<std::size_t>(models::kMaxJsonDepth))
                m_error = "exceeded max depth";
            return c == '{' ? Expect::KeyOrClose : Expect::ValueOrClose;
        }
        if (c == '"')
            string();
        else if (c == '-' || isDigit(c))
            number();
        else if (c == 't')
            literal("true");
        else if (c == 'f')
            literal("false");
        else if (c == 'n')
            literal("null");
        else
            complain("looking for beginning of value");
        return after();
    }

    void string()
    {
        ++m_at;
        while (!atEnd()) {
            const char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return;
            }
            if (static_cast<unsigned char>(c) < 0x20)
                return complain("in string literal");
            ++m_at;
            if (c == '\\')
                escape();
            if (!m_error.empty())
                return;
        }
    }

    void escape()
    {
        constexpr std::string_view kEscapes = "bfnrt\\/\"";
        constexpr std::string_view kHex = "0123456789abcdefABCDEF";
        if (atEnd())
            return;
        if (m_text[m_at] != 'u') {
            if (kEscapes.find(m_text[m_at]) == std::string_view::npos)
                return complain("in string escape code");
            ++m_at;
            return;
        }
        ++m_at;
        for (int i = 0; i < 4; ++i, ++m_at) {
            if (atEnd())
                return;
            if (kHex.find(m_text[m_at]) == std::string_view::npos)
                return complain("in \\u hexadecimal character escape");
        }
    }

    void digits(const char* context)
    {
        if (atEnd())
            return;
        if (!isDigit(m_text[m_at]))
            return complain(context);
        while (m_at < m_text.size() && isDigit(m_text[m_at]))
            ++m_at;
    }

    void number()
    {
        if (m_text[m_at] == '-')
            ++m_at;
        if (m_at < m_text.size() && m_text[m_at] == '0')
            ++m_at;
        else
            digits("in numeric literal");
        if (m_error.empty() && m_at < m_text.size() && m_text[m_at] == '.') {
            ++m_at;
            digits("after decimal point in numeric literal");
        }
        if (m_error.empty() && m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
            ++m_at;
            if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-'))
                ++m_at;
            digits("in exponent of numeric literal");
        }
    }

    void literal(std::string_view word)
    {
        for (std::size_t i = 0; i < word.size(); ++i, ++m_at) {
            if (atEnd())
                return;
            if (m_text[m_at] != word[i])
                return complain(("in literal " + std::string(word) + " (expecting '" + word[i] + "')").c_str());
        }
    }

    bool atEnd()
    {
        if (m_at < m_text.size())
            return false;
        m_error = "unexpected EOF";
        return true;
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }

    void complain(const char* context)
    {
        m_error = "invalid character " + quoted(static_cast<unsigned char>(m_text[m_at])) + " " + context;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<char> m_open;
    std::string m_error;
};

/// The length of the valid UTF-8 sequence at `at`, 0 when there is none.
std::size_t sequenceLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned char c = byte(at);
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c < 0xE0)
        return follows(at + 1) ? 2 : 0;
    if (c >= 0xE0 && c < 0xF0) {
        const bool overlong = c == 0xE0 && byte(at + 1) < 0xA0;
        const bool surrogate = c == 0xED && byte(at + 1) >= 0xA0;
        return follows(at + 1) && follows(at + 2) && !overlong && !surrogate ? 3 : 0;
    }
    if (c >= 0xF0 && c < 0xF5) {
        const bool outside = (c == 0xF0 && byte(at + 1) < 0x90) || (c == 0xF4 && byte(at + 1) >= 0x90);
        return follows(at + 1) && follows(at + 2) && follows(at + 3) && !outside ? 4 : 0;
    }
    return 0;
}

/// The code unit of a `\uXXXX` at `at`, -1 when there is none.
int codeUnit(std::string_view text, std::size_t at)
{
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u')
        return -1;
    return static_cast<int>(std::strtol(std::string(text.substr(at + 2, 4)).c_str(), nullptr, 16));
}

/// Well-formed JSON whose strings hold what Unicode does not allow, made readable by replacing exactly that.
std::string repaired(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 8);
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\\') {
            const int unit = codeUnit(text, at);
            const int next = codeUnit(text, at + 6);
            const bool pair = unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000;
            const bool lone = !pair && unit >= 0xD800 && unit < 0xE000;
            const std::size_t length = unit < 0 ? 2 : pair ? 12 : 6;
            out += lone ? std::string_view("\\ufffd") : text.substr(at, length);
            at += length;
            continue;
        }
        const std::size_t length = sequenceLength(text, at);
        out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

} // namespace

std::string goSyntaxError(std::string_view text)
{
    return Scanner(text).run();
}

tl::expected<Json, std::string> parseGoJson(std::string_view text)
{
    // The parser takes a zero byte for the end and steps over a byte order mark; Go complains about both.
    const bool plain = text.find('\0') == std::string_view::npos && !text.starts_with("\xEF\xBB\xBF");
    if (plain && models::withinDepth(text, models::kMaxJsonDepth)) {
        if (Json value = Json::parse(text, nullptr, false); !value.is_discarded())
            return value;
    }
    if (std::string error = goSyntaxError(text); !error.empty())
        return tl::unexpected(std::move(error));
    if (Json value = Json::parse(repaired(text), nullptr, false); !value.is_discarded())
        return value;
    return tl::unexpected(std::string("json: cannot unmarshal number into Go value of type float64"));
}

} // namespace server
