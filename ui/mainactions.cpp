// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainactions.h"

#include "ui/icons.h"
#include "ui/pages/resourcepage.h"
#include "ui/workspace.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace ui {

namespace {

using Act = MainActions::Act;

enum class Menu
{
    File,
    Edit,
    View,
    Help
};

constexpr std::array<const char*, 4> kMenuTitles
    = {QT_TRANSLATE_NOOP("ui::MainWindow", "&File"), QT_TRANSLATE_NOOP("ui::MainWindow", "&Edit"),
       QT_TRANSLATE_NOOP("ui::MainWindow", "&View"), QT_TRANSLATE_NOOP("ui::MainWindow", "&Help")};

struct Row
{
    Act act;
    const char* objectName;
    const char* drawing; ///< null = none
    const char* text;
    Menu menu;
    bool startsGroup = false;
    QKeySequence::StandardKey key = QKeySequence::UnknownKey;
};

// Those of a page have their keys on the page and show them here only.
constexpr Row kRows[] = {
    {Act::Local, "action.local", "local", QT_TRANSLATE_NOOP("ui::MainWindow", "Start &local Dispatch"), Menu::File,
     true},
    {Act::Connect, "action.connect", "server", QT_TRANSLATE_NOOP("ui::MainWindow", "&Connect to a server…"),
     Menu::File},
    {Act::Import, "action.import", "import", QT_TRANSLATE_NOOP("ui::MainWindow", "&Import…"), Menu::File, true},
    {Act::Export, "action.export", "export", QT_TRANSLATE_NOOP("ui::MainWindow", "E&xport…"), Menu::File},
    {Act::Quit, "action.quit", nullptr, QT_TRANSLATE_NOOP("ui::MainWindow", "&Quit"), Menu::File, true,
     QKeySequence::Quit},
    {Act::Undo, "action.undo", "undo", QT_TRANSLATE_NOOP("ui::MainWindow", "Und&o the latest change…"), Menu::Edit,
     false, QKeySequence::Undo},
    {Act::Edit, "action.edit", "edit", QT_TRANSLATE_NOOP("ui::MainWindow", "&Edit…\tEnter"), Menu::Edit, true},
    {Act::Duplicate, "action.duplicate", "duplicate", QT_TRANSLATE_NOOP("ui::MainWindow", "D&uplicate…\tCtrl+D"),
     Menu::Edit},
    {Act::Delete, "action.delete", "delete", QT_TRANSLATE_NOOP("ui::MainWindow", "&Delete…\tDel"), Menu::Edit},
    {Act::CopyYaml, "action.copy.yaml", "copy", QT_TRANSLATE_NOOP("ui::MainWindow", "Copy as &YAML\tCtrl+C"),
     Menu::Edit, true},
    {Act::CopyJson, "action.copy.json", nullptr, QT_TRANSLATE_NOOP("ui::MainWindow", "Copy as &JSON"), Menu::Edit},
    {Act::CopyCommand, "action.copy.command", nullptr, QT_TRANSLATE_NOOP("ui::MainWindow", "Copy as co&mmand line"),
     Menu::Edit},
    {Act::CopyCurl, "action.copy.curl", nullptr, QT_TRANSLATE_NOOP("ui::MainWindow", "Copy as cu&rl"), Menu::Edit},
    {Act::Find, "action.find", "filter", QT_TRANSLATE_NOOP("ui::MainWindow", "&Filter"), Menu::Edit, true,
     QKeySequence::Find},
    {Act::Look, "action.look", "refresh", QT_TRANSLATE_NOOP("ui::MainWindow", "&Look now"), Menu::View, false,
     QKeySequence::Refresh},
    {Act::Tour, "action.tour", "play", QT_TRANSLATE_NOOP("ui::MainWindow", "&Tour"), Menu::Help},
    {Act::Shortcuts, "action.shortcuts", nullptr, QT_TRANSLATE_NOOP("ui::MainWindow", "&Keyboard shortcuts"),
     Menu::Help, false, QKeySequence::HelpContents},
    {Act::About, "action.about", "notice", QT_TRANSLATE_NOOP("ui::MainWindow", "&About Dispatch Console"), Menu::Help},
};
static_assert(std::size(kRows) == static_cast<std::size_t>(Act::Count));

constexpr int kFirstOfPage = static_cast<int>(Act::Edit);
constexpr int kLastOfPage = static_cast<int>(Act::CopyCurl);

QString word(const char* text)
{
    return QCoreApplication::translate("ui::MainWindow", text);
}

} // namespace

