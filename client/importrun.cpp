// SPDX-License-Identifier: Apache-2.0
#include "client/importrun.h"

#include "client/failures.h"
#include "client/sourcearchive.h"
#include "client/takeback.h"
#include "client/undoitem.h"
#include "client/whendone.h"
#include "client/worker.h"

#include <QDateTime>
#include <QPointer>

#include <algorithm>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Json;
using models::PlanAction;
using models::PlanItem;
using models::Result;
using ItemState = ImportOutcome::State;

namespace {

bool isOver(ItemState state)
{
    return state != ItemState::Waiting && state != ItemState::Running;
}

bool isGood(ItemState state)
{
    return state == ItemState::Done || state == ItemState::Same;
}

ChangeOperation operationOf(PlanAction action)
{
    switch (action) {
    case PlanAction::Create:
        return ChangeOperation::Create;
    case PlanAction::Delete:
        return ChangeOperation::Delete;
    default:
        return ChangeOperation::Update;
    }
}

Result<Json> withSource(const PlanItem& planned)
{
    Json body = planned.item.body;
    if (planned.item.sourcePath.isEmpty() || planned.action == PlanAction::Delete)
        return body;
    const Result<QByteArray> packed = packSource(planned.item.sourcePath);
    if (!packed)
        return tl::unexpected(packed.error());
    body["source"] = packed->toBase64().toStdString();
    return body;
}

} // namespace

ImportRun::ImportRun(Changes& changes, models::Plan plan, std::vector<bool> ticks, Options options, QObject* parent)
    : QObject(parent)
    , m_changes(changes)
    , m_plan(std::move(plan))
    , m_ticks(std::move(ticks))
    , m_options(options)
    , m_outcomes(m_plan.size())
    , m_open(m_plan.size(), 0)
    , m_users(m_plan.size())
{
    for (std::size_t i = 0; i < m_plan.size(); ++i) {
        for (const std::size_t needed : m_plan[i].needs) {
            if (!m_ticks[i] || !m_ticks[needed])
                continue;
            ++m_open[i];
            m_users[needed].push_back(i);
        }
    }
}

int ImportRun::count(ItemState state) const
{
    return static_cast<int>(std::count_if(m_outcomes.begin(), m_outcomes.end(),
                                          [state](const ImportOutcome& outcome) { return outcome.state == state; }));
}

int ImportRun::wanted() const
{
    return static_cast<int>(std::count(m_ticks.begin(), m_ticks.end(), true));
}

void ImportRun::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged();
}

void ImportRun::start()
{
    if (m_state != State::Ready)
        return;
    setState(State::Running);
    if (m_options.completes != 0) {
        m_run = m_options.completes;
        m_changes.journal().updateImport(m_run, QStringLiteral("running"));
        enterPhase();
        return;
    }
    ImportRecord record;
    record.connection = m_changes.connection();
    record.startedAt = QDateTime::currentMSecsSinceEpoch();
    record.title = m_options.title;
    record.state = QStringLiteral("running");
    record.plan = planForJournal();
    whenDone(m_changes.journal().addImport(record), this, [this](const Result<qint64>& run) {
        if (!run) {
            setState(State::Over);
            Q_EMIT refused(run.error());
            return;
        }
        m_run = *run;
        if (m_state == State::Running)
            enterPhase();
    });
}

/// What is meant to be done, without values of secrets.
QByteArray ImportRun::planForJournal() const
{
    Json items = Json::array();
    for (std::size_t i = 0; i < m_plan.size(); ++i) {
        if (!m_ticks[i])
            continue;
        const PlanItem& planned = m_plan[i];
        items.push_back({{"kind", models::recordKind(planned.item.kind).yamlKind},
                         {"name", models::toStd(planned.item.name)},
                         {"operation", static_cast<int>(operationOf(planned.action))},
                         {"before", planned.before},
                         {"after", models::withoutValues(planned.item.kind, planned.item.body)},
                         {"source", models::toStd(planned.item.sourcePath)}});
    }
    return models::dumpJson(items);
}

