// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/eventspage.h"

#include "client/runfollower.h"
#include "client/whendone.h"
#include "models/matching.h"
#include "ui/events/senteventsmodel.h"
#include "ui/forms/eventtypeedit.h"
#include "ui/forms/jsonedit.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/functions/runlist.h"
#include "ui/functions/runtrouble.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QShortcut>
#include <QUuid>

namespace ui {

namespace {

constexpr int kDataLines = 6;
/// No event has this id: shows no runs.
const QString kNoEvent = QStringLiteral("none");

QString freshId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

class EventsPage::Private
{
public:
    Private(EventsPage* owner, client::Session& usedSession, const std::vector<models::CatalogueEntry>& knownDrivers)
        : q(owner)
        , session(usedSession)
        , catalogue(knownDrivers)
        , follower(usedSession.runWatch())
    {
    }

    void build();
    QWidget* buildForm();
    QWidget* buildId(QWidget* box);
    QWidget* buildSending(QWidget* box);
    QWidget* buildHistory();
    QWidget* buildRuns();
    void nameParts();
    void connectParts();
    void retranslate();
    models::CloudEvent draft() const;
    std::optional<QString> firstProblem() const;
    void validate();
    void showMatches();
    void send();
    void accepted(const models::CloudEvent& event);
    void showRuns();
    void markSent();

