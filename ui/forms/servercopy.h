// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"

#include <functional>

namespace ui {

/// Reads one resource as the server has it now, of a secret with its values. `then` is not called once `context` is
/// gone.
void readServerCopy(client::Session& session, models::Kind kind, const QString& name, QObject* context,
                    const std::function<void(models::Result<models::Json>)>& then);

} // namespace ui
