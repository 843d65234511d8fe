// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QFuture>
#include <QStringList>
#include <QUrl>

#include <vector>

namespace client {

class NetworkDoor;

/// One text to import.
struct ImportText
{
    QString name; ///< for complaints: the path, the address
    QByteArray bytes;
    QString folder; ///< what relative paths in it start from; empty = nothing
};

using ImportTexts = QFuture<models::Result<std::vector<ImportText>>>;

/// Files, and in folders all *.yaml, *.yml and *.json below, in the order of their paths. Reads on a worker, says how
/// many files are read as progress, and ends soon after it is cancelled. One file that cannot be read fails the whole:
/// half an import is none.
ImportTexts readImportPaths(const QStringList& paths);

/// What an address of http or https has. Goes through the door, but without anything that the connection signs in with.
/// More than models::ImportLimits allow is refused while it comes in.
ImportTexts readImportAddress(NetworkDoor& door, const QUrl& address);

} // namespace client
