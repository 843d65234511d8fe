// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <vector>

namespace models {

/// One setting of a known driver.
struct CatalogueParameter
{
    enum class Type
    {
        Text,
        Number,
        Flag,
        JsonText,
        Cron
    };
    QString key;
    Type type = Type::Text;
    bool required = false;
    bool sensitive = false; ///< belongs into a secret, not into the settings, which everybody can read
    bool advanced = false;
    QString defaultValue;
    QString help; ///< in English; a person reads helpOf()
    QString example;
    QString group; ///< parameters of one group are alternatives, see CatalogueEntry::requiredGroups
    qint64 minimum = 0;
};

/// "One of these sets must be complete", for example vcenterurl, or host + username + password.
struct RequiredGroup
{
    QString name;
    std::vector<QStringList> anyOf;
};

/// A driver type that is known by name: image, settings, event types (reference of known drivers).
struct CatalogueEntry
{
    QString name;
    QString displayName;
    QString image; ///< with tag
    QString summary; ///< in English; a person reads summaryOf()
    bool expose = false;
    bool runsLocally = false; ///< the local Dispatch has it built in
    std::vector<CatalogueParameter> parameters;
    std::vector<RequiredGroup> requiredGroups;
    QStringList eventTypes; ///< common ones first
};

/// The catalogue file `:/catalogue/drivers.json`. Malformed entries are a failure: the file is ours.
Result<std::vector<CatalogueEntry>> readDriverCatalogue(const QByteArray& json);
/// In the person's language, at the time of asking.
QString helpOf(const CatalogueParameter& parameter);
QString summaryOf(const CatalogueEntry& entry);
/// The entry for a driver type, by type name, else by image name without registry and tag; null when unknown.
const CatalogueEntry* findEntry(const std::vector<CatalogueEntry>& catalogue, const QString& typeName,
                                const QString& image);
/// Image name without registry, folder and tag: "dispatch-events-cron".
QString imageBaseName(const QString& image);

} // namespace models
