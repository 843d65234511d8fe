// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"
#include "models/yaml/recordkind.h"

#include <QString>

#include <set>
#include <utility>
#include <vector>

namespace models {

/// A place in what was read. Lines and columns count from 1; 0 = the whole file.
struct Origin
{
    QString file; ///< as the person named it; "pasted text" for a paste
    int line = 0;
    int column = 0;

    bool operator==(const Origin&) const = default;
};

/// One document of an import.
struct ImportItem
{
    RecordKind kind = RecordKind::DriverType;
    QString name;
    Json
        body; ///< request form: `name` and the members of the kind. Of a secret with its values: keep it in memory only
    QString
        sourcePath; ///< of a function: the file or folder to pack, resolved against the document's folder; may be empty
    Origin origin;

    bool operator==(const ImportItem&) const = default;
};

/// Why a document cannot be used.
struct Complaint
{
    Origin origin;
    QString offending; ///< the text at that place, shortened; never the value of a secret
    QString message; ///< translated: what is wrong
    QString remedy; ///< translated: "Did you mean …?"; may be empty

    /// "file:line:column: message (offending) remedy", one line.
    QString text() const;
    bool operator==(const Complaint&) const = default;
};

struct ImportReading
{
    std::vector<ImportItem> items;
    std::set<std::pair<RecordKind, QString>> deletions = {}; ///< what shall go, by kind and name
    std::vector<Complaint>
        complaints; ///< with one of these an import is not carried out unless the person leaves the item out
};

} // namespace models
