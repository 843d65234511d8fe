// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/generation.h"
#include "models/eventproblems.h"

namespace ui {

/// What carries the events of such a Dispatch. What is not known to lose anything is not said to.
models::EventBus busOf(client::Generation generation);

} // namespace ui
