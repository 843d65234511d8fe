// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/discardquestion.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace ui {

void askToDiscard(QWidget& dialog, const QString& question, const std::function<void()>& discard)
{
    const auto words = [](const char* text) { return QCoreApplication::translate("ui::ResourceDialog", text); };
    auto* box = new QMessageBox(QMessageBox::Question, words(QT_TRANSLATE_NOOP("ui::ResourceDialog", "Discard?")),
                                question, QMessageBox::Discard | QMessageBox::Cancel, &dialog);
    box->setObjectName(QStringLiteral("dialog.discard"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    box->button(QMessageBox::Cancel)->setText(words(QT_TRANSLATE_NOOP("ui::ResourceDialog", "&Keep editing")));
    QObject::connect(box, &QMessageBox::finished, &dialog, [discard](int button) {
        if (button == QMessageBox::Discard)
            discard();
    });
    box->open();
}

} // namespace ui
