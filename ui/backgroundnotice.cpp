// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backgroundnotice.h"

#include <QApplication>
#include <QSystemTrayIcon>
#include <QTimer>
#include <QWidget>

#include <chrono>

namespace ui {

using namespace std::chrono_literals;

void tellInBackground(QWidget& window, const QString& text)
{
    if (QGuiApplication::applicationState() == Qt::ApplicationActive)
        return;
    QApplication::alert(&window);
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    // Messages come from an icon, which goes with them.
    auto* icon = new QSystemTrayIcon(window.windowIcon(), &window);
    QObject::connect(icon, &QSystemTrayIcon::messageClicked, &window, [&window] {
        window.raise();
        window.activateWindow();
    });
    icon->show();
    icon->showMessage(QGuiApplication::applicationDisplayName(), text, window.windowIcon());
    QTimer::singleShot(15s, icon, &QObject::deleteLater);
}

} // namespace ui
