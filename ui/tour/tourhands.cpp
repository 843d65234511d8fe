// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/tourhands.h"

#include "models/resourcetablemodel.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

namespace ui {

namespace {

void sendKey(QWidget* target, int key, Qt::KeyboardModifiers modifiers, const QString& text)
{
    QKeyEvent press(QEvent::KeyPress, key, modifiers, text);
    QApplication::sendEvent(target, &press);
    QKeyEvent release(QEvent::KeyRelease, key, modifiers, text);
    QApplication::sendEvent(target, &release);
}

QWidget* editorOf(QWidget* field)
{
    if (auto* combo = qobject_cast<QComboBox*>(field))
        return combo->lineEdit();
    if (qobject_cast<QAbstractSpinBox*>(field))
        return field->findChild<QLineEdit*>();
    return field;
}

bool replaceText(QWidget* editor, const QString& text)
{
    if (!qobject_cast<QLineEdit*>(editor) && !qobject_cast<QPlainTextEdit*>(editor))
        return false;
    editor->setFocus(Qt::OtherFocusReason);
    sendKey(editor, Qt::Key_A, Qt::ControlModifier, QString());
    sendKey(editor, Qt::Key_Delete, Qt::NoModifier, QString());
    for (const QChar character : text) {
        const bool newLine = character == QLatin1Char('\n');
        sendKey(editor, newLine ? Qt::Key_Return : 0, Qt::NoModifier,
                newLine ? QStringLiteral("\r") : QString(character));
    }
    return true;
}

} // namespace

TourHands::TourHands(QWidget& window)
    : m_window(&window)
{
}

/// Dialogs lie above the window they belong to, so they are looked at first.
QWidgetList TourHands::windowsFromTop() const
{
    QWidgetList windows;
    if (!m_window)
        return windows;
    const auto dialogs = m_window->findChildren<QDialog*>();
    for (QDialog* dialog : dialogs) {
        if (dialog->isVisible())
            windows << dialog;
    }
    if (m_window->isVisible())
        windows << m_window;
    return windows;
}

QWidget* TourHands::find(const QString& name) const
{
    for (QWidget* window : windowsFromTop()) {
        if (window->objectName() == name)
            return window;
        const auto widgets = window->findChildren<QWidget*>(name);
        for (QWidget* widget : widgets) {
            if (widget->isVisible())
                return widget;
        }
    }
    return nullptr;
}

QAction* TourHands::findAction(const QString& name) const
{
    for (QWidget* window : windowsFromTop()) {
        if (auto* action = window->findChild<QAction*>(name))
            return action;
    }
    return nullptr;
}

bool TourHands::press(const QString& name) const
{
    if (auto* button = findAs<QAbstractButton>(name); button && button->isEnabled()) {
        button->click();
        return true;
    }
    if (QAction* action = findAction(name); action && action->isEnabled()) {
        action->trigger();
        return true;
    }
    return false;
}

bool TourHands::pressInMenu(const QString& buttonName, const QString& actionName) const
{
    QMenu* menu = nullptr;
    if (auto* push = findAs<QPushButton>(buttonName))
        menu = push->menu();
    else if (auto* tool = findAs<QToolButton>(buttonName))
        menu = tool->menu();
    if (!menu)
        return false;
    // Not through a click on the button, which returns only when the menu is closed.
    menu->popup(find(buttonName)->mapToGlobal(QPoint(0, find(buttonName)->height())));
    auto* action = menu->findChild<QAction*>(actionName);
    menu->close();
    if (!action || !action->isEnabled())
        return false;
    action->trigger();
    return true;
}

bool TourHands::close(const QString& windowName) const
{
    QWidget* const window = find(windowName);
    return window && window->isWindow() && window != m_window && window->close();
}

bool TourHands::isEnabled(const QString& name) const
{
    const QWidget* const widget = find(name);
    return widget && widget->isEnabled();
}

bool TourHands::type(const QString& name, const QString& text) const
{
    QWidget* field = find(name);
    return field && field->isEnabled() && replaceText(editorOf(field), text);
}

bool TourHands::choose(const QString& name, const QString& text) const
{
    auto* combo = findAs<QComboBox>(name);
    if (!combo || !combo->isEnabled())
        return false;
    for (int i = 0; i < combo->count(); ++i) {
        if (combo->itemText(i) != text && combo->itemData(i).toString() != text)
            continue;
        combo->setFocus(Qt::OtherFocusReason);
        combo->setCurrentIndex(i);
        Q_EMIT combo->activated(i);
        return true;
    }
    return combo->isEditable() && type(name, text);
}

bool TourHands::showPage(const QString& tabsName, const QString& pageName) const
{
    auto* tabs = findAs<QTabWidget>(tabsName);
    for (int i = 0; tabs && i < tabs->count(); ++i) {
        if (tabs->widget(i)->objectName() == pageName) {
            tabs->setCurrentIndex(i);
            return true;
        }
    }
    return false;
}

int TourHands::rowOf(const QTableView& table, const QString& rowName) const
{
    const QAbstractItemModel* model = table.model();
    for (int row = 0; model && row < model->rowCount(); ++row) {
        if (model->index(row, 0).data(models::ResourceTableModel::NameRole).toString() == rowName)
            return row;
    }
    return -1;
}

bool TourHands::selectRow(const QString& tableName, const QString& rowName) const
{
    auto* table = findAs<QTableView>(tableName);
    const int row = table ? rowOf(*table, rowName) : -1;
    if (row < 0)
        return false;
    table->setFocus(Qt::OtherFocusReason);
    // QTableView::selectRow() selects nothing from right to left.
    table->setCurrentIndex(table->model()->index(row, 0));
    return true;
}

models::Status TourHands::shownStatus(const QString& tableName, const QString& rowName) const
{
    const auto* table = findAs<QTableView>(tableName);
    const int row = table ? rowOf(*table, rowName) : -1;
    if (row < 0)
        return {};
    return table->model()->index(row, 0).data(models::ResourceTableModel::StatusRole).value<models::Status>();
}

bool TourHands::showsRow(const QString& tableName, const QString& rowName) const
{
    const auto* table = findAs<QTableView>(tableName);
    return table && rowOf(*table, rowName) >= 0;
}

int TourHands::rowCount(const QString& tableName) const
{
    const auto* table = findAs<QTableView>(tableName);
    return table && table->model() ? table->model()->rowCount() : 0;
}

bool TourHands::hasText(const QString& tableName, int row, int column) const
{
    const auto* table = findAs<QTableView>(tableName);
    return table && table->model() && !table->model()->index(row, column).data().toString().isEmpty();
}

models::Status TourHands::firstStatus(const QString& tableName) const
{
    const auto* table = findAs<QTableView>(tableName);
    if (!table || !table->model() || table->model()->rowCount() == 0)
        return {};
    return table->model()->index(0, 0).data(models::ResourceTableModel::StatusRole).value<models::Status>();
}

} // namespace ui
