// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/importrun.h"
#include "ui/yaml/planmodel.h"

namespace ui {

class MessageBar;

PlanOutcome outcomeInWords(const client::ImportOutcome& outcome);

/// A line for each item of a run with what was wanted and how it ended, for a file. Without values of secrets.
QString importReport(const client::ImportRun& run);
/// Asks where, writes it as it is now, and tells in the bar how that went.
void saveImportReport(const client::ImportRun& run, MessageBar& bar);

} // namespace ui
