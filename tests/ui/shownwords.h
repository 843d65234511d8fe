// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabWidget>
#include <QTextBrowser>
#include <QWidget>

/// Every word that a window and its dialogs show or say, sorted, with what changes by itself (numbers, identifiers,
/// made-up names, Alt letters) blotted out: two windows that look alike give the same list.
class ShownWords
{
public:
    static QStringList of(QWidget& root)
    {
        ShownWords words;
        words.read(root);
        const auto widgets = root.findChildren<QWidget*>();
        for (QWidget* widget : widgets)
            words.read(*widget);
        const auto actions = root.findChildren<QAction*>();
        for (const QAction* action : actions)
            words.add(*action, "action", {action->text(), action->toolTip()});
        words.m_all.sort();
        return words.m_all;
    }

private:
    void add(const QObject& from, const char* what, const QStringList& texts)
    {
        static const QRegularExpression madeUp(QStringLiteral("[a-z]+-[a-z]+-[0-9]{6}"));
        static const QRegularExpression id(QStringLiteral("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        static const QRegularExpression letters(QStringLiteral(" \\(&.\\)|&"));
        static const QRegularExpression digits(QStringLiteral("[0-9]+"));
        for (QString text : texts) {
            if (!text.isEmpty())
                m_all << QStringLiteral("%1 %2: %3")
                             .arg(from.objectName().startsWith(QLatin1String("qt_")) ? QString() : from.objectName(),
                                  QLatin1String(what),
                                  text.remove(letters)
                                      .replace(madeUp, QStringLiteral("#"))
                                      .replace(id, QStringLiteral("#"))
                                      .replace(digits, QStringLiteral("#")));
        }
    }

    void read(const QWidget& widget)
    {
        add(widget, "title", {widget.isWindow() ? widget.windowTitle() : QString()});
        add(widget, "tip", {widget.toolTip()});
        add(widget, "name", {widget.accessibleName(), widget.accessibleDescription()});
        if (const auto* label = qobject_cast<const QLabel*>(&widget))
            add(widget, "label", {label->text()});
        else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
            add(widget, "button", {button->text()});
        else if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
            add(widget, "line", {line->text(), line->placeholderText()});
        else if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget))
            add(widget, "text", {text->toPlainText(), text->placeholderText()});
        else if (const auto* page = qobject_cast<const QTextBrowser*>(&widget))
            add(widget, "page", {page->toPlainText()});
        else if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(&widget))
            add(widget, "spin", {spin->text()});
        else
            readMany(widget);
    }

    void readMany(const QWidget& widget)
    {
        if (const auto* tabs = qobject_cast<const QTabWidget*>(&widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                add(widget, "tab", {tabs->tabText(i), tabs->tabToolTip(i)});
        } else if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
            for (int i = 0; i < combo->count(); ++i)
                add(widget, "entry", {combo->itemText(i)});
        } else if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget);
                   view && view->model() && !qobject_cast<const QHeaderView*>(&widget)) {
            const QAbstractItemModel& model = *view->model();
            for (int column = 0; column < model.columnCount(); ++column) {
                add(widget, "column", {model.headerData(column, Qt::Horizontal).toString()});
                for (int row = 0; row < model.rowCount(); ++row) {
                    const QModelIndex cell = model.index(row, column);
                    add(widget, "cell", {cell.data().toString(), cell.data(Qt::AccessibleTextRole).toString()});
                }
            }
        }
    }

    QStringList m_all;
};
