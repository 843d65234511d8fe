// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/exportwriter.h"

#include "models/pairs.h"
#include "models/yaml/recordform.h"
#include "models/yaml/yamlwriter.h"

#include <algorithm>

namespace models {

namespace {

class Writer
{
public:
    explicit Writer(const ExportOptions& options)
        : m_options(options)
        , m_out(options.safeForCommandLine)
    {
    }

    QString document(RecordKind kind, const Json& body);

private:
    void putPairs(const Json& body, const char* member);
    void putMember(const RecordMember& member, const Json& body);

    const ExportOptions& m_options;
    YamlWriter m_out;
};

void Writer::putPairs(const Json& body, const char* member)
{
    m_out.beginList();
    for (const Pair& pair : pairsAt(body, member).items) {
        m_out.beginMap();
        m_out.putKey("key");
        m_out.put(toStd(pair.key));
        if (!pair.value.isEmpty()) {
            m_out.putKey("value");
            m_out.put(toStd(pair.value));
        }
        m_out.endMap();
    }
    m_out.endList();
}

void Writer::putMember(const RecordMember& member, const Json& body)
{
    if (!body.contains(member.name) || (member.type == MemberType::Values && !m_options.withSecretValues))
        return;
    m_out.putKey(member.name);
    if (member.type == MemberType::Pairs)
        putPairs(body, member.name);
    else
        m_out.put(body.at(member.name));
}

QString Writer::document(RecordKind kind, const Json& body)
{
    const RecordKindInfo& info = recordKind(kind);
    const Json form = requestForm(kind, body);
    m_out.beginMap();
    m_out.putKey("kind");
    m_out.put(std::string(info.yamlKind));
    for (const RecordMember& member : info.members)
        putMember(member, form);
    m_out.endMap();
    return m_out.text();
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
