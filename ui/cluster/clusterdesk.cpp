// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/clusterdesk.h"

#include "client/profile.h"
#include "client/whendone.h"
#include "client/worker.h"
#include "ui/cluster/clusterpage.h"
#include "ui/details/driveropinion.h"
#include "ui/icons.h"
#include "ui/mainwindow.h"
#include "ui/wording.h"

#include <QBoxLayout>
#include <QEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

namespace ui {

namespace {

const QString kFarewell = QStringLiteral("dialog.farewell");

} // namespace

ClusterDesk::ClusterDesk(MainWindow& window, client::Clusters& clusters)
    : QObject(&window)
    , m_window(window)
    , m_clusters(clusters)
    , m_host(new QWidget)
    , m_back(new QPushButton(m_host))
{
    m_host->setObjectName(QStringLiteral("cluster.host"));
    m_back->setObjectName(QStringLiteral("cluster.back"));
    auto* column = new QVBoxLayout(m_host);
    column->addWidget(m_back, 0, Qt::AlignLeading);
    m_host->installEventFilter(this);
    window.addStandingPage(m_host);
    window.setFarewell([this](const std::function<void()>& close) { return mayClose(close); });
    connect(m_back, &QPushButton::clicked, &window, &MainWindow::showStart);
    connect(&window, &MainWindow::lookRequested, this, [this] {
        if (m_page && m_page->isVisible())
            m_page->lookNow();
    });
    connect(&window, &MainWindow::connectionChanged, this, &ClusterDesk::lendCluster);
    connect(&clusters.jobs(), &client::ClusterJobs::changed, this, &ClusterDesk::retitle);
    connect(&clusters.jobs(), &client::ClusterJobs::ended, this, &ClusterDesk::retitle);
    keepWorded(*m_host, [this] {
        m_back->setText(tr("&Back to the start"));
        retitle();
    });
    // What an earlier console left running is picked up without anybody looking at the page.
    if (clusters.hasLeftovers())
        clusters.wake();
}

bool ClusterDesk::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_host && event->type() == QEvent::Show) {
        m_back->setVisible(!m_window.connection());
        if (!m_page)
            QTimer::singleShot(0, this, &ClusterDesk::makePage);
    }
    return QObject::eventFilter(watched, event);
}

void ClusterDesk::makePage()
{
    if (m_page)
        return;
    m_page = new ClusterPage(m_clusters, m_host);
    qobject_cast<QVBoxLayout*>(m_host->layout())->addWidget(m_page, 1);
    m_host->setFocusProxy(m_page);
    m_page->setFocus();
    connect(m_page, &ClusterPage::connectRequested, this, &ClusterDesk::offer);
    connect(m_page, &ClusterPage::localRequested, &m_window, &MainWindow::startLocal);
    connect(m_page, &ClusterPage::connectionOffered, this, [this](const client::Profile& profile) {
        Q_EMIT profileOffered(profile, tr("The Dispatch in the cluster %1.").arg(m_page->chosen()));
    });
}

void ClusterDesk::lendCluster()
{
    const auto connection = m_window.connection();
    if (!connection || connection->isLocal)
        return;
    const QString host = connection->base.host();
    client::whenDone(
        client::onWorker([folder = client::minikubeFolder(), host] { return client::profileAt(folder, host); }), this,
        [this, host](const QString& profile) {
            const auto now = m_window.connection();
            if (profile.isEmpty() || !now || now->base.host() != host)
                return;
            m_clusters.wake();
            for (DriverOpinion* opinion : m_window.findChildren<DriverOpinion*>())
                opinion->setCluster(&m_clusters.commands(), profile);
        });
}

void ClusterDesk::retitle()
{
    const qsizetype working = m_clusters.jobs().working().size();
    m_window.setStandingTitle(working > 0 ? tr("Cluster") + QStringLiteral(" ◐%1").arg(working) : tr("Cluster"));
}

void ClusterDesk::offer(const QString& address)
{
    client::Profile profile;
    profile.id = client::Profile::makeId();
    profile.base = client::addressFrom(address);
    profile.name = m_page ? m_page->chosen() : QString();
    Q_EMIT profileOffered(profile, tr("The Dispatch in the cluster %1.").arg(profile.name));
}

bool ClusterDesk::mayClose(const std::function<void()>& close)
{
    const bool isInstalling = m_page && m_page->isInstalling();
    if (!isInstalling && m_clusters.jobs().working().isEmpty())
        return true;
    if (m_window.findChild<QMessageBox*>(kFarewell))
        return false;
    if (isInstalling)
        askAboutInstallation(close);
    else
        askAboutJobs(close);
    return false;
}

/// The installer of Dispatch tells what it does to whom it started for only: nobody could pick it up.
void ClusterDesk::askAboutInstallation(const std::function<void()>& close)
{
    auto* box = new QMessageBox(QMessageBox::Question, tr("Dispatch is being installed"),
                                tr("Closing the window ends the installation half done; it can be run again later."),
                                QMessageBox::NoButton, &m_window);
    box->setObjectName(kFarewell);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const give = box->addButton(tr("&Give up and quit"), QMessageBox::DestructiveRole);
    QPushButton* const stay = box->addButton(tr("&Stay"), QMessageBox::RejectRole);
    give->setObjectName(QStringLiteral("farewell.cancel"));
    stay->setObjectName(QStringLiteral("farewell.stay"));
    box->setDefaultButton(stay);
    connect(
        box, &QMessageBox::buttonClicked, this,
        [this, give, close](QAbstractButton* button) {
            if (button != give)
                return;
            m_clusters.jobs().cancelAll();
            close();
        },
        Qt::QueuedConnection);
    box->open();
}

void ClusterDesk::askAboutJobs(const std::function<void()>& close)
{
    auto* box = new QMessageBox(QMessageBox::Question, tr("minikube is at work"),
                                tr("Still under way: %1. It can run on without this window; the next start of the "
                                   "console picks it up.")
                                    .arg(m_clusters.jobs().working().join(QStringLiteral(", "))),
                                QMessageBox::NoButton, &m_window);
    box->setObjectName(kFarewell);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const keep = box->addButton(tr("&Keep it running"), QMessageBox::AcceptRole);
    QPushButton* const give = box->addButton(tr("&Give up and quit"), QMessageBox::DestructiveRole);
    QPushButton* const stay = box->addButton(tr("&Stay"), QMessageBox::RejectRole);
    keep->setObjectName(QStringLiteral("farewell.keep"));
    give->setObjectName(QStringLiteral("farewell.cancel"));
    stay->setObjectName(QStringLiteral("farewell.stay"));
    box->setDefaultButton(keep);
    // Queued: closing ends this box.
    connect(
        box, &QMessageBox::buttonClicked, this,
        [this, keep, give, close](QAbstractButton* button) {
            if (button == keep) {
                m_clusters.jobs().keepAll();
                close();
            } else if (button == give) {
                m_clusters.jobs().cancelAll();
                close();
            }
        },
        Qt::QueuedConnection);
    box->open();
}

} // namespace ui
