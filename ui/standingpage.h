// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

class QAction;
class QStackedWidget;
class QTabWidget;
class QWidget;

namespace ui {

/// A page that is there with and without a connection: the last tab of each connection, and in the stack of the window
/// while there is none. Whatever becomes of the tabs around it, it stays.
class StandingPage final : public QObject
{
    Q_OBJECT
public:
    /// The stack owns the page from now on, and must outlive this.
    StandingPage(QWidget* page, QStackedWidget& stack, QObject* parent);

    /// For a menu.
    QAction& action() { return *m_action; }
    bool isInFront() const;
    /// These are the tabs of the connection that is entered.
    void enter(QTabWidget& tabs);
    /// Before its tabs go.
    void leave();
    /// -1 while there is no connection.
    int tab() const;
    /// While there is no connection.
    void showAlone();
    void setTitle(const QString& title);

private:
    QStackedWidget& m_stack;
    QPointer<QWidget> m_page;
    QPointer<QTabWidget> m_tabs;
    QString m_title;
    QAction* m_action;
};

} // namespace ui
