// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "resources/resources.h"
#include "ui/connectdialog.h"
#include "ui/helpboxes.h"
#include "ui/icons.h"
#include "ui/messagebar.h"
#include "ui/startpage.h"
#include "ui/statusline.h"
#include "ui/workspace.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFile>
#include <QLineEdit>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

namespace ui {

MainWindow::MainWindow(client::LocalServer& local, client::Journal& journal, Memory memory)
    : m_local(local)
    , m_journal(journal)
{
    setMemory(*this, memory);
    initConsoleResources();
    setObjectName(QStringLiteral("mainwindow"));
    setWindowIcon(icon(QStringLiteral("dispatch-console")));
    m_stack = new QStackedWidget(this);
    m_start = new StartPage(m_stack);
    m_stack->addWidget(m_start);
    setCentralWidget(m_stack);
    m_status = new StatusLine(this);
    statusBar()->addWidget(m_status, 1);
    buildActions();
    buildToolBar();
    buildMenus();
    wire();
    retranslate();
    readCatalogue();
    restoreSettings();
    pageChanged();
}

MainWindow::~MainWindow()
{
    m_local.disconnect(this);
}

QAction* MainWindow::makeAction(const char* objectName, const char* drawing)
{
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(objectName));
    if (drawing)
        action->setIcon(icon(QLatin1String(drawing)));
    return action;
}

void MainWindow::buildActions()
{
    m_newMenu = new QMenu(this);
    for (const models::ResourceKind& kind : models::resourceKinds()) {
        const QString yamlKind = QLatin1String(kind.yamlKind);
        auto* action = new QAction(icon(yamlKind.toLower()), {}, this);
        action->setObjectName(QStringLiteral("action.new.%1").arg(yamlKind));
        m_new[static_cast<std::size_t>(kind.kind)] = action;
        m_newMenu->addAction(action);
        connect(action, &QAction::triggered, this, [this, which = kind.kind] {
            if (m_workspace)
                m_workspace->openForm(which, ResourceDialog::Purpose::New, {});
        });
    }
    m_pageActions = {makeAction("action.edit", "edit"),     makeAction("action.duplicate", "duplicate"),
                     makeAction("action.delete", "delete"), makeAction("action.copy.yaml", "copy"),
                     makeAction("action.copy.json"),        makeAction("action.copy.command"),
                     makeAction("action.copy.curl")};
    m_startLocal = makeAction("action.local", "local");
    m_connect = makeAction("action.connect", "server");
    m_look = makeAction("action.look", "refresh");
    m_find = makeAction("action.find", "filter");
    m_quit = makeAction("action.quit");
    m_tour = makeAction("action.tour", "play");
    m_shortcuts = makeAction("action.shortcuts");
    m_about = makeAction("action.about", "notice");
    m_look->setShortcut(QKeySequence::Refresh);
    m_find->setShortcut(QKeySequence::Find);
    m_quit->setShortcut(QKeySequence::Quit);
    m_shortcuts->setShortcut(QKeySequence(Qt::Key_F1));
    m_quit->setMenuRole(QAction::QuitRole);
    m_about->setMenuRole(QAction::AboutRole);
}

void MainWindow::buildToolBar()
{
    m_toolBar = addToolBar(QString());
    m_toolBar->setObjectName(QStringLiteral("toolbar"));
    m_toolBar->setMovable(false);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    const int side = fontMetrics().height() * 5 / 4;
    m_toolBar->setIconSize(QSize(side, side));
    m_connectionMenu = new QMenu(this);
    m_connectionMenu->addActions({m_startLocal, m_connect});
    const auto addButton = [this](const char* objectName, QMenu* menu, const char* drawing) {
        auto* button = new QToolButton(m_toolBar);
        button->setObjectName(QLatin1String(objectName));
        button->setMenu(menu);
        button->setPopupMode(QToolButton::InstantPopup);
        button->setIcon(icon(QLatin1String(drawing)));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        m_toolBar->addWidget(button);
        return button;
    };
    m_connection = addButton("connection", m_connectionMenu, "server");
    m_newButton = addButton("new", m_newMenu, "add");
    auto* gap = new QWidget(m_toolBar);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_toolBar->addWidget(gap);
    m_filter = new QLineEdit(m_toolBar);
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 40);
    m_toolBar->addWidget(m_filter);
    m_toolBar->addAction(m_look);
}

void MainWindow::buildMenus()
{
    m_fileMenu = menuBar()->addMenu(QString());
    m_fileMenu->addMenu(m_newMenu);
    m_fileMenu->addSeparator();
    m_fileMenu->addActions({m_startLocal, m_connect});
    m_fileMenu->addSeparator();
    m_fileMenu->addAction(m_quit);
    m_editMenu = menuBar()->addMenu(QString());
    for (std::size_t i = 0; i < m_pageActions.size(); ++i) {
        m_editMenu->addAction(m_pageActions[i]);
        if (i == 2)
            m_editMenu->addSeparator();
    }
    m_editMenu->addSeparator();
    m_editMenu->addAction(m_find);
    m_viewMenu = menuBar()->addMenu(QString());
    m_viewMenu->addAction(m_look);
    m_viewMenu->addSeparator();
    for (int i = 0; i < models::kKindCount + 1; ++i) {
        auto* action = new QAction(this);
        action->setObjectName(QStringLiteral("action.page.%1").arg(i + 1));
        action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)));
        m_viewMenu->addAction(action);
        connect(action, &QAction::triggered, this, [this, i] {
            if (m_workspace)
                m_workspace->tabs().setCurrentIndex(i);
        });
    }
    m_helpMenu = menuBar()->addMenu(QString());
    m_helpMenu->addActions({m_tour, m_shortcuts, m_about});
}

