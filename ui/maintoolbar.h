// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

class QLineEdit;
class QMenu;
class QToolButton;

namespace ui {

class MainActions;

/// What is always at hand: the connection, what is most often done, the filter of the table and another look.
class MainToolBar final : public QToolBar
{
    Q_OBJECT
public:
    /// The actions must outlive it.
    MainToolBar(MainActions& actions, QWidget* parent);

    /// Where the connections to choose from are.
    QMenu& connectionMenu() { return *m_connectionMenu; }
    QLineEdit& filter() { return *m_filter; }
    /// Empty = there is none.
    void setConnection(const QString& name);
    void setMayCreate(bool isConnected, bool isAllowed);
    void retranslate();

private:
    QToolButton* addMenuButton(const char* objectName, QMenu* menu, const char* drawing);

    MainActions& m_actions;
    QMenu* m_connectionMenu;
    QToolButton* m_connection;
    QToolButton* m_new;
    QAction* m_newAction; ///< shows and hides it
    QLineEdit* m_filter;
};

} // namespace ui
