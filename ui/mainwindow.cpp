// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "resources/resources.h"
#include "ui/connections/changeguard.h"
#include "ui/helpboxes.h"
#include "ui/icons.h"
#include "ui/mainactions.h"
#include "ui/maintoolbar.h"
#include "ui/messagebar.h"
#include "ui/requests/requestdock.h"
#include "ui/standingpage.h"
#include "ui/startpage.h"
#include "ui/statusline.h"
#include "ui/workspace.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFile>
#include <QLineEdit>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>

#include <utility>

namespace ui {

using Act = MainActions::Act;

MainWindow::MainWindow(client::LocalServer& local, client::Journal& journal, Memory memory)
    : m_local(local)
    , m_journal(journal)
    , m_actions(*new MainActions(*this))
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
    m_toolBar = new MainToolBar(m_actions, this);
    addToolBar(m_toolBar);
    buildRequests();
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

void MainWindow::buildRequests()
{
    m_requests = new RequestDock(this);
    addDockWidget(Qt::BottomDockWidgetArea, m_requests);
    m_requests->hide();
    QAction* const toggle = m_requests->toggleViewAction();
    toggle->setObjectName(QStringLiteral("action.requests"));
    toggle->setShortcut(QKeySequence(Qt::Key_F12));
    m_actions.addToView(toggle);
}

void MainWindow::wire()
{
    connect(m_start, &StartPage::localRequested, this, &MainWindow::startLocal);
    connect(m_start, &StartPage::serverRequested, this, [this] { Q_EMIT serverRequested({}); });
    connect(m_start, &StartPage::clusterRequested, this, &MainWindow::showStandingPage);
    connect(&m_start->messages(), &MessageBar::remedyRequested, this, &MainWindow::startLocal);
    connect(m_actions[Act::Local], &QAction::triggered, this, &MainWindow::startLocal);
    connect(m_actions[Act::Connect], &QAction::triggered, this, [this] { Q_EMIT serverRequested({}); });
    connect(&m_local, &client::LocalServer::ready, this, &MainWindow::useConnection);
    connect(&m_local, &client::LocalServer::failed, this, &MainWindow::localFailed);
    connect(&m_local, &client::LocalServer::crashed, this, &MainWindow::localFailed);
    connect(&m_toolBar->filter(), &QLineEdit::textChanged, this, &MainWindow::setFilter);
    wireActions();
}

void MainWindow::wireActions()
{
    connect(m_actions[Act::Look], &QAction::triggered, this, [this] {
        if (m_workspace)
            m_workspace->session().watch().lookNow();
        Q_EMIT lookRequested();
    });
    connect(m_actions[Act::Find], &QAction::triggered, this, [this] {
        m_toolBar->filter().setFocus(Qt::ShortcutFocusReason);
        m_toolBar->filter().selectAll();
    });
    connect(m_actions[Act::Import], &QAction::triggered, this, [this] {
        if (m_workspace)
            m_workspace->openImport();
    });
    connect(m_actions[Act::Export], &QAction::triggered, this, [this] {
        if (m_workspace)
            m_workspace->openExport();
    });
    connect(m_actions[Act::Undo], &QAction::triggered, this, [this] {
        if (m_workspace)
            m_workspace->offerUndo();
    });
    connect(m_actions[Act::Quit], &QAction::triggered, this, &QWidget::close);
    connect(m_actions[Act::Tour], &QAction::triggered, this, &MainWindow::tourRequested);
    connect(m_actions[Act::Shortcuts], &QAction::triggered, this, [this] { showShortcuts(*this); });
    connect(m_actions[Act::About], &QAction::triggered, this, [this] { showAbout(*this); });
    connect(&m_actions, &MainActions::newRequested, this, [this](models::Kind kind) {
        if (m_workspace)
            m_workspace->openForm(kind, ResourceDialog::Purpose::New, {});
    });
    connect(&m_actions, &MainActions::tabRequested, this, [this](int tab) {
        if (m_workspace)
            m_workspace->showPage(tab);
    });
    connect(&m_actions, &MainActions::pageActionRequested, this, [this](int place) {
        if (ResourcePage* page = m_workspace ? m_workspace->currentPage() : nullptr)
            page->pageActions().at(place)->trigger();
    });
    connect(&m_actions, &MainActions::editMenuOpened, this,
            [this] { m_actions.matchPage(m_workspace ? m_workspace->currentPage() : nullptr); });
    connect(&m_actions, &MainActions::editMenuClosed, this, &MainWindow::pageChanged);
}

void MainWindow::retranslate()
{
    m_actions.retranslate();
    m_toolBar->retranslate();
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
    resize(QSize(letter * 150, fontMetrics().lineSpacing() * 42).boundedTo(screen()->availableSize() * 95 / 100));
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
    if (Workspace* const workspace = m_entering ? m_entering.data() : m_workspace)
        workspace->localFailed(failure);
    else
        m_start->localFailed(failure);
}

void MainWindow::tell(const models::Failure& failure)
{
    if (Workspace* const workspace = m_entering ? m_entering.data() : m_workspace)
        workspace->tell(failure);
    else
        m_start->messages().showFailure(failure);
}

void MainWindow::tellNotice(const QString& text)
{
    if (m_workspace)
        m_workspace->tellNotice(text);
    else
        m_start->messages().showNotice(text);
}

std::optional<client::Connection> MainWindow::connection() const
{
    return m_workspace ? std::optional(m_workspace->session().connection()) : std::nullopt;
}

client::Changes* MainWindow::changes() const
{
    return m_workspace ? &m_workspace->changes() : nullptr;
}

void MainWindow::addStandingPage(QWidget* page)
{
    m_standing = new StandingPage(page, *m_stack, this);
    m_start->offerCluster();
    QAction& show = m_standing->action();
    show.setObjectName(QStringLiteral("action.page.cluster"));
    show.setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(Workspace::pageNames().size() + 1)));
    m_actions.addToView(&show);
    connect(&show, &QAction::triggered, this, &MainWindow::showStandingPage);
    connect(m_stack, &QStackedWidget::currentChanged, this, &MainWindow::pageChanged);
}

