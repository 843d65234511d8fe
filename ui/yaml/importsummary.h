// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/importrun.h"
#include "client/interruptedimport.h"

namespace ui {

class PlanModel;

/// One line below an import: how many of what. Translated.
QString summaryOfPlan(const PlanModel& plan);
QString summaryOfRun(const client::ImportRun& run);
QString summaryOfInterrupted(const client::InterruptedImport& import);

} // namespace ui
