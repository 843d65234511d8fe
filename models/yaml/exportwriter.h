// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/yaml/importitem.h"

namespace models {

struct ExportOptions
{
    bool safeForCommandLine = true; ///< no `---` inside values: the original cuts files there (contract §5)
    bool withSecretValues = false; ///< otherwise a secret has its name only
};

/// One document in canonical member order. `body` is a request form.
QString exportDocument(RecordKind kind, const Json& body, const ExportOptions& options = {});
/// Documents separated by `---`, in the order of a plan.
QString exportDocuments(std::vector<std::pair<RecordKind, Json>> bodies, const ExportOptions& options = {});
/// What a watched resource looks like in a file; of a secret without values.
QString toYaml(const Resource& resource);
/// A file name for one resource: "driver-nightly.yaml".
QString exportFileName(RecordKind kind, const QString& name);

} // namespace models