void MainWindow::showStandingPage()
{
    if (m_standing && m_workspace)
        m_workspace->showPage(m_standing->tab());
    else if (m_standing && !m_entering)
        m_standing->showAlone();
}

void MainWindow::showStart()
{
    if (!m_workspace && !m_entering)
        m_stack->setCurrentWidget(m_start);
}

void MainWindow::setStandingTitle(const QString& title)
{
    if (m_standing)
        m_standing->setTitle(title);
}

void MainWindow::setFarewell(std::function<bool(const std::function<void()>& close)> farewell)
{
    m_farewell = std::move(farewell);
}

void MainWindow::leaveConnection()
{
    m_status->setSession(nullptr);
    m_requests->setSession(nullptr);
    if (m_standing)
        m_standing->leave();
    delete m_entering;
    // Forgotten first: the stack says that another page is in front while it goes.
    delete std::exchange(m_workspace, nullptr);
    m_stack->setCurrentWidget(m_start);
}

void MainWindow::useConnection(const client::Connection& connection)
{
    m_start->setBusy(false);
    if (m_workspace && client::isSameServer(m_workspace->session().connection(), connection)) {
        m_workspace->moveTo(connection);
        pageChanged();
    } else if (m_workspace) {
        m_workspace->whenFreeToLeave([this, connection] { enterConnection(connection); });
    } else {
        enterConnection(connection);
    }
}

void MainWindow::enterConnection(const client::Connection& connection)
{
    const int page = m_workspace ? m_workspace->tabs().currentIndex() : 1;
    leaveConnection();
    m_entering = new Workspace(connection, m_journal, m_catalogue, m_stack);
    m_stack->addWidget(m_entering);
    m_stack->setCurrentWidget(m_entering);
    m_status->setSession(&m_entering->session());
    m_requests->setSession(&m_entering->session());
    connect(m_entering, &Workspace::built, this, [this, page] { entered(page); });
    pageChanged();
}

void MainWindow::entered(int page)
{
    m_workspace = m_entering;
    m_entering = nullptr;
    connect(m_workspace, &Workspace::pageChanged, this, &MainWindow::pageChanged);
    connect(m_workspace, &Workspace::clearFilterRequested, &m_toolBar->filter(), &QLineEdit::clear);
    connect(m_workspace, &Workspace::restartRequested, this, &MainWindow::startLocal);
    connect(m_workspace, &Workspace::signInRequested, this, &MainWindow::signInRequested);
    if (m_standing)
        m_standing->enter(m_workspace->tabs());
    m_workspace->tabs().setCurrentIndex(page);
    Q_EMIT connectionChanged();
    remember(*this, QStringLiteral("connection/kind"),
             m_workspace->isLocal() ? QStringLiteral("local") : QStringLiteral("server"));
    pageChanged();
}

void MainWindow::pageChanged()
{
    const bool connected = m_workspace != nullptr;
    ResourcePage* page = connected ? m_workspace->currentPage() : nullptr;
    m_actions.enable(connected, page != nullptr);
    m_actions[Act::Look]->setEnabled(connected || (m_standing && m_standing->isInFront()));
    const bool allowed = !connected || mayChange(m_workspace->session().connection());
    m_actions.allowChanges(allowed);
    m_toolBar->setMayCreate(connected, allowed);
    m_toolBar->filter().setEnabled(page != nullptr);
    m_toolBar->filter().setText(page ? page->filter() : QString());
    const QString name = connected ? m_workspace->session().connection().name : QString();
    m_toolBar->setConnection(name);
    setWindowTitle(
        connected ? tr("%1 · org %2 – Dispatch Console").arg(name, m_workspace->session().connection().organization)
                  : tr("Dispatch Console"));
}

QMenu& MainWindow::connectionMenu()
{
    return m_toolBar->connectionMenu();
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
    // Asked once, and not thrown away before the window is sure to close: somebody may still decide to stay.
    const bool mayDiscard = std::exchange(m_mayDiscard, false);
    if (m_workspace && !mayDiscard && !m_workspace->isFreeToLeave()) {
        event->ignore();
        m_workspace->whenFreeToLeave([this] {
            m_mayDiscard = true;
            close();
        });
        return;
    }
    if (m_farewell && !m_farewell([this, mayDiscard] {
            m_farewell = {};
            m_mayDiscard = mayDiscard;
            close();
        })) {
        event->ignore();
        return;
    }
    if (mayDiscard)
        leaveConnection();
    remember(*this, QStringLiteral("window/geometry"), saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace ui