/// Creations and changes first, all by what they need; then the deletions, kind by kind, so that users go before what
/// they use.
void ImportRun::enterPhase()
{
    const auto isNext = [this](std::size_t i) {
        const PlanItem& planned = m_plan[i];
        const bool deletes = planned.action == PlanAction::Delete;
        return m_ticks[i] && m_outcomes[i].state == ItemState::Waiting
            && (m_deleting ? deletes && planned.item.kind == *m_deleting : !deletes);
    };
    for (std::size_t i = 0; i < m_plan.size(); ++i) {
        if (isNext(i) && m_open[i] == 0)
            m_ready.push_back(i);
    }
    pump();
}

/// The kind of the next deletion that is not done yet; nothing when all is over.
std::optional<models::RecordKind> ImportRun::nextDeletion() const
{
    for (std::size_t i = 0; i < m_plan.size(); ++i) {
        if (m_ticks[i] && m_plan[i].action == PlanAction::Delete && m_outcomes[i].state == ItemState::Waiting)
            return m_plan[i].item.kind;
    }
    return std::nullopt;
}

bool ImportRun::hasRoom() const
{
    return m_underWay < mostAtOnce(m_changes.api()) && m_unended < kMostUnended;
}

void ImportRun::pump()
{
    while (m_state == State::Running && hasRoom() && !m_ready.empty()) {
        const std::size_t item = m_ready.front();
        m_ready.pop_front();
        begin(item);
    }
    if (m_unended > 0 || (m_state != State::Running && m_state != State::Stopping))
        return;
    if (m_state == State::Running) {
        if ((m_deleting = nextDeletion())) {
            enterPhase();
            return;
        }
    }
    finish();
}

void ImportRun::begin(std::size_t item)
{
    ++m_underWay;
    ++m_unended;
    m_outcomes[item].state = ItemState::Running;
    Q_EMIT itemChanged(item);
    const PlanItem& planned = m_plan[item];
    if (planned.item.sourcePath.isEmpty()) {
        send(item, planned.item.body);
        return;
    }
    whenDone(onWorker([planned] { return withSource(planned); }), this, [this, item](const Result<Json>& body) {
        if (body) {
            send(item, *body);
            return;
        }
        --m_underWay;
        ended(item, tl::unexpected(body.error()));
    });
}

void ImportRun::send(std::size_t item, Json body)
{
    const PlanItem& planned = m_plan[item];
    ChangeOrder order;
    order.kind = planned.item.kind;
    order.operation = operationOf(planned.action);
    order.body = std::move(body);
    order.expected = planned.before;
    order.run = m_run;
    // The server is free for the next one while this one is written down.
    order.onAnswered = [run = QPointer(this)](bool isGood) {
        if (!run)
            return;
        --run->m_underWay;
        if (isGood) // a failure may stop the run
            run->pump();
    };
    whenDone(m_changes.make(std::move(order)), this,
             [this, item](const Result<Changed>& changed) { ended(item, changed); });
}

void ImportRun::ended(std::size_t item, const Result<Changed>& changed)
{
    --m_unended;
    ImportOutcome outcome;
    if (changed) {
        outcome.state = changed->wasNeeded ? ItemState::Done : ItemState::Same;
        outcome.change = changed->id;
    } else {
        outcome.state = ItemState::Failed;
        outcome.failure = changed.error();
    }
    settle(item, std::move(outcome));
    if (!changed && m_options.stopsAtFailure)
        stop();
    pump();
}

void ImportRun::settle(std::size_t item, ImportOutcome outcome)
{
    const bool good = isGood(outcome.state);
    m_outcomes[item] = std::move(outcome);
    Q_EMIT itemChanged(item);
    for (const std::size_t user : m_users[item]) {
        if (isOver(m_outcomes[user].state))
            continue;
        if (good && --m_open[user] == 0)
            m_ready.push_back(user);
        else if (!good)
            settle(user, skipped(item));
    }
}

ImportOutcome ImportRun::skipped(std::size_t because) const
{
    Failure failure;
    failure.kind = FailureKind::Cancelled;
    failure.meaning = tr("Not tried, because %1 %2 did not work.")
                          .arg(models::nounOf(m_plan[because].item.kind), m_plan[because].item.name);
    return {ItemState::Skipped, failure, 0};
}

