// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/documentreader.h"

#include "models/editdistance.h"
#include "models/rules.h"
#include "models/yaml/yamlscalar.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <set>

namespace models {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("models::ImportReader", text);
}

#define WORD(text) QT_TRANSLATE_NOOP("models::ImportReader", text)

/// What servers write into their answers: people import what they once got from one.
constexpr std::array kServerOwned = {"kind",         "id",           "status",        "reason",           "createdTime",
                                     "modifiedTime", "created-time", "modified-time", "functionImageURL", "faasId",
                                     "url",          "state",        "groups"};

/// Names of earlier releases, and what they are called now (contract §5).
constexpr std::pair<const char*, const char*> kFormerMembers[]
    = {{"event-type", "eventType"}, {"source-type", ""}, {"event_type", "eventType"}, {"function-name", "function"}};
constexpr std::pair<const char*, const char*> kFormerKinds[] = {{"base-image", "BaseImage"},
                                                                {"image", "Image"},
                                                                {"function", "Function"},
                                                                {"secret", "Secret"},
                                                                {"api", "API"},
                                                                {"event-driver", "Driver"},
                                                                {"subscription", "Subscription"}};

std::span<const Rule> rulesOf(RecordKind kind)
{
    switch (kind) {
    case RecordKind::BaseImage:
        return baseImageRules();
    case RecordKind::Image:
        return imageRules();
    default:
        break;
    }
    const auto& tab = recordKind(kind).resource;
    return tab ? resourceKind(*tab).rules() : std::span<const Rule>();
}

class DocumentReader
{
public:
    DocumentReader(const QString& file, const QString& folder, ImportReading& reading)
        : m_file(file)
        , m_folder(folder)
        , m_reading(reading)
        , m_before(reading.complaints.size())
    {
    }

    void read(const YamlNode& document);

private:
    void complain(const YamlNode& node, const QString& offending, const QString& message, const QString& remedy = {});
    const RecordKindInfo* kindOf(const YamlNode& document);
    void readMembers(const YamlNode& document);
    void complainAboutUnknown(const YamlNode& key);
    void checkRules(const YamlNode& document);

    Json value(const RecordMember& member, const YamlNode& node);
    Json text(const YamlNode& node);
    Json flag(const YamlNode& node);
    Json integer(const YamlNode& node);
    Json pairs(const YamlNode& node);
    Json values(const YamlNode& node);
    Json names(const YamlNode& node);
    void readSourcePath(const YamlNode& node);
    void inlineManifest(const YamlNode& document);

    const QString& m_file;
    const QString& m_folder;
    ImportReading& m_reading;
    const std::size_t m_before;
    const RecordKindInfo* m_kind = nullptr;
    ImportItem m_item;
};

/// What is shown of a node: never a value of a secret, which callers leave out.
QString shown(const YamlNode& node)
{
    constexpr qsizetype kMostShown = 60;
    switch (node.type) {
    case YamlNode::Type::Scalar:
        return fromStd(node.text).left(kMostShown);
    case YamlNode::Type::Map:
        return QStringLiteral("{…}");
    case YamlNode::Type::Sequence:
        return QStringLiteral("[…]");
    case YamlNode::Type::Null:
        break;
    }
    return {};
}

QString didYouMean(const QString& word, const QStringList& candidates)
{
    for (const QString& candidate : candidates) {
        if (candidate.compare(word, Qt::CaseInsensitive) == 0)
            return translated(WORD("Did you mean %1?")).arg(candidate);
    }
    const QString near = nearestWord(word, candidates);
    return near.isEmpty() ? QString() : translated(WORD("Did you mean %1?")).arg(near);
}

void DocumentReader::complain(const YamlNode& node, const QString& offending, const QString& message,
                              const QString& remedy)
{
    m_reading.complaints.push_back({{m_file, node.line, node.column}, offending, message, remedy});
}