MainActions::MainActions(QMainWindow& window)
    : QObject(&window)
{
    for (QMenu*& menu : m_menus)
        menu = window.menuBar()->addMenu(QString());
    buildNewMenu(window);
    buildTable(window);
    buildTabs();
    m_menus[static_cast<std::size_t>(Menu::View)]->addSeparator();
    QMenu* edit = m_menus[static_cast<std::size_t>(Menu::Edit)];
    connect(edit, &QMenu::aboutToShow, this, &MainActions::editMenuOpened);
    connect(edit, &QMenu::aboutToHide, this, &MainActions::editMenuClosed, Qt::QueuedConnection);
}

void MainActions::buildNewMenu(QMainWindow& window)
{
    m_newMenu = new QMenu(&window);
    for (const models::ResourceKind& kind : models::resourceKinds()) {
        const QString yamlKind = QLatin1String(kind.yamlKind);
        auto* action = new QAction(icon(yamlKind.toLower()), {}, &window);
        action->setObjectName(QStringLiteral("action.new.%1").arg(yamlKind));
        m_new[static_cast<std::size_t>(kind.kind)] = action;
        m_newMenu->addAction(action);
        connect(action, &QAction::triggered, this, [this, which = kind.kind] { Q_EMIT newRequested(which); });
    }
    m_menus[static_cast<std::size_t>(Menu::File)]->addMenu(m_newMenu);
}

void MainActions::buildTable(QMainWindow& window)
{
    for (const Row& row : kRows) {
        auto* action = new QAction(&window);
        action->setObjectName(QLatin1String(row.objectName));
        if (row.drawing)
            action->setIcon(icon(QLatin1String(row.drawing)));
        if (row.key != QKeySequence::UnknownKey)
            action->setShortcut(row.key);
        QMenu* menu = m_menus[static_cast<std::size_t>(row.menu)];
        if (row.startsGroup)
            menu->addSeparator();
        menu->addAction(action);
        m_acts[static_cast<std::size_t>(row.act)] = action;
        const int place = static_cast<int>(row.act) - kFirstOfPage + 1;
        if (row.act >= Act::Edit && row.act <= Act::CopyCurl)
            connect(action, &QAction::triggered, this, [this, place] { Q_EMIT pageActionRequested(place); });
    }
    (*this)[Act::Quit]->setMenuRole(QAction::QuitRole);
    (*this)[Act::About]->setMenuRole(QAction::AboutRole);
}

void MainActions::buildTabs()
{
    QMenu* view = m_menus[static_cast<std::size_t>(Menu::View)];
    view->addSeparator();
    for (int i = 0; i < Workspace::pageNames().size(); ++i) {
        auto* action = new QAction(view);
        action->setObjectName(QStringLiteral("action.page.%1").arg(i + 1));
        action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)));
        view->addAction(action);
        m_tabs.push_back(action);
        connect(action, &QAction::triggered, this, [this, i] { Q_EMIT tabRequested(i); });
    }
}

void MainActions::addToView(QAction* action)
{
    m_menus[static_cast<std::size_t>(Menu::View)]->addAction(action);
}

void MainActions::retranslate()
{
    for (std::size_t i = 0; i < m_menus.size(); ++i)
        m_menus[i]->setTitle(word(kMenuTitles[i]));
    for (const Row& row : kRows)
        (*this)[row.act]->setText(word(row.text));
    m_newMenu->setTitle(word(QT_TRANSLATE_NOOP("ui::MainWindow", "&New")));
    for (const models::ResourceKind& kind : models::resourceKinds())
        m_new[static_cast<std::size_t>(kind.kind)]->setText(
            word(QT_TRANSLATE_NOOP("ui::MainWindow", "New %1…")).arg(models::singularOf(kind.kind)));
    const QStringList pages = Workspace::pageNames();
    for (std::size_t i = 0; i < m_tabs.size(); ++i)
        m_tabs[i]->setText(pages[static_cast<int>(i)]);
}

void MainActions::enable(bool connected, bool page)
{
    for (QAction* action : m_new)
        action->setEnabled(connected);
    for (const Act act : {Act::Import, Act::Export, Act::Undo, Act::Look})
        (*this)[act]->setEnabled(connected);
    for (int i = kFirstOfPage; i <= kLastOfPage; ++i)
        m_acts[static_cast<std::size_t>(i)]->setEnabled(page);
}

void MainActions::allowChanges(bool allowed)
{
    m_newMenu->menuAction()->setVisible(allowed);
    for (QAction* action : m_new)
        action->setVisible(allowed);
    for (const Act act : {Act::Import, Act::Undo, Act::Edit, Act::Duplicate, Act::Delete})
        (*this)[act]->setVisible(allowed);
}

void MainActions::matchPage(const ResourcePage* page)
{
    const QList<QAction*> there = page ? page->pageActions() : QList<QAction*>();
    for (int i = kFirstOfPage; i <= kLastOfPage; ++i) {
        const int place = i - kFirstOfPage + 1;
        m_acts[static_cast<std::size_t>(i)]->setEnabled(place < there.size() && there[place]->isEnabled());
    }
}

} // namespace ui
