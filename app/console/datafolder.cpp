// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/datafolder.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include <cstdio>

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("DataFolder", text);
}

void tell(const QString& text)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(text));
}

/// Nothing runs yet beside this question, so it may be modal. Empty = quit.
QString askForAnotherFolder(const models::Failure& failure)
{
    QMessageBox box(QMessageBox::Critical, words(QT_TRANSLATE_NOOP("DataFolder", "Dispatch Console")),
                    failure.summary());
    box.setObjectName(QStringLiteral("dialog.datafolder"));
    box.setDetailedText(failure.report());
    QPushButton* other
        = box.addButton(words(QT_TRANSLATE_NOOP("DataFolder", "&Choose another folder…")), QMessageBox::AcceptRole);
    box.addButton(words(QT_TRANSLATE_NOOP("DataFolder", "&Quit")), QMessageBox::RejectRole);
    box.exec();
    if (box.clickedButton() != other)
        return {};
    return QFileDialog::getExistingDirectory(nullptr, words(QT_TRANSLATE_NOOP("DataFolder", "Folder for the data")));
}

} // namespace

OpenedFolder openDataFolder(QString path, bool headless)
{
    for (;;) {
        auto opened = client::DataDirectory::open(path);
        if (opened)
            return {std::move(*opened), 0};
        if (client::DataDirectory::raiseOther(path)) {
            tell(words(QT_TRANSLATE_NOOP("DataFolder",
                                         "A console is open on this folder; it was brought to the "
                                         "front.")));
            return {nullptr, 0};
        }
        tell(opened.error().report());
        path = headless ? QString() : askForAnotherFolder(opened.error());
        if (path.isEmpty())
            return {nullptr, 1};
    }
}
