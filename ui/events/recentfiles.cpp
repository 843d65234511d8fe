// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/recentfiles.h"

#include <QSettings>

namespace ui::recentFiles {

namespace {
const QString kKey = QStringLiteral("events/recentFiles");
}

QStringList paths()
{
    return QSettings().value(kKey).toStringList();
}

void add(const QString& path)
{
    QStringList all = paths();
    all.removeAll(path);
    all.prepend(path);
    QSettings().setValue(kKey, all.mid(0, kMost));
}

void clear()
{
    QSettings().remove(kKey);
}

} // namespace ui::recentFiles