void ImportRun::stop()
{
    if (m_state != State::Running)
        return;
    setState(State::Stopping);
    pump();
}

void ImportRun::finish()
{
    Failure stopped;
    stopped.kind = FailureKind::Cancelled;
    stopped.meaning = tr("Not tried: the import was stopped before.");
    for (std::size_t i = 0; i < m_plan.size(); ++i) {
        if (!m_ticks[i] || m_outcomes[i].state != ItemState::Waiting)
            continue;
        m_outcomes[i] = {ItemState::Skipped, stopped, 0};
        Q_EMIT itemChanged(i);
    }
    const bool whole = m_state == State::Running && count(ItemState::Failed) == 0;
    m_changes.journal().updateImport(m_run, whole ? QStringLiteral("done") : QStringLiteral("stopped"));
    setState(State::Over);
}

bool ImportRun::canRollBack() const
{
    return m_state == State::Over && !m_wasTakenBack && (m_options.completes != 0 || count(ItemState::Done) > 0);
}

void ImportRun::rollBack()
{
    if (!canRollBack())
        return;
    m_wasTakenBack = true;
    setState(State::RollingBack);
    whenDone(m_changes.journal().changesOfRun(m_run), this, [this](const Result<std::vector<ChangeRecord>>& changes) {
        if (!changes) {
            m_wasTakenBack = false;
            setState(State::Over);
            Q_EMIT refused(changes.error());
            return;
        }
        takeBack(*changes);
    });
}

void ImportRun::takeBack(const std::vector<ChangeRecord>& changes)
{
    for (std::size_t i = 0; i < m_plan.size(); ++i)
        m_places[{m_plan[i].item.kind, m_plan[i].item.name}] = i;
    std::vector<UndoOffer::Item> items;
    for (const ChangeRecord& change : changes) {
        if (change.state == ChangeState::Done)
            items.push_back(undoItemOf(change, !m_changes.valuesBefore(change.id).empty()));
    }
    auto* const work = new TakeBack(m_changes, std::move(items), false, this);
    connect(work, &TakeBack::ended, this, [this, work](std::size_t item, const std::optional<Failure>& failure) {
        takenBack(work->items()[item].change, failure);
    });
    connect(work, &TakeBack::over, this, [this, work] {
        work->deleteLater();
        if (count(ItemState::NotRolledBack) == 0)
            m_changes.journal().updateImport(m_run, QStringLiteral("rolledBack"));
        setState(State::Over);
    });
    work->start();
}

void ImportRun::takenBack(const ChangeRecord& change, const std::optional<Failure>& failure)
{
    const auto kind = kindOf(change);
    const auto found = kind ? m_places.find({*kind, change.name}) : m_places.end();
    if (found != m_places.end()) {
        const std::size_t item = found->second;
        m_outcomes[item].state = failure ? ItemState::NotRolledBack : ItemState::RolledBack;
        m_outcomes[item].failure = failure;
        Q_EMIT itemChanged(item);
    } else if (failure) {
        Q_EMIT refused(*failure);
    }
}

models::ImportReading intentionOf(const ImportRecord& run)
{
    models::ImportReading reading;
    const auto items = models::parseJson(run.plan);
    for (const Json& entry : items && items->is_array() ? *items : Json::array()) {
        const models::RecordKindInfo* info = models::recordKindByYaml(models::textAt(entry, "kind"));
        if (!info)
            continue;
        if (models::numberAt(entry, "operation") == static_cast<int>(ChangeOperation::Delete)) {
            reading.deletions.emplace(info->kind, models::textAt(entry, "name"));
            continue;
        }
        models::ImportItem item;
        item.kind = info->kind;
        item.name = models::textAt(entry, "name");
        item.body = models::valueAt(entry, "after");
        item.sourcePath = models::textAt(entry, "source");
        item.origin.file = run.title;
        if (item.kind == models::RecordKind::Secret && item.body.contains("secrets"))
            reading.complaints.push_back({item.origin, item.name,
                                          ImportRun::tr("The values of this secret are not kept."),
                                          ImportRun::tr("Import its file again.")});
        else
            reading.items.push_back(std::move(item));
    }
    return reading;
}

} // namespace client
