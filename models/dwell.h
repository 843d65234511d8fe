// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resourcekind.h"

namespace models {

/// What the time that a resource spends in its states says about it.
enum class Dwell
{
    Normal,
    Stuck, ///< between states for too long
    Flapping ///< in turn READY and ERROR
};

/// Changes between READY and ERROR count for this long.
inline constexpr qint64 kSwingMemorySeconds = 600;

/// `swings`: changes between READY and ERROR within kSwingMemorySeconds.
Dwell judgeDwell(State state, qint64 secondsInState, int swings);

/// "stuck", "flapping", or nothing; translated.
QString dwellText(Dwell dwell);

/// What a person can do about a resource of this kind in this state; translated, empty when there is nothing to do.
QString nextStep(Kind kind, State state, Dwell dwell);

} // namespace models