void DocumentReader::read(const YamlNode& document)
{
    if (!document.isMap()) {
        complain(document, shown(document),
                 translated(WORD("A document has to be a list of members such as kind and name.")));
        return;
    }
    m_kind = kindOf(document);
    if (!m_kind)
        return;
    m_item.kind = m_kind->kind;
    m_item.origin = {m_file, document.line, document.column};
    m_item.body = Json::object();
    readMembers(document);
    m_item.name = textAt(m_item.body, "name");
    if (m_item.kind == RecordKind::Image)
        inlineManifest(document);
    checkRules(document);
    if (m_reading.complaints.size() == m_before)
        m_reading.items.push_back(std::move(m_item));
}

const RecordKindInfo* DocumentReader::kindOf(const YamlNode& document)
{
    const YamlNode* node = document.find("kind");
    QStringList known;
    for (const RecordKindInfo& info : recordKinds())
        known << QLatin1String(info.yamlKind);
    if (!node || node->isNull()) {
        complain(document, {}, translated(WORD("The document has no kind.")),
                 translated(WORD("Kinds are: %1.")).arg(known.join(QStringLiteral(", "))));
        return nullptr;
    }
    const QString word = fromStd(node->text);
    if (const RecordKindInfo* found = node->isScalar() ? recordKindByYaml(word) : nullptr)
        return found;
    QString remedy = didYouMean(word, known);
    for (const auto& [former, now] : kFormerKinds) {
        if (word == QLatin1String(former))
            remedy = translated(WORD("It is called %1 now.")).arg(QLatin1String(now));
    }
    complain(*node, shown(*node), translated(WORD("There is no such kind.")),
             remedy.isEmpty() ? translated(WORD("Kinds are: %1.")).arg(known.join(QStringLiteral(", "))) : remedy);
    return nullptr;
}

void DocumentReader::readMembers(const YamlNode& document)
{
    std::set<std::string> seen;
    for (const auto& [key, node] : document.members) {
        if (!seen.insert(key.text).second) {
            complain(key, fromStd(key.text), translated(WORD("This member is there twice.")),
                     translated(WORD("Keep one of them.")));
            continue;
        }
        const RecordMember* member = memberOf(m_item.kind, key.text);
        // What is called groups or url on one kind may be somebody's own member on another.
        const bool isServers = std::find(kServerOwned.begin(), kServerOwned.end(), key.text) != kServerOwned.end();
        if (!member && !isServers)
            complainAboutUnknown(key);
        else if (member && member->type == MemberType::SourcePath)
            readSourcePath(node);
        else if (member && !node.isNull())
            m_item.body[member->name] = value(*member, node);
    }
}

void DocumentReader::complainAboutUnknown(const YamlNode& key)
{
    const QString word = fromStd(key.text);
    QStringList known;
    for (const RecordMember& member : m_kind->members)
        known << QLatin1String(member.name);
    QString remedy = didYouMean(word, known);
    for (const auto& [former, now] : kFormerMembers) {
        if (key.text != former)
            continue;
        remedy = *now ? translated(WORD("It is called %1 now.")).arg(QLatin1String(now))
                      : translated(WORD("It is gone: leave it out."));
    }
    complain(key, word, translated(WORD("A %1 has no such member.")).arg(nounOf(m_item.kind)),
             remedy.isEmpty() ? translated(WORD("It has: %1.")).arg(known.join(QStringLiteral(", "))) : remedy);
}

Json DocumentReader::value(const RecordMember& member, const YamlNode& node)
{
    switch (member.type) {
    case MemberType::Text:
        return text(node);
    case MemberType::Flag:
        return flag(node);
    case MemberType::Integer:
        return integer(node);
    case MemberType::Pairs:
        return pairs(node);
    case MemberType::Values:
        return values(node);
    case MemberType::Names:
        return names(node);
    case MemberType::Tree:
        return jsonOf(node);
    case MemberType::SourcePath:
        break;
    }
    return nullptr;
}

Json DocumentReader::text(const YamlNode& node)
{
    if (node.isScalar() || node.isNull())
        return textOf(node);
    complain(node, shown(node), translated(WORD("A text is expected here.")));
    return nullptr;
}

Json DocumentReader::flag(const YamlNode& node)
{
    const Json value = jsonOf(node);
    if (value.is_boolean())
        return value;
    complain(node, shown(node), translated(WORD("true or false is expected here.")));
    return nullptr;
}

