// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/yaml/importitem.h"

#include <QByteArray>

namespace models {

/// Limits of what is read; beyond them there is one complaint that names the limit.
struct ImportLimits
{
    qsizetype bytes = 32 * 1024 * 1024;
    int depth = 64;
    qsizetype nodes = 1'000'000; ///< after aliases are followed: stops a file that unfolds without end
};

/// Reads one file of YAML or JSON (UTF-8 with or without mark, UTF-16 with one), with any number of documents. `file`
/// is for complaints; relative `sourcePath`s are resolved against `folder`. Call it on a worker.
ImportReading readImport(const QString& file, const QByteArray& bytes, const QString& folder = {},
                         const ImportLimits& limits = {});

/// Takes out each resource that occurs a second time, also across files, with a complaint for it.
std::vector<Complaint> takeDuplicates(std::vector<ImportItem>& items);

} // namespace models
