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
    if (!clusters.hasLeftovers())
        return;
    clusters.wake();
    if (const QStringList working = clusters.jobs().working(); !working.isEmpty())
        window.tellNotice(
            tr("Still under way from before: %1. It is on the page Cluster.").arg(working.join(QStringLiteral(", "))));
}

bool ClusterDesk::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_host && event->type() == QEvent::Show) {
        m_back->setVisible(!m_window.connection());
        if (!m_page)
            QTimer::singleShot(0, this, &ClusterDesk::makePage);
        else
            m_page->setFocus();
    }
    return QObject::eventFilter(watched, event);
}

void ClusterDesk::makePage()
{
    if (m_page)
        return;
    m_page = new ClusterPage(m_clusters, m_host);
    qobject_cast<QVBoxLayout*>(m_host->layout())->addWidget(m_page, 1);
    m_page->setFocus();
    connect(m_page, &ClusterPage::connectRequested, this, &ClusterDesk::offer);
    connect(m_page, &ClusterPage::localRequested, &m_window, &MainWindow::startLocal);
    connect(m_page, &ClusterPage::connectionOffered, this, [this](const client::Profile& profile) {
        // Rather compared and pinned once than never checked.
        client::Profile careful = profile;
        careful.tls.isInsecure = false;
        Q_EMIT profileOffered(careful,
                              tr("The Dispatch that was just installed. Its certificate is self-made: connect, compare "
                                 "the fingerprint, and pin it."));
    });
}

void ClusterDesk::lendCluster()
{
    const auto connection = m_window.connection();
    if (!connection || connection->isLocal)
        return;
    const auto look = [folder = client::minikubeFolder(), host = connection->base.host(), name = connection->name] {
        return client::profileBehind(folder, host, name);
    };
    client::whenDone(client::onWorker(look), this, [this, asked = *connection](const QString& profile) {
        const auto now = m_window.connection();
        if (profile.isEmpty() || !now || now->base != asked.base || now->name != asked.name)
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
    const auto isStill = [this] { return !m_clusters.hasStanding(); };
    const bool isInstalling = m_page && m_page->isInstalling();
    if (!isInstalling && m_clusters.jobs().working().isEmpty()) {
        if (isStill())
            return true;
        m_clusters.stopStanding();
        closeWhenQuiet(close, isStill);
        return false;
    }
    if (m_window.findChild<QMessageBox*>(kFarewell))
        return false;
    QMessageBox* const box = ask();
    // Queued: closing ends this box.
    connect(
        box, &QMessageBox::buttonClicked, this,
        [this, box, close, isStill](QAbstractButton* button) {
            if (box->buttonRole(button) == QMessageBox::RejectRole)
                return;
            m_clusters.stopStanding();
            if (m_page)
                m_page->stopInstalling();
            if (box->buttonRole(button) == QMessageBox::AcceptRole) {
                m_clusters.jobs().keepAll();
                closeWhenQuiet(close, [this, isStill] { return isStill() && !(m_page && m_page->isInstalling()); });
                return;
            }
            m_clusters.jobs().cancelAll();
            closeWhenQuiet(close, [this, isStill] {
                return isStill() && m_clusters.jobs().working().isEmpty() && !(m_page && m_page->isInstalling());
            });
        },
        Qt::QueuedConnection);
    box->open();
    return false;
}

/// What becomes of what is at work. minikube can run on; the installer of Dispatch tells what it does only to whom it
/// started for, so nobody could pick it up.
QMessageBox* ClusterDesk::ask()
{
    const QStringList working = m_clusters.jobs().working();
    const bool isInstalling = m_page && m_page->isInstalling();
    QStringList text;
    if (isInstalling)
        text << tr("Dispatch is being installed. Closing the window ends that half done; it can be run again later.");
    if (!working.isEmpty())
        text << tr("Still under way: %1. It can run on without this window; the next start of the console picks it up.")
                    .arg(working.join(QStringLiteral(", ")));
    auto* box = new QMessageBox(QMessageBox::Question, tr("Still at work"), text.join(QStringLiteral("\n\n")),
                                QMessageBox::NoButton, &m_window);
    box->setObjectName(kFarewell);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const keep
        = working.isEmpty() ? nullptr : box->addButton(tr("&Keep minikube running"), QMessageBox::AcceptRole);
    QPushButton* const give = box->addButton(tr("&Give up and quit"), QMessageBox::DestructiveRole);
    QPushButton* const stay = box->addButton(tr("&Stay"), QMessageBox::RejectRole);
    if (keep)
        keep->setObjectName(QStringLiteral("farewell.keep"));
    give->setObjectName(QStringLiteral("farewell.cancel"));
    stay->setObjectName(QStringLiteral("farewell.stay"));
    box->setDefaultButton(keep && !isInstalling ? keep : stay);
    return box;
}

void ClusterDesk::closeWhenQuiet(const std::function<void()>& close, const std::function<bool()>& isQuiet)
{
    constexpr int kLookMSecs = 100;
    if (isQuiet()) {
        close();
        return;
    }
    m_window.setEnabled(false);
    m_window.tellNotice(tr("Tidying up; the window closes by itself."));
    auto* look = new QTimer(this);
    look->setInterval(kLookMSecs);
    const int most = client::KeptRun::kGraceMSecs / kLookMSecs + 10;
    connect(look, &QTimer::timeout, this, [look, close, isQuiet, left = most]() mutable {
        if (!isQuiet() && --left > 0)
            return;
        look->stop();
        look->deleteLater();
        close();
    });
    look->start();
}

} // namespace ui
