// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/tourpicture.h"

#include <QCoreApplication>
#include <QDir>
#include <QMainWindow>
#include <QPainter>

namespace ui {

QString saveTourPicture(QMainWindow& window, const QString& directory, const QString& fileName)
{
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    const auto widgets = window.findChildren<QWidget*>();
    for (QWidget* dialog : widgets) {
        const bool isOnTop = dialog->windowType() == Qt::Dialog || dialog->windowType() == Qt::Window;
        if (!isOnTop || !dialog->isVisible())
            continue;
        const QPixmap content = dialog->grab();
        const QPoint corner((window.width() - dialog->width()) / 2, qMax(0, (window.height() - dialog->height()) / 3));
        painter.fillRect(window.rect(), QColor(0, 0, 0, 70));
        painter.drawPixmap(corner, content);
    }
    painter.end();
    QDir folder(directory);
    const bool saved = folder.mkpath(QStringLiteral(".")) && picture.save(folder.filePath(fileName), "PNG");
    if (saved)
        return {};
    return QCoreApplication::translate("ui::Tour",
                                       "The picture %1 could not be saved. Is there space, and may you write there?")
        .arg(QDir::toNativeSeparators(folder.filePath(fileName)));
}

} // namespace ui
