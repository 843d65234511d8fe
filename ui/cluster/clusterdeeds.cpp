// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/clusterdeeds.h"

#include "client/whendone.h"
#include "ui/cluster/createdialog.h"
#include "ui/cluster/deletecluster.h"
#include "ui/memory.h"
#include "ui/messagebar.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

namespace ui {

using client::ClusterAction;
using models::ClusterProfile;
using models::ClusterRemedy;
using models::ClusterState;

namespace {

template <ClusterState... kStates> bool isOneOf(ClusterState state)
{
    return ((state == kStates) || ...);
}

/// What seems to be started elsewhere may have been given up there, which leaves no sign.
bool isAtRest(ClusterState state)
{
    return !models::isMoving(state) || state == ClusterState::StartingElsewhere;
}

const QString kMadeHere = QStringLiteral("cluster/made");

} // namespace

const ClusterDeeds::Deed ClusterDeeds::kDeeds[kCount] = {
    {"create", &ClusterDeeds::create, nullptr},
    {"start", &ClusterDeeds::start,
     isOneOf<ClusterState::Stopped, ClusterState::HostMissing, ClusterState::Degraded, ClusterState::Unknown,
             ClusterState::DriverDown, ClusterState::StartingElsewhere>},
    {"stop", &ClusterDeeds::stop,
     isOneOf<ClusterState::Running, ClusterState::Degraded, ClusterState::Paused, ClusterState::WrongContext,
             ClusterState::DiskFull>},
    {"pause", &ClusterDeeds::pause, isOneOf<ClusterState::Running>},
    {"unpause", &ClusterDeeds::unpause, isOneOf<ClusterState::Paused>},
    {"delete", &ClusterDeeds::confirmDelete, isAtRest},
    {"repair", &ClusterDeeds::repairContext, isOneOf<ClusterState::WrongContext, ClusterState::Running>},
    {"logs", &ClusterDeeds::saveLogs, isAtRest},
    {"address", &ClusterDeeds::copyAddress, isOneOf<ClusterState::Running>},
};

const ClusterDeeds::Deed* ClusterDeeds::all()
{
    return kDeeds;
}

ClusterDeeds::ClusterDeeds(client::Clusters& clusters, MessageBar& message, QWidget& page)
    : QObject(&page)
    , m_clusters(clusters)
    , m_message(message)
    , m_page(page)
{
    connect(&m_clusters.watch(), &client::ClusterWatch::changed, this, &ClusterDeeds::forgetGone);
}

/// Another one that gets the name was not made here.
void ClusterDeeds::forgetGone()
{
    const qint64 asOf = m_clusters.watch().asOf();
    if (asOf == 0 || std::exchange(m_asOf, asOf) == asOf)
        return;
    // A list that was asked for before one was made does not have it yet: two of them do not err.
    const QSet<QString> missing = std::exchange(m_missing, {});
    QStringList made = remembered(m_page, kMadeHere).toStringList();
    const qsizetype before = made.size();
    made.removeIf([this, &missing](const QString& name) {
        // One that is shown for what failed with it is not there.
        const ClusterProfile* const profile = m_clusters.watch().find(name);
        const bool isThere
            = profile && (profile->state != ClusterState::Absent || m_clusters.jobs().isBusy(profile->name));
        if (!isThere)
            m_missing.insert(name);
        return !isThere && missing.contains(name);
    });
    if (made.size() != before)
        remember(m_page, kMadeHere, made);
}

void ClusterDeeds::setProfile(const ClusterProfile* profile)
{
    m_profile = profile ? std::optional(*profile) : std::nullopt;
}

bool ClusterDeeds::isPossible(const Deed& deed) const
{
    if (!m_clusters.toolbox().isUsable(client::Tool::Minikube))
        return false;
    return !deed.mayBe || (m_profile && deed.mayBe(m_profile->state) && !m_clusters.jobs().isBusy(m_profile->name));
}

void ClusterDeeds::act(ClusterAction action, const QStringList& more)
{
    if (m_profile)
        m_clusters.jobs().begin({action, m_profile->name, more, false, m_profile->driver});
}

void ClusterDeeds::create()
{
    createFrom(std::nullopt, {});
}

void ClusterDeeds::createForDispatch(const QString& kubernetes)
{
    models::CreatePlan plan = models::planForDispatch(models::planFromDefaults({}, {}));
    plan.kubernetes = kubernetes;
    createFrom(plan, {});
}

void ClusterDeeds::createFrom(const std::optional<models::CreatePlan>& plan, const QString& mayReplace)
{
    QStringList taken;
    for (const ClusterProfile& profile : m_clusters.watch().profiles()) {
        if (profile.name != mayReplace)
            taken << profile.name;
    }
    auto* dialog = new CreateDialog(m_clusters, plan, taken, &m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CreateDialog::createRequested, this, &ClusterDeeds::begin);
    dialog->open();
}

void ClusterDeeds::begin(const models::CreatePlan& plan)
{
    m_plans[plan.name] = plan;
    rememberMade(plan.name);
    m_clusters.jobs().begin({ClusterAction::Start, plan.name, models::startArguments(plan), true, plan.driver});
    Q_EMIT underWay(plan.name);
}

void ClusterDeeds::rememberMade(const QString& name)
{
    QStringList made = remembered(m_page, kMadeHere).toStringList();
    if (!made.contains(name))
        remember(m_page, kMadeHere, made << name);
}

/// The driver is named each time: without it, minikube deletes the cluster after a failure and tries the next one.
void ClusterDeeds::start()
{
    if (m_profile && m_profile->state == ClusterState::StartingElsewhere)
        confirmStart();
    else if (m_profile)
        startNow(*m_profile);
}

void ClusterDeeds::startNow(const ClusterProfile& profile)
{
    const QStringList more
        = profile.driver.isEmpty() ? QStringList() : QStringList{QStringLiteral("--driver=%1").arg(profile.driver)};
    m_clusters.jobs().begin({ClusterAction::Start, profile.name, more, false, profile.driver});
    Q_EMIT underWay(profile.name);
}

void ClusterDeeds::confirmStart()
{
    auto* box = new QMessageBox(QMessageBox::Question, tr("Start it here?"),
                                tr("By the files of minikube, %1 is being started outside of this console. If that was "
                                   "given up, start it here. "
                                   "If it goes on, two starts would be in each other's way.")
                                    .arg(m_profile->name),
                                QMessageBox::NoButton, &m_page);
    box->setObjectName(QStringLiteral("dialog.startelsewhere"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const start = box->addButton(tr("&Start it here"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("&Wait"), QMessageBox::RejectRole));
    connect(start, &QPushButton::clicked, this, [this, profile = *m_profile] { startNow(profile); });
    // The answer would be about something else.
    connect(&m_clusters.watch(), &client::ClusterWatch::changed, box, [this, box, name = m_profile->name] {
        const ClusterProfile* const now = m_clusters.watch().find(name);
        if (!now || now->state != ClusterState::StartingElsewhere)
            box->reject();
    });
    box->open();
}

void ClusterDeeds::stop()
{
    act(ClusterAction::Stop);
}

void ClusterDeeds::pause()
{
    act(ClusterAction::Pause);
}

void ClusterDeeds::unpause()
{
    act(ClusterAction::Unpause);
}

void ClusterDeeds::repairContext()
{
    act(ClusterAction::RepairContext);
}

void ClusterDeeds::confirmDelete()
{
    if (!m_profile)
        return;
    const bool isOurs = remembered(m_page, kMadeHere).toStringList().contains(m_profile->name);
    auto* question = new DeleteCluster(*m_profile, isOurs, &m_page);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &DeleteCluster::confirmed, this, [this, name = m_profile->name, driver = m_profile->driver] {
        m_clusters.jobs().begin({ClusterAction::Delete, name, {}, false, driver});
        Q_EMIT underWay(name);
    });
    question->open();
}

void ClusterDeeds::saveLogs()
{
    if (!m_profile)
        return;
    auto* dialog = new QFileDialog(&m_page, tr("Save the logs of %1").arg(m_profile->name));
    dialog->setObjectName(QStringLiteral("dialog.logs"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("minikube-%1.log").arg(m_profile->name));
    connect(dialog, &QFileDialog::fileSelected, this, [this, name = m_profile->name](const QString& path) {
        m_message.showNotice(tr("Reading the logs of %1…").arg(name));
        client::whenDone(
            m_clusters.minikube().saveLogs(name, path), this, [this, path](const models::Result<qint64>& saved) {
                if (saved)
                    m_message.showNotice(
                        tr("Saved %1 to %2; secrets are masked.").arg(QLocale().formattedDataSize(*saved), path));
                else
                    m_message.showFailure(saved.error());
            });
    });
    dialog->open();
}

void ClusterDeeds::copyAddress()
{
    if (!m_profile)
        return;
    client::whenDone(m_clusters.minikube().ip(m_profile->name), this, [this](const models::Result<QString>& address) {
        if (!address) {
            m_message.showFailure(address.error());
            return;
        }
        QGuiApplication::clipboard()->setText(*address);
        m_message.showNotice(tr("Copied %1.").arg(*address));
    });
}

void ClusterDeeds::confirmCancel()
{
    const QString name = m_profile ? m_profile->name : QString();
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Stop what is being done?"),
        tr("Something is being done to %1. When it is stopped half way, it stays half done; start the cluster again "
           "later, or delete it.")
            .arg(name),
        QMessageBox::NoButton, &m_page);
    box->setObjectName(QStringLiteral("dialog.cancel"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const give = box->addButton(tr("&Stop it"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("&Let it finish"), QMessageBox::RejectRole));
    connect(give, &QPushButton::clicked, this, [this, name] { m_clusters.jobs().cancel(name); });
    // The answer would be about what comes next.
    connect(&m_clusters.jobs(), &client::ClusterJobs::ended, box, [box, name](const QString& ended) {
        if (ended == name)
            box->reject();
    });
    box->open();
}

void ClusterDeeds::remedy(ClusterRemedy remedy)
{
    if (!m_profile)
        return;
    const client::ClusterJob* const job = m_clusters.jobs().jobOf(m_profile->name);
    switch (remedy) {
    case ClusterRemedy::TryAgain:
        if (job && job->isOver()) {
            if (job->order().isNew)
                rememberMade(job->order().profile);
            m_clusters.jobs().begin(client::ClusterOrder(job->order()));
        }
        break;
    case ClusterRemedy::ChangeSettings:
        createFrom(m_plans.contains(m_profile->name) ? std::optional(m_plans.value(m_profile->name))
                                                     : std::optional(models::planOf(*m_profile)),
                   m_profile->name);
        break;
    case ClusterRemedy::DeleteAndCreate:
        confirmDelete();
        break;
    case ClusterRemedy::SaveLogs:
        saveLogs();
        break;
    case ClusterRemedy::RepairContext:
        repairContext();
        break;
    case ClusterRemedy::Unpause:
        unpause();
        break;
    case ClusterRemedy::Start:
        start();
        break;
    case ClusterRemedy::ShowTools:
        Q_EMIT toolsRequested();
        break;
    case ClusterRemedy::None:
        break;
    }
}

} // namespace ui
