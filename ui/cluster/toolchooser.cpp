// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/toolchooser.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace ui {

void chooseToolFile(QWidget& over, client::Toolbox& toolbox, client::Tool tool)
{
    const QString title = QCoreApplication::translate("ui::ToolChooser", "Where is %1?");
    auto* dialog = new QFileDialog(&over, title.arg(client::Toolbox::nameOf(tool)));
    dialog->setObjectName(QStringLiteral("dialog.tool"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, &toolbox,
                     [&toolbox, tool](const QString& path) { toolbox.choose(tool, path); });
    dialog->open();
}

} // namespace ui