    EventsPage* q;
    client::Session& session;
    const std::vector<models::CatalogueEntry>& catalogue;
    client::RunFollower follower;
    SentEventsModel sentEvents;
    bool sending = false;
    MessageBar* bar = nullptr;
    EventTypeEdit* type = nullptr;
    QLineEdit* source = nullptr;
    QLineEdit* id = nullptr;
    QPushButton* newId = nullptr;
    QLineEdit* contentType = nullptr;
    JsonEdit* data = nullptr;
    MessageLabel* hint = nullptr;
    MessageLabel* match = nullptr;
    QPushButton* sendButton = nullptr;
    QLabel* historyTitle = nullptr;
    QListView* history = nullptr;
    QLabel* runsTitle = nullptr;
    QCheckBox* allRuns = nullptr;
    RunList* runs = nullptr;
};

EventsPage::EventsPage(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this, session, catalogue))
{
    setObjectName(QStringLiteral("page.Events"));
    d->build();
    d->nameParts();
    d->connectParts();
    keepWorded(*this, [this] { d->retranslate(); });
}

EventsPage::~EventsPage() = default;

void EventsPage::compose(const QString& eventType)
{
    d->type->setText(eventType);
    d->data->setFocus(Qt::OtherFocusReason);
}

bool EventsPage::hasDraft() const
{
    return d->type->isModified() || d->source->isModified() || d->contentType->isModified()
        || d->data->document()->isModified();
}

void EventsPage::Private::markSent()
{
    for (QLineEdit* edit : {static_cast<QLineEdit*>(type), source, contentType})
        edit->setModified(false);
    data->document()->setModified(false);
}

void EventsPage::Private::build()
{
    auto* layout = new QVBoxLayout(q);
    bar = new MessageBar(q);
    layout->addWidget(bar);
    auto* upper = new QWidget(q);
    auto* upperLayout = bareLayout<QHBoxLayout>(upper);
    upperLayout->addWidget(buildForm(), 3);
    upperLayout->addWidget(buildHistory(), 1);
    auto* halves = new QSplitter(Qt::Vertical, q);
    halves->addWidget(upper);
    halves->addWidget(buildRuns());
    halves->setChildrenCollapsible(false);
    halves->setStretchFactor(1, 1);
    layout->addWidget(halves, 1);
}

QWidget* EventsPage::Private::buildForm()
{
    auto* box = new QWidget(q);
    auto* form = bareLayout<QFormLayout>(box);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto addRow = [box, form](QWidget* control, QWidget* cell, QString (*label)(), QString (*name)()) {
        auto* title = new QLabel(box);
        title->setBuddy(control);
        form->addRow(title, cell);
        keepWorded(*title, [title, control, label, name] {
            title->setText(label());
            control->setAccessibleName(name());
        });
    };
    type = new EventTypeEdit(session, catalogue, box);
    addRow(
        type, type, [] { return EventsPage::tr("Event &type"); }, [] { return EventsPage::tr("Event type"); });
    match = new MessageLabel(box);
    form->addRow(QString(), match);
    source = new QLineEdit(QStringLiteral("dispatch"), box);
    addRow(
        source, source, [] { return EventsPage::tr("S&ource"); }, [] { return EventsPage::tr("Source"); });
    contentType = new QLineEdit(QStringLiteral("application/json"), box);
    addRow(
        contentType, contentType, [] { return EventsPage::tr("&Content type"); },
        [] { return EventsPage::tr("Content type"); });
    QWidget* idCell = buildId(box);
    addRow(
        id, idCell, [] { return EventsPage::tr("Event &id"); }, [] { return EventsPage::tr("Event id"); });
    data = new JsonEdit(box);
    data->setPlaceholderText(QStringLiteral("{\"vm_name\": \"web-1\"}"));
    data->setMinimumHeight(lines(data, kDataLines));
    addRow(
        data, data, [] { return EventsPage::tr("&Data"); }, [] { return EventsPage::tr("Data, JSON"); });
    form->addRow(QString(), buildSending(box));
    return box;
}

QWidget* EventsPage::Private::buildSending(QWidget* box)
{
    auto* cell = new QWidget(box);
    auto* row = bareLayout<QHBoxLayout>(cell);
    hint = new MessageLabel(cell);
    sendButton = new QPushButton(cell);
    row->addWidget(hint, 1);
    row->addStretch();
    row->addWidget(sendButton, 0, Qt::AlignTop);
    return cell;
}

QWidget* EventsPage::Private::buildId(QWidget* box)
{
    auto* cell = new QWidget(box);
    auto* layout = bareLayout<QHBoxLayout>(cell);
    id = new QLineEdit(freshId(), cell);
    newId = new QPushButton(cell);
    layout->addWidget(id, 1);
    layout->addWidget(newId);
    return cell;
}

QWidget* EventsPage::Private::buildHistory()
{
    auto* box = new QWidget(q);
    auto* layout = bareLayout<QVBoxLayout>(box);
    historyTitle = new QLabel(box);
    layout->addWidget(historyTitle);
    history = new QListView(box);
    history->setModel(&sentEvents);
    history->setMinimumWidth(letters(box, 24));
    historyTitle->setBuddy(history);
    layout->addWidget(history, 1);
    return box;
}

QWidget* EventsPage::Private::buildRuns()
{
    auto* box = new QWidget(q);
    auto* layout = bareLayout<QVBoxLayout>(box);
    auto* row = new QHBoxLayout;
    runsTitle = new QLabel(box);
    runsTitle->setTextFormat(Qt::PlainText);
    allRuns = new QCheckBox(box);
    row->addWidget(runsTitle, 1);
    row->addWidget(allRuns);
    layout->addLayout(row);
    runs = new RunList(session, QStringLiteral("event.runs"), box);
    runs->followNewest();
    layout->addWidget(runs, 1);
    return box;
}

void EventsPage::Private::nameParts()
{
    const std::pair<QWidget*, const char*> names[]
        = {{type, "event.type"},       {match, "event.match"},     {source, "event.source"},
           {id, "event.id"},           {newId, "event.newId"},     {contentType, "event.contentType"},
           {data, "event.data"},       {hint, "event.hint"},       {sendButton, "event.send"},
           {history, "event.history"}, {allRuns, "event.allRuns"}, {runsTitle, "event.runsTitle"}};
    for (const auto& [widget, name] : names)
        widget->setObjectName(QString::fromLatin1(name));
}

void EventsPage::Private::retranslate()
{
    newId->setText(EventsPage::tr("&New id"));
    sendButton->setText(EventsPage::tr("&Send event"));
    sendButton->setToolTip(EventsPage::tr("Send the event (Ctrl+Return)"));
    historyTitle->setText(EventsPage::tr("Sent &before"));
    history->setAccessibleName(EventsPage::tr("Events sent from this window"));
    allRuns->setText(EventsPage::tr("&All runs"));
    validate();
    showRuns();
}

void EventsPage::Private::connectParts()
{
    auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), q);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, q, [this] { send(); });
    connect(sendButton, &QPushButton::clicked, q, [this] { send(); });
    connect(newId, &QPushButton::clicked, q, [this] { id->setText(freshId()); });
    for (QLineEdit* edit : {static_cast<QLineEdit*>(type), source, id, contentType})
        connect(edit, &QLineEdit::textChanged, q, [this] { validate(); });
    connect(data, &QPlainTextEdit::textChanged, q, [this] { validate(); });
    connect(allRuns, &QCheckBox::toggled, q, [this] { showRuns(); });
    connect(history->selectionModel(), &QItemSelectionModel::currentChanged, q, [this] { showRuns(); });
    new RunTrouble(session, *bar);
    connect(&session.watch(), &client::Watch::changed, q, [this](models::Kind kind) {
        if (kind == models::Kind::Subscription || kind == models::Kind::Function)
            showMatches();
    });
}

