// SPDX-License-Identifier: Apache-2.0
#include "models/drivercatalogue.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace models {

namespace {

/// The words of the file; scripts/update-translations.sh collects them.
QString translated(const QString& text)
{
    return QCoreApplication::translate("models::DriverCatalogue", text.toUtf8().constData());
}

Failure badCatalogue(const QString& what)
{
    Failure failure;
    failure.kind = FailureKind::Malformed;
    failure.tried = QCoreApplication::translate("models::DriverCatalogue", "read the catalogue of driver types");
    failure.cameBack = what;
    failure.meaning = QCoreApplication::translate("models::DriverCatalogue",
                                                  "The catalogue that came with the program is damaged.");
    failure.remedy = QCoreApplication::translate("models::DriverCatalogue", "Install the program again.");
    return failure;
}

std::optional<CatalogueParameter::Type> typeFromWord(const QString& word)
{
    using Type = CatalogueParameter::Type;
    static constexpr std::array<std::pair<const char*, Type>, 5> kTypes = {{
        {"text", Type::Text},
        {"number", Type::Number},
        {"flag", Type::Flag},
        {"json", Type::JsonText},
        {"cron", Type::Cron},
    }};
    for (const auto& [name, type] : kTypes) {
        if (word == QLatin1String(name))
            return type;
    }
    return std::nullopt;
}

Result<CatalogueParameter> parameterFromJson(const Json& json)
{
    CatalogueParameter parameter;
    parameter.key = textAt(json, "key");
    if (parameter.key.isEmpty())
        return failed(badCatalogue(QCoreApplication::translate("models::DriverCatalogue", "a setting without a key")));
    const auto type = typeFromWord(textAt(json, "type"));
    if (!type) {
        return failed(
            badCatalogue(QCoreApplication::translate("models::DriverCatalogue", "the setting %1 has no known type")
                             .arg(parameter.key)));
    }
    parameter.type = *type;
    parameter.required = flagAt(json, "required");
    parameter.sensitive = flagAt(json, "sensitive");
    parameter.advanced = flagAt(json, "advanced");
    parameter.defaultValue = textAt(json, "default");
    parameter.help = textAt(json, "help");
    parameter.example = textAt(json, "example");
    parameter.group = textAt(json, "group");
    parameter.minimum = numberAt(json, "minimum");
    return parameter;
}

bool knows(const std::vector<CatalogueParameter>& parameters, const QString& key)
{
    return std::any_of(parameters.begin(), parameters.end(),
                       [&key](const CatalogueParameter& parameter) { return parameter.key == key; });
}

Result<RequiredGroup> groupFromJson(const Json& json, const std::vector<CatalogueParameter>& parameters)
{
    RequiredGroup group;
    group.name = textAt(json, "name");
    for (const Json& keys : valueAt(json, "anyOf")) {
        group.anyOf.push_back(textsAt({{"keys", keys}}, "keys"));
        for (const QString& key : group.anyOf.back()) {
            if (!knows(parameters, key)) {
                return failed(badCatalogue(
                    QCoreApplication::translate("models::DriverCatalogue", "the group %1 names the unknown setting %2")
                        .arg(group.name, key)));
            }
        }
    }
    return group;
}

Result<CatalogueEntry> entryFromJson(const Json& json)
{
    CatalogueEntry entry;
    entry.name = textAt(json, "name");
    entry.image = textAt(json, "image");
    if (entry.name.isEmpty() || entry.image.isEmpty()) {
        return failed(badCatalogue(
            QCoreApplication::translate("models::DriverCatalogue", "an entry without a name or an image")));
    }
    entry.displayName = textAt(json, "displayName");
    entry.summary = textAt(json, "summary");
    entry.expose = flagAt(json, "expose");
    entry.runsLocally = flagAt(json, "runsLocally");
    entry.eventTypes = textsAt(json, "eventTypes");
    for (const Json& item : valueAt(json, "parameters")) {
        auto parameter = parameterFromJson(item);
        if (!parameter)
            return tl::unexpected(parameter.error());
        entry.parameters.push_back(std::move(*parameter));
    }
    for (const Json& item : valueAt(json, "requiredGroups")) {
        auto group = groupFromJson(item, entry.parameters);
        if (!group)
            return tl::unexpected(group.error());
        entry.requiredGroups.push_back(std::move(*group));
    }
    return entry;
}

} // namespace

Result<std::vector<CatalogueEntry>> readDriverCatalogue(const QByteArray& json)
{
    const auto parsed = parseJson(json);
    if (!parsed)
        return failed(badCatalogue(parsed.error().cameBack));
    if (!parsed->is_array())
        return failed(badCatalogue(QCoreApplication::translate("models::DriverCatalogue", "JSON that is no list")));
    std::vector<CatalogueEntry> catalogue;
    for (const Json& item : *parsed) {
        auto entry = entryFromJson(item);
        if (!entry)
            return tl::unexpected(entry.error());
        catalogue.push_back(std::move(*entry));
    }
    return catalogue;
}

QString helpOf(const CatalogueParameter& parameter)
{
    return translated(parameter.help);
}

QString summaryOf(const CatalogueEntry& entry)
{
    return translated(entry.summary);
}

const CatalogueEntry* findEntry(const std::vector<CatalogueEntry>& catalogue, const QString& typeName,
                                const QString& image)
{
    const auto byName = std::find_if(catalogue.begin(), catalogue.end(),
                                     [&typeName](const CatalogueEntry& entry) { return entry.name == typeName; });
    if (byName != catalogue.end())
        return &*byName;
    const QString base = imageBaseName(image);
    const auto byImage = std::find_if(catalogue.begin(), catalogue.end(), [&base](const CatalogueEntry& entry) {
        return !base.isEmpty() && imageBaseName(entry.image) == base;
    });
    return byImage == catalogue.end() ? nullptr : &*byImage;
}

QString imageBaseName(const QString& image)
{
    const QString undigested = image.section(QLatin1Char('@'), 0, 0);
    return undigested.section(QLatin1Char('/'), -1).section(QLatin1Char(':'), 0, 0);
}

} // namespace models
