// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/yamlwriter.h"

#include "models/yaml/yamltext.h"

namespace models {

YamlWriter::YamlWriter(bool safeForCommandLine)
    : m_safe(safeForCommandLine)
{
}

/// A text with a separator never stands bare: in double quotes its dashes can be written as escapes.
void YamlWriter::put(const std::string& text)
{
    const bool isCut = m_safe && text.find(kYamlSeparator) != std::string::npos;
    if (isPlainYaml(text))
        m_out << text;
    else if (fitsYamlBlock(text) && !isCut)
        m_out << YAML::Literal << text;
    else
        m_out << YAML::DoubleQuoted << text;
}

/// A key never stands as a block.
void YamlWriter::putKey(const std::string& key)
{
    m_out << YAML::Key;
    if (isPlainYaml(key))
        m_out << key;
    else
        m_out << YAML::DoubleQuoted << key;
    m_out << YAML::Value;
}

void YamlWriter::put(const Json& value)
{
    if (value.is_object()) {
        beginMap();
        for (auto member = value.begin(); member != value.end(); ++member) {
            putKey(member.key());
            put(member.value());
        }
        endMap();
    } else if (value.is_array()) {
        beginList();
        for (const Json& item : value)
            put(item);
        endList();
    } else if (value.is_string()) {
        put(value.get_ref<const std::string&>());
    } else if (value.is_null()) {
        m_out << YAML::Null;
    } else {
        m_out << value.dump();
    }
}

QString YamlWriter::text() const
{
    QString text = fromStd(std::string_view(m_out.c_str(), m_out.size())) + u'\n';
    if (m_safe)
        text.replace(QLatin1String(kYamlSeparator), QLatin1String("\\x2D\\x2D\\x2D"));
    return text;
}

} // namespace models
