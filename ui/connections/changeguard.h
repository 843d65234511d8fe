// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <functional>

class QWidget;

namespace ui {

/// Whether the console may change what is behind this connection at all; where not, write actions are not shown.
bool mayChange(const client::Connection& connection);

/// Continues at once, or, where the connection is protected, after a person has typed its name. `what` is what will
/// happen, as a sentence.
void whenConfirmed(QWidget& asker, const client::Connection& connection, const QString& what,
                   const std::function<void()>& then);

} // namespace ui
