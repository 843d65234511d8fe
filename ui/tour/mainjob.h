// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tour/tour.h"

namespace ui {

/// The main job from nothing to a function's run: driver type, secret, driver until READY, function, subscription,
/// event, its trace, a template, a job, runs. Needs a local Dispatch that does not have these names yet. `sampleFile`
/// is the function's source.
std::vector<TourStep> mainJob(const QString& sampleFile);

} // namespace ui