Json DocumentReader::integer(const YamlNode& node)
{
    const Json value = jsonOf(node);
    if (value.is_number_integer())
        return value;
    complain(node, shown(node), translated(WORD("A whole number is expected here.")));
    return nullptr;
}

/// An entry without a key reads as an empty one, as the original has it, and is left out.
Json DocumentReader::pairs(const YamlNode& node)
{
    Json list = Json::array();
    if (!node.isSequence()) {
        complain(node, shown(node), translated(WORD("A list of entries with key and value is expected here.")));
        return list;
    }
    for (const YamlNode& entry : node.items) {
        if (!entry.isMap()) {
            complain(entry, shown(entry), translated(WORD("An entry with key and value is expected here.")));
            continue;
        }
        const YamlNode* key = entry.find("key");
        const YamlNode* value = entry.find("value");
        if (!key)
            continue;
        Json pair = {{"key", text(*key)}};
        const Json content = value ? text(*value) : Json("");
        if (content != "")
            pair["value"] = content;
        list.push_back(std::move(pair));
    }
    return list;
}

Json DocumentReader::values(const YamlNode& node)
{
    Json object = Json::object();
    if (!node.isMap()) {
        complain(node, {}, translated(WORD("Key and value, a line each, are expected here.")));
        return object;
    }
    for (const auto& [key, content] : node.members) {
        const std::string name = textOf(key);
        if (object.contains(name))
            complain(key, fromStd(name), translated(WORD("This key is there twice.")),
                     translated(WORD("Keep one of them.")));
        if (!content.isScalar() && !content.isNull())
            complain(content, fromStd(name), translated(WORD("The value of a secret is a text.")));
        object[name] = textOf(content);
    }
    return object;
}

Json DocumentReader::names(const YamlNode& node)
{
    Json list = Json::array();
    if (!node.isSequence()) {
        complain(node, shown(node), translated(WORD("A list of texts is expected here.")));
        return list;
    }
    for (const YamlNode& item : node.items)
        list.push_back(text(item));
    return list;
}

void DocumentReader::readSourcePath(const YamlNode& node)
{
    const Json path = text(node);
    if (!path.is_string() || path == "")
        return;
    m_item.sourcePath = m_folder.isEmpty() ? fromStd(path.get<std::string>())
                                           : QDir::cleanPath(QDir(m_folder).filePath(fromStd(path.get<std::string>())));
}

/// `manifest: '@file'` stands for the file's text (contract §5).
void DocumentReader::inlineManifest(const YamlNode& document)
{
    constexpr qint64 kLargest = 1024 * 1024;
    const std::string manifest = toStd(textAt(valueAt(m_item.body, "runtimeDependencies"), "manifest"));
    if (!manifest.starts_with('@'))
        return;
    const YamlNode& place = *document.find("runtimeDependencies");
    const QString path = QDir(m_folder).filePath(fromStd(manifest).mid(1));
    QFile file(path);
    if (!QFileInfo(path).isFile() || file.size() > kLargest || !file.open(QIODevice::ReadOnly)) {
        complain(place, fromStd(manifest), translated(WORD("The file that the manifest names cannot be read.")));
        return;
    }
    m_item.body["runtimeDependencies"]["manifest"] = file.readAll().toStdString();
}

void DocumentReader::checkRules(const YamlNode& document)
{
    for (const RecordMember& member : m_kind->members) {
        const YamlNode* node = document.find(member.name);
        if (member.type != MemberType::Text || (node && !node->isScalar() && !node->isNull()))
            continue;
        const QString text = textAt(m_item.body, member.name);
        if (member.required && text.isEmpty()) {
            complain(node ? *node : document, QLatin1String(member.name), translated(WORD("This member is missing.")));
            continue;
        }
        const auto problem = explainViolation(ruleFor(rulesOf(m_item.kind), member.name), text);
        if (problem && !text.isEmpty())
            complain(*node, text.left(60), *problem);
    }
}

#undef WORD

} // namespace

void readDocument(const YamlNode& document, const QString& file, const QString& folder, ImportReading& reading)
{
    DocumentReader(file, folder, reading).read(document);
}

} // namespace models
