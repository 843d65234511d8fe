// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/helpboxes.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMessageBox>

namespace ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("ui::HelpBoxes", text);
}

} // namespace

void showShortcuts(QMainWindow& window)
{
    QString rows;
    const QList<QAction*> actions = window.findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly);
    for (const QAction* action : actions) {
        if (!action->shortcut().isEmpty())
            rows += QStringLiteral("<tr><td>%1</td><td><b>%2</b></td></tr>")
                        .arg(action->text().remove(QLatin1Char('&')).toHtmlEscaped(),
                             action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped());
    }
    const QList<std::pair<QString, QString>> inTable = {
        {words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "New")), words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Ctrl+N"))},
        {words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Edit")), words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Enter"))},
        {words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Duplicate")), words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Ctrl+D"))},
        {words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Delete")), words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Del"))},
        {words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Copy as YAML")),
         words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Ctrl+C"))}};
    for (const auto& [what, keys] : inTable)
        rows += QStringLiteral("<tr><td>%1</td><td><b>%2</b></td></tr>").arg(what, keys);
    auto* box
        = new QMessageBox(QMessageBox::NoIcon, words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "Keyboard shortcuts")),
                          QStringLiteral("<table cellpadding='4'>%1</table>").arg(rows), QMessageBox::Close, &window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void showAbout(QMainWindow& window)
{
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, words(QT_TRANSLATE_NOOP("ui::HelpBoxes", "About Dispatch Console")),
        words(QT_TRANSLATE_NOOP("ui::HelpBoxes",
                                "<h3>Dispatch Console %1</h3><p>Administration of VMware Dispatch event systems.</p>"
                                "<p>GPL 3.0 or later. No account, no telemetry.</p>"))
            .arg(QStringLiteral(DISPATCH_VERSION)),
        QMessageBox::Close, &window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace ui
