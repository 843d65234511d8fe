// SPDX-License-Identifier: Apache-2.0
#include "models/eventtemplate.h"

#include "models/editdistance.h"
#include "models/yaml/yamltext.h"

#include <QCoreApplication>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>

namespace models {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("models::EventTemplate", text);
}

// ---- writing

/// Needs an escape in double quotes, and cannot stand in a block.
bool isSpecial(char32_t c)
{
    constexpr char32_t kDelete = 0x7F;
    constexpr char32_t kLastControl = 0x9F;
    constexpr char32_t kMark = 0xFEFF;
    return c < ' ' || (c >= kDelete && c <= kLastControl) || c == QChar::LineSeparator || c == QChar::ParagraphSeparator
        || c == kMark || QChar::isNonCharacter(c) || QChar::isSurrogate(c);
}

QString inQuotes(const QString& text)
{
    QString quoted = QStringLiteral("\"");
    for (const char32_t c : text.toUcs4()) {
        if (c == '"' || c == '\\')
            quoted += u'\\' + QChar(c);
        else if (c == '\n')
            quoted += QLatin1String("\\n");
        else if (isSpecial(c))
            quoted += QStringLiteral("\\U%1").arg(static_cast<uint>(c), 8, 16, QLatin1Char('0'));
        else
            quoted += QString::fromUcs4(&c, 1);
    }
    return quoted + u'"';
}

/// Several lines, and nothing that a block would change.
bool fitsBlock(const QString& text)
{
    const auto ucs4 = text.toUcs4();
    return text.contains(u'\n') && !text.startsWith(u'\n') && !text.trimmed().isEmpty()
        && std::none_of(ucs4.begin(), ucs4.end(), [](char32_t c) { return c != '\n' && isSpecial(c); });
}

QString asBlock(const QString& text, const QString& indent)
{
    const bool endsWithLine = text.endsWith(u'\n');
    const bool endsWithMore = text.endsWith(QLatin1String("\n\n"));
    QString block = text.startsWith(u' ') ? QStringLiteral("|2") : QStringLiteral("|");
    block += endsWithMore ? QLatin1String("+") : endsWithLine ? QLatin1String() : QLatin1String("-");
    const QString lines = endsWithLine ? text.chopped(1) : text;
    for (const QString& line : lines.split(u'\n'))
        block += u'\n' + (line.isEmpty() ? QString() : indent + QLatin1String("  ") + line);
    return block;
}

QString scalar(const QString& text, const QString& indent)
{
    if (isPlainYaml(toStd(text)))
        return text;
    return fitsBlock(text) ? asBlock(text, indent) : inQuotes(text);
}

class Writer
{
public:
    QString out;

    void put(const char* member, const QString& text, const QString& indent = {})
    {
        if (!text.isEmpty())
            out += indent + QLatin1String(member) + QLatin1String(": ") + scalar(text, indent) + u'\n';
    }

    void putExtensions(const std::vector<ExtensionRow>& rows)
    {
        if (!rows.empty())
            out += QLatin1String("extensions:\n");
        for (const ExtensionRow& row : rows) {
            out += QLatin1String("  - name: ") + scalar(row.name, kInside) + u'\n';
            put("value", row.value, kInside);
        }
    }

    void putFile(const FileReference& file)
    {
        out += QLatin1String("file:\n");
        put("path", file.path, kInside);
        put("size", QString::number(file.size), kInside);
        put("modified", QString::number(file.modifiedMSecs), kInside);
        put("sha256", QString::fromLatin1(file.sha256), kInside);
        put("contentType", file.contentType, kInside);
        if (file.isText)
            out += kInside + QLatin1String("isText: true\n");
    }

private:
    inline static const QString kInside = QStringLiteral("    ");
};

// ---- reading

class Reader
{
public:
    std::vector<TemplateComplaint> complaints;

    void complain(const YAML::Mark& mark, const QString& message)
    {
        complaints.push_back({std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1, message});
    }

    QString text(const YAML::Node& node)
    {
        if (node.IsNull())
            return {};
        if (node.IsScalar())
            return fromStd(node.Scalar());
        complain(node.Mark(), translated(QT_TRANSLATE_NOOP("models::EventTemplate", "A text is expected here.")));
        return {};
    }

