// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/importplanner.h"
#include "client/importrun.h"

#include <QString>

// What the command line prints of an import: lines for people, one JSON object for scripts. Without values of secrets.

QString planAsText(const client::PlannedImport& planned);
QString planAsJson(const client::PlannedImport& planned);
QString runAsText(const client::ImportRun& run);
QString runAsJson(const client::ImportRun& run);
