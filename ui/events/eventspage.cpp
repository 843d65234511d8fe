// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/eventspage.h"

#include "client/eventtrace.h"
#include "client/templatefolder.h"
#include "ui/connections/changeguard.h"
#include "ui/events/busof.h"
#include "ui/events/composerform.h"
#include "ui/events/draftkeeper.h"
#include "ui/events/eventsender.h"
#include "ui/events/historytypes.h"
#include "ui/events/historyview.h"
#include "ui/events/jobbutton.h"
#include "ui/events/jobs.h"
#include "ui/events/jobwindow.h"
#include "ui/events/keptpaste.h"
#include "ui/events/matchview.h"
#include "ui/events/sendrow.h"
#include "ui/events/templatebar.h"
#include "ui/events/traceview.h"
#include "ui/events/wireview.h"
#include "ui/forms/layouts.h"
#include "ui/functions/runlist.h"
#include "ui/functions/runtrouble.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QFileInfo>
#include <QScrollArea>
#include <QShortcut>
#include <QTabWidget>

namespace ui {

namespace {

const QString kTemplateFolder = QStringLiteral("templates");
const QString kPasteFolder = QStringLiteral("pasted");

QString besideJournal(const client::Journal& journal, const QString& name)
{
    return QFileInfo(journal.path()).path() + u'/' + name;
}

} // namespace

class EventsPage::Private
{
public:
    Private(EventsPage* owner, client::Session& usedSession, client::Journal& usedJournal,
            const std::vector<models::CatalogueEntry>& knownDrivers)
        : q(owner)
        , session(usedSession)
        , journal(usedJournal)
        , catalogue(knownDrivers)
        , follower(usedSession.runWatch())
        , sender(usedSession.api(), usedSession.connection(), usedJournal)
        , keeper(usedJournal, journalKey(usedSession.connection()))
        , templates(besideJournal(usedJournal, kTemplateFolder))
        , jobs(usedSession, usedJournal)
        , historyTypes(usedJournal)
    {
    }

    void build();
    QWidget* buildTop();
    QWidget* buildComposer();
    QWidget* buildViews();
    void connectForm();
    void connectSender();
    void connectViews();
    void retranslate();
    void setBus();
    void validate();
    void send();
    void post(const models::EventDraft& draft, const models::VariableValues& values);
    void resend(const models::EventDraft& draft);
    void follow(const models::EventDraft& resolved);
    void accepted(const models::EventDraft& resolved, qint64 journalId, const client::Emitted& answer);
    void refused(const models::Failure& failure);
    void showJobs();
    void followRuns();

    EventsPage* q;
    client::Session& session;
    client::Journal& journal;
    const std::vector<models::CatalogueEntry>& catalogue;
    client::RunFollower follower;
    EventSender sender;
    DraftKeeper keeper;
    client::TemplateFolder templates;
    Jobs jobs;
    HistoryTypes historyTypes;
    std::unique_ptr<client::EventTrace> trace;
    QPointer<JobWindow> jobWindow;
    MessageBar* bar = nullptr;
    TemplateBar* templateBar = nullptr;
    JobButton* jobButton = nullptr;
    ComposerForm* form = nullptr;
    SendRow* sendRow = nullptr;
    QTabWidget* views = nullptr;
    MatchView* match = nullptr;
    WireView* wire = nullptr;
    TraceView* traceView = nullptr;
    HistoryView* history = nullptr;
    RunList* runs = nullptr;
};

EventsPage::EventsPage(client::Session& session, client::Journal& journal,
                       const std::vector<models::CatalogueEntry>& catalogue, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this, session, journal, catalogue))
{
    setObjectName(QStringLiteral("page.Events"));
    d->build();
    d->connectForm();
    d->connectSender();
    d->connectViews();
    connect(&session.generation(), &client::GenerationFinder::changed, this, [this] { d->setBus(); });
    session.generation().find();
    keepWorded(*this, [this] { d->retranslate(); });
    d->setBus();
    setFocusProxy(d->form->eventType());
    d->historyTypes.ask();
    clearPastes(journal, besideJournal(journal, kPasteFolder), besideJournal(journal, kTemplateFolder), this);
}