    bool flag(const YAML::Node& node)
    {
        bool value = false;
        if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value))
            complain(node.Mark(),
                     translated(QT_TRANSLATE_NOOP("models::EventTemplate", "true or false is expected here.")));
        return value;
    }

    qint64 number(const YAML::Node& node)
    {
        bool isNumber = false;
        const qint64 value = node.IsScalar() ? fromStd(node.Scalar()).toLongLong(&isNumber) : 0;
        if (!isNumber || value < 0)
            complain(node.Mark(),
                     translated(QT_TRANSLATE_NOOP("models::EventTemplate", "A whole number is expected here.")));
        return value;
    }

    /// Hands every member to the row of its name; complains about unknown and doubled ones.
    template <typename Target, std::size_t N>
    void members(const YAML::Node& map,
                 const std::array<std::pair<const char*, void (*)(Reader&, const YAML::Node&, Target&)>, N>& known,
                 Target& target)
    {
        if (!map.IsMap()) {
            complain(map.Mark(),
                     translated(QT_TRANSLATE_NOOP("models::EventTemplate",
                                                  "Members with values are expected here, as in \"name: value\".")));
            return;
        }
        QStringList seen;
        for (const auto& entry : map) {
            const QString name = entry.first.IsScalar() ? fromStd(entry.first.Scalar()) : QString();
            const auto row = std::find_if(known.begin(), known.end(),
                                          [&name](const auto& one) { return name == QLatin1String(one.first); });
            if (row == known.end()) {
                QStringList names;
                for (const auto& one : known)
                    names << QLatin1String(one.first);
                complainAboutName(entry.first.Mark(), name, names);
            } else if (seen.contains(name)) {
                complain(entry.first.Mark(),
                         translated(QT_TRANSLATE_NOOP("models::EventTemplate", "\"%1\" is already above.")).arg(name));
            } else {
                seen << name;
                row->second(*this, entry.second, target);
            }
        }
    }

private:
    void complainAboutName(const YAML::Mark& mark, const QString& name, const QStringList& known)
    {
        const QString nearest = nearestWord(name, known);
        complain(mark,
                 nearest.isEmpty()
                     ? translated(QT_TRANSLATE_NOOP("models::EventTemplate", "A template has no \"%1\". It has: %2."))
                           .arg(name, known.join(QLatin1String(", ")))
                     : translated(
                           QT_TRANSLATE_NOOP("models::EventTemplate", "A template has no \"%1\". Did you mean \"%2\"?"))
                           .arg(name, nearest));
    }
};

template <typename Target> using Read = void (*)(Reader&, const YAML::Node&, Target&);
template <typename Target> using Row = std::pair<const char*, Read<Target>>;

template <auto Member, typename Target> void readText(Reader& reader, const YAML::Node& node, Target& target)
{
    target.*Member = reader.text(node);
}

/// A template, and which kinds of data the file gave.
struct Reading
{
    EventTemplate made;
    std::optional<DataMode> mode;
    std::vector<DataMode> given;
};

template <QString EventDraft::*Member> void readAttribute(Reader& reader, const YAML::Node& node, Reading& reading)
{
    reading.made.draft.*Member = reader.text(node);
}

constexpr std::array<Row<ExtensionRow>, 2> kExtensionMembers = {{
    {"name", readText<&ExtensionRow::name, ExtensionRow>},
    {"value", readText<&ExtensionRow::value, ExtensionRow>},
}};

constexpr std::array<Row<FileReference>, 6> kFileMembers = {{
    {"path", readText<&FileReference::path, FileReference>},
    {"size", [](Reader& reader, const YAML::Node& node, FileReference& file) { file.size = reader.number(node); }},
    {"modified",
     [](Reader& reader, const YAML::Node& node, FileReference& file) { file.modifiedMSecs = reader.number(node); }},
    {"sha256",
     [](Reader& reader, const YAML::Node& node, FileReference& file) { file.sha256 = reader.text(node).toLatin1(); }},
    {"contentType", readText<&FileReference::contentType, FileReference>},
    {"isText", [](Reader& reader, const YAML::Node& node, FileReference& file) { file.isText = reader.flag(node); }},
}};

void readExtensions(Reader& reader, const YAML::Node& node, Reading& reading)
{
    if (!node.IsSequence()) {
        reader.complain(
            node.Mark(),
            translated(QT_TRANSLATE_NOOP("models::EventTemplate",
                                         "A list of \"- name: ...\" with \"value: ...\" is expected here.")));
        return;
    }
    for (const YAML::Node& item : node) {
        ExtensionRow row;
        reader.members(item, kExtensionMembers, row);
        reading.made.draft.extensions.push_back(row);
    }
}

void readFile(Reader& reader, const YAML::Node& node, Reading& reading)
{
    FileReference file;
    if (node.IsScalar())
        file.path = reader.text(node);
    else
        reader.members(node, kFileMembers, file);
    if (file.path.isEmpty())
        reader.complain(node.Mark(), translated(QT_TRANSLATE_NOOP("models::EventTemplate", "A file needs its path.")));
    reading.made.draft.file = file;
    reading.given.push_back(DataMode::File);
}

