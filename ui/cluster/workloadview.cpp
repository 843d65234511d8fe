// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/workloadview.h"

#include "models/resourcecell.h"
#include "ui/cluster/eventspane.h"
#include "ui/cluster/forwarddialog.h"
#include "ui/cluster/forwardsview.h"
#include "ui/cluster/logview.h"
#include "ui/cluster/namespacechoice.h"
#include "ui/cluster/nodesline.h"
#include "ui/cluster/podspane.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/icons.h"
#include "ui/memory.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QDateTime>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include <utility>

namespace ui {

using client::WorkloadWatch;
using Part = WorkloadWatch::Part;

namespace {

constexpr int kClockMSecs = 5'000;

QString namespaceKey(const QString& profile)
{
    return QStringLiteral("cluster/namespace/%1").arg(profile);
}

} // namespace

WorkloadView::WorkloadView(client::Commands& commands, QWidget* parent)
    : QWidget(parent)
    , m_commands(commands)
    , m_watch(commands)
    , m_forwards(commands)
{
    setObjectName(QStringLiteral("cluster.workloads"));
    build();
    connectAll();
    keepWorded(*this, [this] { retranslate(); });
}

WorkloadView::~WorkloadView() = default;

void WorkloadView::build()
{
    auto* column = bareLayout<QVBoxLayout>(this);
    m_message = new MessageBar(this);
    auto* top = new QHBoxLayout;
    buildTop(top);
    m_nodes = new MessageLabel(this);
    m_nodes->setObjectName(QStringLiteral("cluster.workloads.nodes"));
    m_title = new QLabel(this);
    m_title->setObjectName(QStringLiteral("cluster.workloads.title"));
    m_title->setAlignment(Qt::AlignCenter);
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("cluster.workloads.text"));
    for (QLabel* label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_text->setAlignment(Qt::AlignCenter);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    m_title->setFont(large);
    auto* nothing = new QWidget(this);
    auto* middle = new QVBoxLayout(nothing);
    middle->addStretch(2);
    middle->addWidget(m_title);
    middle->addWidget(m_text);
    middle->addStretch(3);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(nothing);
    m_pods = new PodsPane(this);
    m_stack->addWidget(m_pods);
    buildTabs();
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_tabs);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    // By their own wishes the events would get nearly all.
    m_splitter->setSizes({lines(this, 30), lines(this, 20)});
    column->addWidget(m_message);
    column->addLayout(top);
    column->addWidget(m_nodes);
    column->addWidget(m_splitter, 1);
}

void WorkloadView::buildTop(QBoxLayout* row)
{
    m_namespace = new NamespaceChoice(this);
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("cluster.pods.filter"));
    m_filter->setClearButtonEnabled(true);
    m_refresh = new QToolButton(this);
    m_refresh->setObjectName(QStringLiteral("cluster.workloads.refresh"));
    m_refresh->setIcon(icon(QStringLiteral("refresh")));
    m_refresh->setFocusPolicy(Qt::StrongFocus);
    m_refresh->setAutoRaise(true);
    row->addWidget(m_namespace);
    row->addWidget(m_filter, 1);
    row->addWidget(m_refresh);
}

void WorkloadView::buildTabs()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("cluster.workloads.tabs"));
    m_tabs->setDocumentMode(true);
    m_events = new EventsPane(m_tabs);
    m_log = new LogView(m_commands, m_tabs);
    m_forwardsView = new ForwardsView(m_forwards, m_tabs);
    for (QWidget* tab : std::initializer_list<QWidget*>{m_events, m_log, m_forwardsView})
        m_tabs->addTab(tab, QString());
}