EventsPage::~EventsPage()
{
    // Views hold on to what ends with Private.
    delete d->jobWindow;
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void EventsPage::compose(const QString& eventType)
{
    models::EventDraft draft = d->form->draft();
    draft.eventType = eventType;
    d->form->setDraft(draft);
    d->form->focusData();
}

models::EventDraft EventsPage::draft() const
{
    return d->form->draft();
}

void EventsPage::setDraft(const models::EventDraft& draft)
{
    d->form->setDraft(draft);
}

bool EventsPage::mayQuit(QWidget* asker, const std::function<void()>& quit)
{
    return d->jobs.mayQuit(asker, quit);
}

bool EventsPage::isSendingMany() const
{
    return d->jobs.isRunning();
}

void EventsPage::Private::build()
{
    auto* layout = new QVBoxLayout(q);
    bar = new MessageBar(q);
    layout->addWidget(bar);
    layout->addWidget(buildTop());
    auto* halves = new QSplitter(Qt::Horizontal, q);
    halves->addWidget(buildComposer());
    halves->addWidget(buildViews());
    halves->setChildrenCollapsible(false);
    halves->setStretchFactor(0, 1);
    halves->setStretchFactor(1, 1);
    layout->addWidget(halves, 1);
}

QWidget* EventsPage::Private::buildTop()
{
    auto* row = new QWidget(q);
    auto* layout = bareLayout<QHBoxLayout>(row);
    templateBar = new TemplateBar(
        templates, [this] { return form->draft(); }, row);
    layout->addWidget(templateBar, 1);
    jobButton = new JobButton(jobs, row);
    layout->addWidget(jobButton);
    return row;
}

QWidget* EventsPage::Private::buildComposer()
{
    auto* box = new QWidget(q);
    auto* layout = bareLayout<QVBoxLayout>(box);
    form = new ComposerForm(session, catalogue, besideJournal(journal, kPasteFolder), box);
    // With everything unfolded, the form is taller than many a window.
    auto* area = new QScrollArea(box);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(form);
    layout->addWidget(area, 1);
    sendRow = new SendRow(box);
    sendRow->setVisible(mayChange(session.connection()));
    layout->addWidget(sendRow);
    return box;
}

QWidget* EventsPage::Private::buildViews()
{
    auto* box = new QSplitter(Qt::Vertical, q);
    match = new MatchView(session.watch(), box);
    box->addWidget(match);
    views = new QTabWidget(box);
    views->setObjectName(QStringLiteral("event.views"));
    views->setDocumentMode(true);
    wire = new WireView(session.connection(), views);
    traceView = new TraceView(views);
    history = new HistoryView(journal, views);
    history->setMaySend(mayChange(session.connection()));
    runs = new RunList(session, QStringLiteral("event.runs"), views);
    for (QWidget* view : {static_cast<QWidget*>(wire), static_cast<QWidget*>(traceView), static_cast<QWidget*>(history),
                          static_cast<QWidget*>(runs)})
        views->addTab(view, QString());
    box->addWidget(views);
    box->setChildrenCollapsible(false);
    box->setStretchFactor(1, 1);
    return box;
}

void EventsPage::Private::retranslate()
{
    views->setAccessibleName(EventsPage::tr("About the event"));
    views->setTabText(views->indexOf(wire), EventsPage::tr("Request"));
    views->setTabText(views->indexOf(traceView), EventsPage::tr("Trace"));
    views->setTabText(views->indexOf(history), EventsPage::tr("History"));
    views->setTabText(views->indexOf(runs), EventsPage::tr("All runs"));
}

void EventsPage::Private::setBus()
{
    const models::EventBus bus = busOf(session.generation().generation());
    form->setBus(bus);
    match->setBus(bus);
}

void EventsPage::Private::connectForm()
{
    auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), q);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, q, [this] { send(); });
    connect(sendRow, &SendRow::sendRequested, q, [this] { send(); });
    connect(sendRow, &SendRow::manyRequested, q, [this] { showJobs(); });
    connect(sendRow, &SendRow::cancelRequested, q, [this] { sender.cancel(); });
    connect(jobButton, &QPushButton::clicked, q, [this] { showJobs(); });
    connect(form, &ComposerForm::judged, q, [this] { validate(); });
    connect(form, &ComposerForm::draftChanged, q, [this] { keeper.keep(form->draft()); });
    connect(&keeper, &DraftKeeper::found, q, [this](const models::EventDraft& draft) { form->setDraft(draft); });
    connect(&historyTypes, &HistoryTypes::found, form, &ComposerForm::setHistoryTypes);
    connect(match, &MatchView::eventTypeChosen, q, [this](const QString& type) { q->compose(type); });
    connect(templateBar, &TemplateBar::chosen, q,
            [this](const models::EventTemplate& chosen) { form->setDraft(chosen.draft); });
}

