// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/status.h"

#include <QPointer>
#include <QString>
#include <QWidget>

class QAction;
class QTableView;

namespace ui {

/// Hands for the guided tour: finds the widgets a person sees by their object name and works them through the same
/// events a person causes, in one window and its dialogs only. Nothing here reaches behind a widget. Each call is false
/// when there is nothing to work.
class TourHands final
{
public:
    explicit TourHands(QWidget& window);

    /// The first visible widget of this name, dialogs before the main window; null when nobody could see one.
    QWidget* find(const QString& name) const;
    /// `find` and a check of the type.
    template <typename T> T* findAs(const QString& name) const { return qobject_cast<T*>(find(name)); }

    bool press(const QString& name) const; ///< an enabled button, a tool button or a menu entry
    bool type(const QString& name, const QString& text) const; ///< replaces the text of a field, key by key
    bool choose(const QString& name, const QString& text) const; ///< an entry of a combo box, by its text or data
    bool showPage(const QString& tabsName, const QString& pageName) const;
    /// Opens the menu of a button and takes an entry that is there then.
    bool pressInMenu(const QString& buttonName, const QString& actionName) const;
    bool close(const QString& windowName) const;
    bool selectRow(const QString& tableName, const QString& rowName) const;

    /// The state a table shows for the row of this name; State::None when there is no such row.
    models::Status shownStatus(const QString& tableName, const QString& rowName) const;
    bool showsRow(const QString& tableName, const QString& rowName) const;
    int rowCount(const QString& tableName) const;
    bool isEnabled(const QString& name) const;
    bool hasText(const QString& tableName, int row, int column) const;
    models::Status firstStatus(const QString& tableName) const; ///< the state in the first row

private:
    QWidgetList windowsFromTop() const; ///< those that are visible
    int rowOf(const QTableView& table, const QString& rowName) const;
    QAction* findAction(const QString& name) const;

    QPointer<QWidget> m_window;
};

} // namespace ui
