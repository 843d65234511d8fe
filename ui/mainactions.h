// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcekind.h"

#include <QObject>

#include <array>
#include <vector>

class QAction;
class QMainWindow;
class QMenu;

namespace ui {

class ResourcePage;

/// What the window can be told to do: one table of actions with their words, keys and menus. The window connects them.
class MainActions final : public QObject
{
    Q_OBJECT
public:
    enum class Act
    {
        Local,
        Connect,
        Import,
        Export,
        Quit,
        Undo,
        Edit, ///< from here to CopyCurl: those of the page in front but New, in its order
        Duplicate,
        Delete,
        CopyYaml,
        CopyJson,
        CopyCommand,
        CopyCurl,
        Find,
        Look,
        Tour,
        Shortcuts,
        About,
        Count
    };

    /// Fills the window's menu bar.
    explicit MainActions(QMainWindow& window);

    QAction* operator[](Act act) const { return m_acts[static_cast<std::size_t>(act)]; }
    /// New, with a line for each kind.
    QMenu* newMenu() const { return m_newMenu; }
    /// At the end of the View menu.
    void addToView(QAction* action);
    void retranslate();
    /// What is possible with or without a connection, and with or without a page of resources in front.
    void enable(bool connected, bool page);
    /// Whether what changes a server is there at all.
    void allowChanges(bool allowed);
    /// While the Edit menu is open: as possible as on the page. Null = there is no page.
    void matchPage(const ResourcePage* page);

Q_SIGNALS:
    void newRequested(models::Kind kind);
    /// A tab was asked for, by its place.
    void tabRequested(int tab);
    /// One of the actions of the page in front, by its place on the page.
    void pageActionRequested(int place);
    void editMenuOpened();
    void editMenuClosed();

private:
    void buildNewMenu(QMainWindow& window);
    void buildTable(QMainWindow& window);
    void buildTabs();

    std::array<QAction*, static_cast<std::size_t>(Act::Count)> m_acts{};
    std::array<QAction*, models::kKindCount> m_new{};
    std::vector<QAction*> m_tabs;
    std::array<QMenu*, 4> m_menus{};
    QMenu* m_newMenu = nullptr;
};

} // namespace ui
