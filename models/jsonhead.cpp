// SPDX-License-Identifier: Apache-2.0
#include "models/jsonhead.h"

#include <algorithm>

namespace models {

namespace {

/// So that no character is cut through.
std::size_t wholeCharacters(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text.size();
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return most;
}

class HeadWriter
{
public:
    HeadWriter(qsizetype most, int indent)
        : m_most(most)
        , m_indent(indent)
    {
    }

    void write(const Json& value, int depth = 0)
    {
        if (value.is_structured() && !value.empty())
            writeMembers(value, depth);
        else if (value.is_string())
            writeString(value.get_ref<const std::string&>());
        else
            m_text += dumpJson(value);
    }

    JsonHead head() const
    {
        if (!isFull())
            return {m_text, true};
        const std::string_view text(m_text.constData(), static_cast<std::size_t>(m_text.size()));
        return {m_text.left(static_cast<qsizetype>(wholeCharacters(text, static_cast<std::size_t>(m_most)))), false};
    }

private:
    bool isFull() const { return m_text.size() > m_most; }

    void writeString(std::string_view text)
    {
        // What is cut off here would not have fitted with its quotes either.
        const auto most = static_cast<std::size_t>(std::max<qsizetype>(0, m_most - m_text.size()));
        m_text += dumpJson(std::string(text.substr(0, wholeCharacters(text, most))));
    }

    void writeMembers(const Json& value, int depth)
    {
        const bool isObject = value.is_object();
        m_text += isObject ? '{' : '[';
        bool first = true;
        for (auto member = value.begin(); member != value.end() && !isFull(); ++member) {
            if (!first)
                m_text += ',';
            first = false;
            breakLine(depth + 1);
            if (isObject) {
                writeString(member.key());
                m_text += m_indent < 0 ? ":" : ": ";
            }
            write(*member, depth + 1);
        }
        breakLine(depth);
        m_text += isObject ? '}' : ']';
    }

    void breakLine(int depth)
    {
        if (m_indent >= 0)
            m_text += '\n' + QByteArray(qsizetype(m_indent) * depth, ' ');
    }

    qsizetype m_most;
    int m_indent;
    QByteArray m_text;
};

} // namespace

JsonHead jsonHead(const Json& value, qsizetype most, int indent)
{
    HeadWriter writer(most, indent);
    writer.write(value);
    return writer.head();
}

qsizetype weightOf(const Json& value)
{
    qsizetype weight = sizeof(Json);
    if (value.is_string())
        weight += static_cast<qsizetype>(value.get_ref<const std::string&>().size());
    if (value.is_structured()) {
        for (auto member = value.begin(); member != value.end(); ++member)
            weight += weightOf(*member) + (value.is_object() ? static_cast<qsizetype>(member.key().size()) : 0);
    }
    return weight;
}

} // namespace models
