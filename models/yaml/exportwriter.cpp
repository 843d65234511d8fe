// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/exportwriter.h"

#include "models/pairs.h"
#include "models/yaml/recordform.h"
#include "models/yaml/yamltext.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace models {

namespace {

class Writer
{
public:
    explicit Writer(const ExportOptions& options)
        : m_options(options)
    {
    }

    QString document(RecordKind kind, const Json& body);

private:
    void put(const std::string& text);
    void put(const Json& value);
    void putKey(const std::string& key);
    void putPairs(const Json& body, const char* member);
    void putMember(const RecordMember& member, const Json& body);

    const ExportOptions& m_options;
    YAML::Emitter m_out;
};

/// A text with a separator never stands bare: in double quotes its dashes can be written as escapes.
void Writer::put(const std::string& text)
{
    const bool isCut = m_options.safeForCommandLine && text.find(kYamlSeparator) != std::string::npos;
    if (isPlainYaml(text))
        m_out << text;
    else if (fitsYamlBlock(text) && !isCut)
        m_out << YAML::Literal << text;
    else
        m_out << YAML::DoubleQuoted << text;
}

/// A key never stands as a block.
void Writer::putKey(const std::string& key)
{
    m_out << YAML::Key;
    if (isPlainYaml(key))
        m_out << key;
    else
        m_out << YAML::DoubleQuoted << key;
    m_out << YAML::Value;
}

void Writer::put(const Json& value)
{
    if (value.is_object()) {
        m_out << YAML::BeginMap;
        for (auto member = value.begin(); member != value.end(); ++member) {
            putKey(member.key());
            put(member.value());
        }
        m_out << YAML::EndMap;
    } else if (value.is_array()) {
        m_out << YAML::BeginSeq;
        for (const Json& item : value)
            put(item);
        m_out << YAML::EndSeq;
    } else if (value.is_string()) {
        put(value.get_ref<const std::string&>());
    } else if (value.is_null()) {
        m_out << YAML::Null;
    } else {
        m_out << value.dump();
    }
}

void Writer::putPairs(const Json& body, const char* member)
{
    m_out << YAML::BeginSeq;
    for (const Pair& pair : pairsAt(body, member).items) {
        m_out << YAML::BeginMap;
        putKey("key");
        put(toStd(pair.key));
        if (!pair.value.isEmpty()) {
            putKey("value");
            put(toStd(pair.value));
        }
        m_out << YAML::EndMap;
    }
    m_out << YAML::EndSeq;
}

void Writer::putMember(const RecordMember& member, const Json& body)
{
    if (!body.contains(member.name) || (member.type == MemberType::Values && !m_options.withSecretValues))
        return;
    putKey(member.name);
    if (member.type == MemberType::Pairs)
        putPairs(body, member.name);
    else
        put(body.at(member.name));
}

QString Writer::document(RecordKind kind, const Json& body)
{
    const RecordKindInfo& info = recordKind(kind);
    const Json form = requestForm(kind, body);
    m_out << YAML::BeginMap;
    putKey("kind");
    put(std::string(info.yamlKind));
    for (const RecordMember& member : info.members)
        putMember(member, form);
    m_out << YAML::EndMap;
    QString text = fromStd(std::string_view(m_out.c_str(), m_out.size())) + u'\n';
    if (m_options.safeForCommandLine)
        text.replace(QLatin1String(kYamlSeparator), QLatin1String("\\x2D\\x2D\\x2D"));
    return text;
}

} // namespace

QString exportDocument(RecordKind kind, const Json& body, const ExportOptions& options)
{
    return Writer(options).document(kind, body);
}

QString exportDocuments(std::vector<std::pair<RecordKind, Json>> bodies, const ExportOptions& options)
{
    std::stable_sort(bodies.begin(), bodies.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    QStringList documents;
    for (const auto& [kind, body] : bodies)
        documents << exportDocument(kind, body, options);
    return documents.join(QStringLiteral("---\n"));
}

QString exportFileName(RecordKind kind, const QString& name)
{
    return QString(QLatin1String(recordKind(kind).yamlKind)).toLower() + u'-' + name + QStringLiteral(".yaml");
}

QString toYaml(const Resource& resource)
{
    return exportDocument(recordKind(kindOf(resource)).kind, toJson(resource));
}

} // namespace models