void WorkloadView::connectAll()
{
    connect(&m_watch, &WorkloadWatch::changed, this, &WorkloadView::take);
    connect(&m_watch, &WorkloadWatch::looked, this, &WorkloadView::sayAge);
    connect(&m_commands.toolbox(), &client::Toolbox::changed, this, &WorkloadView::sayPage);
    connect(&m_forwards, &client::PortForwards::changed, this, &WorkloadView::sayTabs);
    connect(m_namespace, &NamespaceChoice::chosen, this, [this](const QString& nameSpace) {
        remember(*this, namespaceKey(m_profile), nameSpace);
        m_watch.setNamespace(nameSpace);
    });
    connect(m_filter, &QLineEdit::textChanged, m_pods, &PodsPane::setFilter);
    connect(m_refresh, &QToolButton::clicked, &m_watch, &WorkloadWatch::refresh);
    connect(m_pods, &PodsPane::logRequested, this, &WorkloadView::openLog);
    connect(m_pods, &PodsPane::forwardRequested, this, &WorkloadView::askForPort);
    connect(m_pods, &PodsPane::currentChanged, this, [this] {
        const models::Pod* const pod = m_pods->current();
        m_events->setPod(pod ? pod->name : QString());
    });
    connect(m_log, &LogView::failed, m_message, &MessageBar::showFailure);
    connect(m_log, &LogView::said, m_message, &MessageBar::showNotice);
    connect(m_forwardsView, &ForwardsView::said, m_message, &MessageBar::showNotice);
    m_clock.setInterval(kClockMSecs);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_pods->refreshAges();
        m_events->refreshTimes();
        sayAge();
    });
}

void WorkloadView::retranslate()
{
    setAccessibleName(tr("What runs in the cluster"));
    m_filter->setPlaceholderText(tr("Filter the pods: name, state, reason… (-word: without)"));
    m_filter->setAccessibleName(tr("Filter the pods"));
    m_refresh->setAccessibleName(tr("Look again now"));
    m_refresh->setToolTip(m_refresh->accessibleName());
    m_tabs->setAccessibleName(tr("Events, log and forwarded ports"));
    sayPage();
    sayAge();
    sayNodes(*m_nodes, m_watch.nodes());
    sayTabs();
}

void WorkloadView::setProfile(const QString& name, models::ClusterState state)
{
    const bool isAnother = std::exchange(m_profile, name) != name;
    m_state = state;
    if (isAnother) {
        const QString nameSpace = name.isEmpty() ? QString() : remembered(*this, namespaceKey(name)).toString();
        m_watch.setContext({});
        m_watch.setNamespace(nameSpace);
        m_pods->forget();
    }
    m_watch.setContext(models::answersKubectl(state) ? name : QString());
    sayPage();
    m_namespace->offer(m_watch.namespaces(), m_watch.nameSpace());
}

void WorkloadView::take(Part part)
{
    if (part == Part::Pods) {
        m_pods->setPods(m_watch.pods());
        if (const models::Pod* const pod = m_pods->pods().find(m_log->log().target().uid))
            m_log->update(*pod);
    } else if (part == Part::Events) {
        m_events->setEvents(m_watch.events());
        sayTabs();
    } else if (part == Part::Namespaces) {
        m_namespace->offer(m_watch.namespaces(), m_watch.nameSpace());
    } else {
        sayNodes(*m_nodes, m_watch.nodes());
    }
    sayPods();
}

void WorkloadView::sayPods()
{
    m_pods->showNamespaces(m_watch.nameSpace().isEmpty());
    m_pods->setWhyNone(whyNone());
}

QString WorkloadView::whyNone() const
{
    if (m_watch.failure(Part::Pods))
        return {};
    if (m_watch.seenAt(Part::Pods) == 0)
        return tr("Asking the cluster…");
    return m_watch.nameSpace().isEmpty() ? tr("There are no pods in this cluster.")
                                         : tr("There are no pods in %1.").arg(m_watch.nameSpace());
}

