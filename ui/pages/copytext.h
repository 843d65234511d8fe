// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/resourcekind.h"

namespace ui {

enum class CopyFormat
{
    Yaml,
    Json,
    CommandLine,
    Curl
};

/// Resources as text for the clipboard. Holds no secret value and no credential: a shell variable stands in their
/// place.
QString copyText(CopyFormat format, const std::vector<models::Resource>& resources,
                 const client::Connection& connection);

/// One word for a POSIX shell, quoted so that nothing in it is interpreted.
QString shellQuoted(const QString& word);

} // namespace ui