models::CloudEvent EventsPage::Private::draft() const
{
    models::CloudEvent event = models::newCloudEvent(type->text().trimmed());
    event.source = source->text().trimmed();
    event.eventId = id->text().trimmed();
    event.contentType = contentType->text().trimmed();
    event.data = data->json();
    return event;
}

std::optional<QString> EventsPage::Private::firstProblem() const
{
    if (auto broken
        = models::explainViolation(models::ruleFor(models::emissionRules(), "eventType"), type->text().trimmed()))
        return EventsPage::tr("Event type: %1").arg(*broken);
    if (source->text().trimmed().isEmpty())
        return EventsPage::tr("An event needs a source.");
    if (id->text().trimmed().isEmpty())
        return EventsPage::tr("An event needs an id.");
    if (auto broken = data->problem())
        return EventsPage::tr("Data: %1").arg(*broken);
    return std::nullopt;
}

void EventsPage::Private::validate()
{
    const auto problem = firstProblem();
    sendButton->setEnabled(!sending && !problem);
    const bool untouched = type->text().isEmpty() && data->isEmptyText();
    if (problem)
        hint->say(untouched ? MessageLabel::Tone::Help : MessageLabel::Tone::Problem, *problem);
    else
        hint->say(MessageLabel::Tone::Help, sending ? EventsPage::tr("Sending…") : QString());
    showMatches();
}

void EventsPage::Private::showMatches()
{
    const QString wanted = type->text().trimmed();
    if (wanted.isEmpty()) {
        match->say(MessageLabel::Tone::Help, EventsPage::tr("Compared letter by letter; there are no wildcards."));
        return;
    }
    QStringList hits;
    bool missing = false;
    const auto& subscriptions = session.watch().resources(models::Kind::Subscription);
    for (const models::Subscription& subscription : models::matching(subscriptions, wanted)) {
        const models::Resource* function = session.watch().find(models::Kind::Function, subscription.function);
        missing = missing || !function;
        const QString state = function ? models::statusOf(*function).word : EventsPage::tr("does not exist");
        hits << EventsPage::tr("%1 → %2 (%3)").arg(subscription.name, subscription.function, state);
    }
    if (hits.isEmpty())
        match->say(MessageLabel::Tone::Warning,
                   EventsPage::tr("No subscription has this event type: the event will be dropped."));
    else
        match->say(missing ? MessageLabel::Tone::Warning : MessageLabel::Tone::Help,
                   EventsPage::tr("Hits %1").arg(hits.join(QStringLiteral(", "))));
}

void EventsPage::Private::send()
{
    if (!sendButton->isEnabled())
        return;
    sending = true;
    bar->clear();
    validate();
    const models::CloudEvent event = draft();
    client::whenDone(session.api().emitEvent(event), q, [this, event](models::Result<models::CloudEvent> answer) {
        sending = false;
        if (answer)
            accepted(event);
        else
            bar->showFailure(answer.error());
        validate();
    });
}

void EventsPage::Private::accepted(const models::CloudEvent& event)
{
    const bool dropped
        = models::matching(session.watch().resources(models::Kind::Subscription), event.eventType).empty();
    bar->showNotice(dropped ? EventsPage::tr("Queued, but no subscription has this event type.")
                            : EventsPage::tr("Queued. The runs it causes appear below."));
    sentEvents.add(event);
    markSent();
    // Only the id is used up: the next event must have another.
    if (id->text().trimmed() == event.eventId)
        id->setText(freshId());
    allRuns->setChecked(false);
    history->setCurrentIndex(sentEvents.index(0));
    showRuns();
    session.runWatch().lookNow();
    Q_EMIT q->sent(event.eventType, event.eventId);
}

void EventsPage::Private::showRuns()
{
    const models::CloudEvent* chosen = sentEvents.at(history->currentIndex().row());
    if (allRuns->isChecked()) {
        runsTitle->setText(EventsPage::tr("All runs"));
        runs->runs().setEventFilter({});
    } else if (chosen) {
        runsTitle->setText(EventsPage::tr("Runs caused by %1 (%2)").arg(chosen->eventType, chosen->eventId));
        runs->runs().setEventFilter(chosen->eventId);
    } else {
        runsTitle->setText(EventsPage::tr("Runs of the event you send appear here"));
        runs->runs().setEventFilter(kNoEvent);
    }
    runs->chooseNewest();
}

void EventsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    d->follower.follow(true);
}

void EventsPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    d->follower.follow(false);
}

} // namespace ui