void EventsPage::Private::connectSender()
{
    connect(&sender, &EventSender::prepared, q, [this](const models::EventDraft& resolved) { follow(resolved); });
    connect(&sender, &EventSender::accepted, q,
            [this](const models::EventDraft& resolved, qint64 journalId, const client::Emitted& answer) {
                accepted(resolved, journalId, answer);
            });
    connect(&sender, &EventSender::progressed, sendRow, &SendRow::showProgress);
    connect(&sender, &EventSender::failed, q, [this](const models::Failure& failure) { refused(failure); });
    connect(bar, &MessageBar::remedyRequested, q, [this] {
        bar->clear();
        form->lookAtFileAgain();
    });
    const auto tell = [this](const models::Failure& failure) {
        bar->setRemedy({});
        bar->showFailure(failure);
    };
    connect(&sender, &EventSender::notKept, q, tell);
    connect(&keeper, &DraftKeeper::failed, q, tell);
    connect(&journal, &client::Journal::movedAside, q, tell);
    connect(&jobs, &Jobs::journalFailed, q, tell);
    connect(templateBar, &TemplateBar::failed, q, tell);
    connect(history, &HistoryView::failed, q, tell);
    new RunTrouble(session, *bar);
}

void EventsPage::Private::connectViews()
{
    connect(history, &HistoryView::openRequested, q,
            [this](const models::EventDraft& draft) { form->setDraft(draft); });
    connect(history, &HistoryView::resendRequested, q, [this](const models::EventDraft& draft) { resend(draft); });
    connect(views, &QTabWidget::currentChanged, q, [this] { followRuns(); });
}

void EventsPage::Private::validate()
{
    const auto obstacle = form->obstacle();
    const bool untouched = form->draft() == models::EventDraft();
    sendRow->setState(obstacle, !untouched && !form->isJudging(), sender.isSending());
    const models::EventDraft& resolved = form->judgement().resolved.draft;
    match->setEventType(resolved.eventType);
    if (obstacle)
        wire->setProblem(*obstacle);
    else
        wire->setEvent(resolved, !form->draft().eventTime.isEmpty());
}

void EventsPage::Private::send()
{
    if (!sendRow->canSend() || !mayChange(session.connection()))
        return;
    whenConfirmed(*q, session.connection(), EventsPage::tr("This sends the event."), [this] {
        models::VariableValues values = form->values();
        values.now = QDateTime::currentDateTimeUtc();
        if (sendRow->canSend())
            post(form->draft(), values);
    });
}

void EventsPage::Private::post(const models::EventDraft& draft, const models::VariableValues& values)
{
    bar->clear();
    bar->setRemedy({});
    sender.send(draft, values);
    validate();
}

void EventsPage::Private::resend(const models::EventDraft& draft)
{
    const models::VariableValues values = models::freshVariableValues(form->values().seq);
    if (sender.isSending() || !judge(draft, values, busOf(session.generation().generation())).isSendable()) {
        // The form says why.
        form->setDraft(draft);
        return;
    }
    whenConfirmed(*q, session.connection(), EventsPage::tr("This sends the event once more."), [this, draft, values] {
        if (!sender.isSending())
            post(draft, values);
    });
}

void EventsPage::Private::follow(const models::EventDraft& resolved)
{
    trace = std::make_unique<client::EventTrace>(session, journal, resolved.eventType, resolved.eventId);
    connect(trace.get(), &client::EventTrace::finished, history, &HistoryView::refresh);
    traceView->follow(*trace, resolved);
    views->setCurrentWidget(traceView);
}

void EventsPage::Private::accepted(const models::EventDraft& resolved, qint64 journalId, const client::Emitted& answer)
{
    traceView->accepted(answer);
    trace->accepted(journalId);
    history->refresh();
    // Only the id is used up: the next event must have another.
    models::EventDraft next = form->draft();
    if (next.eventId == resolved.eventId)
        next.eventId.clear();
    form->setDraft(next);
    form->setValues(models::freshVariableValues(form->values().seq + 1));
    historyTypes.ask();
    Q_EMIT q->sent(resolved.eventType, resolved.eventId);
}

void EventsPage::Private::refused(const models::Failure& failure)
{
    traceView->refused(failure);
    history->refresh();
    const bool fileChanged = failure.kind == models::FailureKind::Conflict && failure.httpStatus == 0;
    bar->setRemedy(fileChanged ? EventsPage::tr("&Look at the file again") : QString());
    bar->showFailure(failure);
    validate();
}

void EventsPage::Private::showJobs()
{
    if (!jobWindow)
        jobWindow = new JobWindow(
            jobs, journal, [this] { return form->draft(); }, q);
    jobWindow->show();
    jobWindow->raise();
    jobWindow->activateWindow();
}

void EventsPage::Private::followRuns()
{
    follower.follow(q->isVisible() && views->currentWidget() == runs);
}

void EventsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    d->followRuns();
}

void EventsPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    d->follower.follow(false);
}

} // namespace ui
