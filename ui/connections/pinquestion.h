// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSslCertificate>

#include <functional>

class QWidget;

namespace ui {

/// Shows the chain that a server sent, and asks whether its own certificate, the first, is the one that the
/// administrator told of. Cancel is the default; `pin` hears its SHA-256 in hexadecimal digits. Asks nothing about an
/// empty chain.
void askToPin(const QList<QSslCertificate>& chain, QWidget& asker,
              const std::function<void(const QByteArray& sha256)>& pin);

} // namespace ui