void MainWindow::wire()
{
    connect(m_start, &StartPage::localRequested, this, &MainWindow::startLocal);
    connect(m_start, &StartPage::serverRequested, this, [this] { openConnect({}); });
    connect(m_start, &StartPage::clusterRequested, this, [this] {
        openConnect(
            tr("Start minikube and install Dispatch in it with its own tools, then connect here: the address is "
               "what “minikube service” shows for the API gateway of Dispatch."));
    });
    connect(&m_start->messages(), &MessageBar::remedyRequested, this, &MainWindow::startLocal);
    connect(m_startLocal, &QAction::triggered, this, &MainWindow::startLocal);
    connect(m_connect, &QAction::triggered, this, [this] { openConnect({}); });
    connect(&m_local, &client::LocalServer::ready, this, &MainWindow::useConnection);
    connect(&m_local, &client::LocalServer::failed, this, &MainWindow::localFailed);
    connect(&m_local, &client::LocalServer::crashed, this, &MainWindow::localFailed);
    connect(m_look, &QAction::triggered, this, [this] {
        if (m_workspace)
            m_workspace->session().watch().lookNow();
    });
    connect(m_find, &QAction::triggered, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    connect(m_filter, &QLineEdit::textChanged, this, &MainWindow::setFilter);
    connect(m_editMenu, &QMenu::aboutToShow, this, &MainWindow::matchPageActions);
    connect(m_editMenu, &QMenu::aboutToHide, this, &MainWindow::pageChanged, Qt::QueuedConnection);
    connect(m_quit, &QAction::triggered, this, &QWidget::close);
    connect(m_tour, &QAction::triggered, this, &MainWindow::tourRequested);
    connect(m_shortcuts, &QAction::triggered, this, [this] { showShortcuts(*this); });
    connect(m_about, &QAction::triggered, this, [this] { showAbout(*this); });
    for (std::size_t i = 0; i < m_pageActions.size(); ++i) {
        connect(m_pageActions[i], &QAction::triggered, this, [this, i] {
            if (ResourcePage* page = m_workspace ? m_workspace->currentPage() : nullptr)
                page->pageActions().at(static_cast<int>(i) + 1)->trigger();
        });
    }
}

void MainWindow::retranslate()
{
    m_toolBar->setWindowTitle(tr("Main tool bar"));
    m_fileMenu->setTitle(tr("&File"));
    m_editMenu->setTitle(tr("&Edit"));
    m_viewMenu->setTitle(tr("&View"));
    m_helpMenu->setTitle(tr("&Help"));
    m_newMenu->setTitle(tr("&New"));
    for (const models::ResourceKind& kind : models::resourceKinds())
        m_new[static_cast<std::size_t>(kind.kind)]->setText(tr("New %1…").arg(models::singularOf(kind.kind)));
    m_pageActions[0]->setText(tr("&Edit…\tEnter"));
    m_pageActions[1]->setText(tr("D&uplicate…\tCtrl+D"));
    m_pageActions[2]->setText(tr("&Delete…\tDel"));
    m_pageActions[3]->setText(tr("Copy as &YAML\tCtrl+C"));
    m_pageActions[4]->setText(tr("Copy as &JSON"));
    m_pageActions[5]->setText(tr("Copy as co&mmand line"));
    m_pageActions[6]->setText(tr("Copy as cu&rl"));
    m_startLocal->setText(tr("Start &local Dispatch"));
    m_connect->setText(tr("&Connect to a server…"));
    m_look->setText(tr("&Look now"));
    m_look->setToolTip(tr("Look now (%1)").arg(m_look->shortcut().toString(QKeySequence::NativeText)));
    m_find->setText(tr("&Filter"));
    m_quit->setText(tr("&Quit"));
    m_tour->setText(tr("&Tour"));
    m_shortcuts->setText(tr("&Keyboard shortcuts"));
    m_about->setText(tr("&About Dispatch Console"));
    m_newButton->setText(tr("New"));
    m_newButton->setAccessibleName(tr("New resource"));
    m_filter->setPlaceholderText(tr("Filter (%1)").arg(m_find->shortcut().toString(QKeySequence::NativeText)));
    m_filter->setAccessibleName(tr("Filter the table"));
    m_filter->setToolTip(tr("All words must occur in a row; a word after - must not."));
    const QStringList pages = Workspace::pageNames();
    for (int i = 0; i < pages.size(); ++i)
        findChild<QAction*>(QStringLiteral("action.page.%1").arg(i + 1))->setText(pages[i]);
    const QList<QToolButton*> buttons = m_toolBar->findChildren<QToolButton*>();
    for (QToolButton* button : buttons) {
        if (button != m_connection && button != m_newButton)
            button->setAccessibleName(button->text().isEmpty() ? tr("More tools") : button->text());
    }
    pageChanged();
}

void MainWindow::readCatalogue()
{
    QFile file(QStringLiteral(":/catalogue/drivers.json"));
    auto catalogue = models::readDriverCatalogue(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    if (catalogue)
        m_catalogue = std::move(*catalogue);
    else
        m_start->messages().showFailure(catalogue.error());
}

void MainWindow::restoreSettings()
{
    const int letter = fontMetrics().averageCharWidth();
    resize(letter * 150, fontMetrics().lineSpacing() * 42);
    restoreGeometry(remembered(*this, QStringLiteral("window/geometry")).toByteArray());
}

bool MainWindow::lastWasLocal() const
{
    return remembered(*this, QStringLiteral("connection/kind")).toString() == QLatin1String("local");
}

void MainWindow::startLocal()
{
    m_start->messages().clear();
    m_start->setBusy(true);
    m_local.start();
}

void MainWindow::localFailed(const models::Failure& failure)
{
    m_start->setBusy(false);
    if (m_workspace)
        m_workspace->localFailed(failure);
    else
        m_start->localFailed(failure);
}

void MainWindow::tell(const models::Failure& failure)
{
    m_workspace ? m_workspace->tell(failure) : m_start->messages().showFailure(failure);
}

void MainWindow::leaveConnection()
{
    m_status->setSession(nullptr);
    delete m_workspace;
    m_workspace = nullptr;
    m_stack->setCurrentWidget(m_start);
}

void MainWindow::useConnection(const client::Connection& connection)
{
    m_start->setBusy(false);
    if (m_workspace && m_workspace->isLocal() && connection.isLocal)
        m_workspace->moveTo(connection);
    else if (m_workspace)
        m_workspace->whenFreeToLeave([this, connection] { enterConnection(connection); });
    else
        enterConnection(connection);
}

void MainWindow::enterConnection(const client::Connection& connection)
{
    const int page = m_workspace ? m_workspace->tabs().currentIndex() : 1;
    leaveConnection();
    m_workspace = new Workspace(connection, m_journal, m_catalogue, m_stack);
    m_stack->addWidget(m_workspace);
    m_stack->setCurrentWidget(m_workspace);
    m_status->setSession(&m_workspace->session());
    connect(m_workspace, &Workspace::pageChanged, this, &MainWindow::pageChanged);
    connect(m_workspace, &Workspace::clearFilterRequested, m_filter, &QLineEdit::clear);
    connect(m_workspace, &Workspace::restartRequested, this, &MainWindow::startLocal);
    m_workspace->tabs().setCurrentIndex(page);
    remember(*this, QStringLiteral("connection/kind"),
             connection.isLocal ? QStringLiteral("local") : QStringLiteral("server"));
    pageChanged();
}

void MainWindow::openConnect(const QString& explanation)
{
    auto* dialog = new ConnectDialog(explanation, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConnectDialog::connectionTested, this, &MainWindow::useConnection);
    dialog->open();
}

void MainWindow::pageChanged()
{
    const bool connected = m_workspace != nullptr;
    ResourcePage* page = connected ? m_workspace->currentPage() : nullptr;
    for (QAction* action : m_new)
        action->setEnabled(connected);
    for (QAction* action : m_pageActions)
        action->setEnabled(page != nullptr);
    m_newButton->setEnabled(connected);
    m_look->setEnabled(connected);
    m_filter->setEnabled(page != nullptr);
    m_filter->setText(page ? page->filter() : QString());
    const QString name = connected ? m_workspace->session().connection().name : QString();
    m_connection->setText(connected ? name : tr("Not connected"));
    m_connection->setAccessibleName(connected ? tr("Connection %1").arg(name) : tr("Not connected"));
    setWindowTitle(
        connected ? tr("%1 · org %2 – Dispatch Console").arg(name, m_workspace->session().connection().organization)
                  : tr("Dispatch Console"));
}

void MainWindow::matchPageActions()
{
    ResourcePage* page = m_workspace ? m_workspace->currentPage() : nullptr;
    for (std::size_t i = 0; i < m_pageActions.size(); ++i)
        m_pageActions[i]->setEnabled(page && page->pageActions().at(static_cast<int>(i) + 1)->isEnabled());
}

void MainWindow::setFilter(const QString& text)
{
    if (ResourcePage* page = m_workspace ? m_workspace->currentPage() : nullptr)
        page->setFilter(text);
}

void MainWindow::raiseToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_workspace)
        m_workspace->session().watch().lookNow();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_workspace && !m_workspace->isFreeToLeave()) {
        event->ignore();
        m_workspace->whenFreeToLeave([this] {
            leaveConnection();
            close();
        });
        return;
    }
    remember(*this, QStringLiteral("window/geometry"), saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace ui