void readMode(Reader& reader, const YAML::Node& node, Reading& reading)
{
    reading.mode = dataModeFromWord(reader.text(node));
    if (!reading.mode)
        reader.complain(node.Mark(),
                        translated(QT_TRANSLATE_NOOP("models::EventTemplate", "The mode is json, text or file.")));
}

constexpr std::array<Row<Reading>, 16> kMembers = {{
    {"name", [](Reader& reader, const YAML::Node& node, Reading& reading) { reading.made.name = reader.text(node); }},
    {"description",
     [](Reader& reader, const YAML::Node& node, Reading& reading) { reading.made.description = reader.text(node); }},
    {"pinned",
     [](Reader& reader, const YAML::Node& node, Reading& reading) { reading.made.pinned = reader.flag(node); }},
    {"eventType", readAttribute<&EventDraft::eventType>},
    {"source", readAttribute<&EventDraft::source>},
    {"eventID", readAttribute<&EventDraft::eventId>},
    {"eventTime", readAttribute<&EventDraft::eventTime>},
    {"eventTypeVersion", readAttribute<&EventDraft::eventTypeVersion>},
    {"schemaURL", readAttribute<&EventDraft::schemaUrl>},
    {"contentType", readAttribute<&EventDraft::contentType>},
    {"extensions", readExtensions},
    {"mode", readMode},
    {"json",
     [](Reader& reader, const YAML::Node& node, Reading& reading) {
         reading.made.draft.json = reader.text(node);
         reading.given.push_back(DataMode::JsonText);
     }},
    {"text",
     [](Reader& reader, const YAML::Node& node, Reading& reading) {
         reading.made.draft.text = reader.text(node);
         reading.given.push_back(DataMode::Text);
     }},
    {"file", readFile},
    {"binary",
     [](Reader& reader, const YAML::Node& node, Reading& reading) {
         reading.made.draft.forceBinary = reader.flag(node);
     }},
}};

EventTemplate read(Reader& reader, const YAML::Node& document)
{
    Reading reading;
    reader.members(document, kMembers, reading);
    if (!reader.complaints.empty())
        return {};
    if (reading.made.name.trimmed().isEmpty())
        reader.complain({}, translated(QT_TRANSLATE_NOOP("models::EventTemplate", "A template needs a name.")));
    if (!reading.mode && reading.given.size() > 1) {
        reader.complain({},
                        translated(QT_TRANSLATE_NOOP("models::EventTemplate",
                                                     "There is more than one kind of data. Say which one counts, as in "
                                                     "\"mode: json\".")));
    }
    reading.made.draft.mode = reading.mode.value_or(reading.given.empty() ? DataMode::JsonText : reading.given.front());
    return std::move(reading.made);
}

} // namespace

QByteArray toYaml(const EventTemplate& eventTemplate)
{
    const EventDraft& draft = eventTemplate.draft;
    Writer writer;
    writer.put("name", eventTemplate.name);
    writer.put("description", eventTemplate.description);
    if (eventTemplate.pinned)
        writer.out += QLatin1String("pinned: true\n");
    writer.put("eventType", draft.eventType);
    // The only member with a default that is not empty.
    writer.out += QLatin1String("source: ") + scalar(draft.source, {}) + u'\n';
    writer.put("eventID", draft.eventId);
    writer.put("eventTime", draft.eventTime);
    writer.put("eventTypeVersion", draft.eventTypeVersion);
    writer.put("schemaURL", draft.schemaUrl);
    writer.put("contentType", draft.contentType);
    writer.putExtensions(draft.extensions);
    writer.put("mode", wordOf(draft.mode));
    writer.put("json", draft.json);
    writer.put("text", draft.text);
    if (draft.file)
        writer.putFile(*draft.file);
    if (draft.forceBinary)
        writer.out += QLatin1String("binary: true\n");
    return writer.out.toUtf8();
}

tl::expected<EventTemplate, std::vector<TemplateComplaint>> eventTemplateFromYaml(const QByteArray& yaml)
{
    Reader reader;
    EventTemplate made;
    try {
        made = read(reader, YAML::Load(yaml.toStdString()));
    } catch (const YAML::Exception& error) {
        reader.complain(error.mark,
                        translated(QT_TRANSLATE_NOOP("models::EventTemplate", "This is not YAML: %1."))
                            .arg(QString::fromStdString(error.msg)));
    } catch (const std::exception& error) {
        reader.complain({},
                        translated(QT_TRANSLATE_NOOP("models::EventTemplate", "This is not YAML: %1."))
                            .arg(QString::fromUtf8(error.what())));
    }
    if (!reader.complaints.empty())
        return tl::unexpected(std::move(reader.complaints));
    return made;
}

} // namespace models