void WorkloadView::sayPage()
{
    using Verdict = client::FoundTool::Verdict;
    const client::FoundTool& kubectl = m_commands.toolbox().found(client::Tool::Kubectl);
    const bool isMissing = kubectl.verdict == Verdict::Missing;
    const bool isBad = kubectl.verdict == Verdict::NotExecutable || kubectl.verdict == Verdict::Broken;
    const bool answers = models::answersKubectl(m_state) && !m_profile.isEmpty();
    const bool mayAsk = answers && !isMissing && !isBad;
    m_stack->setCurrentWidget(mayAsk ? m_pods : m_stack->widget(0));
    for (QWidget* part : std::initializer_list<QWidget*>{m_namespace, m_filter, m_refresh})
        part->setEnabled(mayAsk);
    if (m_profile.isEmpty()) {
        m_title->setText(tr("No cluster is chosen"));
        m_text->setText(tr("Choose one, or create one, to see what runs in it."));
    } else if (!answers) {
        m_title->setText(tr("%1 is %2").arg(m_profile, models::wordOf(m_state)));
        const QString hint = models::hintOf(m_state);
        m_text->setText(hint.isEmpty() && models::isMoving(m_state) ? tr("What runs in it is shown when that is done.")
                                                                    : hint);
    } else if (isMissing) {
        m_title->setText(tr("kubectl is not on this machine"));
        m_text->setText(
            tr("It is needed to see what runs in a cluster: %1").arg(client::Toolbox::howToGet(client::Tool::Kubectl)));
    } else if (isBad) {
        m_title->setText(tr("kubectl does not work"));
        m_text->setText(tr("%1 cannot be used. Choose another one under Tools.").arg(kubectl.path));
    }
    sayPods();
}

/// Nothing while all is well: the list is as old as the last look, and that is seconds ago.
void WorkloadView::sayAge()
{
    const auto problem = [this](Part part) {
        const models::Failure* const failure = m_watch.failure(part);
        if (!failure)
            return QString();
        const qint64 seenAt = m_watch.seenAt(part);
        const QString why = failure->meaning + u' ' + failure->remedy;
        if (seenAt == 0)
            return why;
        const qint64 age = (QDateTime::currentMSecsSinceEpoch() - seenAt) / 1'000;
        return tr("This was so %1 ago. %2").arg(models::ageText(age), why);
    };
    const models::Failure* const failure = m_watch.failure(Part::Pods);
    m_pods->setProblem(problem(Part::Pods), failure ? failure->report() : QString());
    m_events->setSeen(m_watch.seenAt(Part::Events) > 0, problem(Part::Events));
    sayPods();
}

void WorkloadView::sayTabs()
{
    const int warnings = m_events->warningCount();
    const int live = m_forwards.liveCount();
    m_tabs->setTabText(EventsTab, warnings > 0 ? tr("Events (%n warnings)", nullptr, warnings) : tr("Events"));
    m_tabs->setTabText(LogTab, tr("Log"));
    m_tabs->setTabText(ForwardsTab, live > 0 ? tr("Forwarded ports (%1)").arg(live) : tr("Forwarded ports"));
}

// ----- what can be done with a pod

void WorkloadView::openLog(bool isPrevious)
{
    const models::Pod* const pod = m_pods->current();
    if (!pod)
        return;
    m_tabs->setCurrentIndex(LogTab);
    m_log->open(m_profile, *pod, isPrevious);
}

void WorkloadView::askForPort()
{
    const models::Pod* const pod = m_pods->current();
    if (!pod)
        return;
    auto* dialog = new ForwardDialog(m_profile, *pod, window());
    connect(dialog, &ForwardDialog::chosen, this, [this](const client::PortForward& wanted) {
        m_tabs->setCurrentIndex(ForwardsTab);
        m_forwardsView->show(m_forwards.start(wanted));
    });
    dialog->open();
}

void WorkloadView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_watch.setWatching(true);
    m_clock.start();
}

void WorkloadView::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_watch.setWatching(false);
    m_clock.stop();
}

} // namespace ui
