// SPDX-License-Identifier: Apache-2.0
#include "client/changejob.h"

#include "client/changerules.h"
#include "client/failures.h"

#include <QDateTime>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Json;
using models::RecordKind;
using models::Result;

namespace {

constexpr int kGoneLookMSecs = 500;
constexpr int kMostGoneLooks = 60;

} // namespace

ChangeJob::ChangeJob(DispatchClient& api, Journal& journal, const QString& connection, ChangeOrder order,
                     QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_journal(journal)
    , m_connection(connection)
    , m_order(std::move(order))
{
    m_promise.start();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kGoneLookMSecs);
    connect(&m_pause, &QTimer::timeout, this, &ChangeJob::askWhetherGone);
    connect(&m_outer, &QFutureWatcherBase::canceled, this, &ChangeJob::onCancelled);
    m_outer.setFuture(m_promise.future());
}

ChangeJob::~ChangeJob()
{
    m_pending.cancel();
    if (m_settled)
        return;
    Failure failure = cancelledFailure(tried());
    failure.mayHaveHappened = m_sent;
    const Result<Changed> ending = models::failed(failure);
    keepEnding(ending);
    m_promise.addResult(ending);
    m_promise.finish();
}

QString ChangeJob::name() const
{
    return models::textAt(m_order.body, "name");
}

/// An import lets what is on its way come to its end.
Company ChangeJob::company() const
{
    return m_order.run != 0 ? Company::Welcome : Company::Alone;
}

QString ChangeJob::tried() const
{
    const QString noun = models::nounOf(m_order.kind);
    switch (m_order.operation) {
    case ChangeOperation::Create:
        return Changes::tr("create %1 %2").arg(noun, name());
    case ChangeOperation::Update:
        return Changes::tr("change %1 %2").arg(noun, name());
    case ChangeOperation::Delete:
        break;
    }
    return Changes::tr("delete %1 %2").arg(noun, name());
}

template <typename T, typename Then> void ChangeJob::await(const QFuture<Result<T>>& future, Then then)
{
    m_pending = QFuture<void>(future);
    whenDone(future, this, [this, then = std::move(then)](const Result<T>& answer) {
        if (!m_settled)
            then(answer);
    });
}

// ----- looking

void ChangeJob::start()
{
    if (m_order.operation == ChangeOperation::Create && m_order.expected && m_order.expected->is_null())
        writeDown();
    else
        look();
}

void ChangeJob::look()
{
    await(m_api.record(m_order.kind, name(), company()), [this](const Result<Json>& answer) { looked(answer); });
}

void ChangeJob::looked(const Result<Json>& answer)
{
    if (!answer && answer.error().kind != FailureKind::NotFound) {
        fail(answer.error());
        return;
    }
    m_copy = answer ? *answer : Json();
    if (m_order.operation == ChangeOperation::Create && stateOf(m_copy) == models::State::Deleting)
        awaitGone([this] {
            m_copy = nullptr;
            judge({});
        });
    else
        judge(answer ? std::nullopt : std::optional(answer.error()));
}

void ChangeJob::judge(const std::optional<Failure>& missing)
{
    if (isSoAlready()) {
        succeed(false);
    } else if (!isAsExpected(m_order, m_copy)) {
        Failure failure;
        failure.kind = FailureKind::Conflict;
        failure.tried = tried();
        failure.cameBack = m_copy.is_null() ? Changes::tr("there is none") : Changes::tr("it is not as it was");
        failure.meaning = Changes::tr("The %1 %2 was changed on the server meanwhile. Nothing was done.")
                              .arg(models::nounOf(m_order.kind), name());
        failure.remedy = Changes::tr("Look at it again, then decide.");
        fail(failure);
    } else if (m_copy.is_null() && m_order.operation == ChangeOperation::Update) {
        fail(missing.value_or(Failure()));
    } else {
        m_order.body = withHidden(m_order, m_copy);
        writeDown();
    }
}

/// Whoever made it so, as after a crash.
bool ChangeJob::isSoAlready() const
{
    if (m_order.operation == ChangeOperation::Delete)
        return m_copy.is_null();
    ChangeOrder order = m_order;
    order.body = withHidden(m_order, m_copy);
    return !isNeeded(order, m_copy);
}

// ----- doing

QByteArray ChangeJob::keptText(const Json& entity) const
{
    const Json form = kept(m_order.kind, entity);
    return form.is_null() ? QByteArray() : models::dumpJson(form);
}

ChangeRecord ChangeJob::record(ChangeOperation operation, ChangeState state) const
{
    ChangeRecord made;
    made.at = QDateTime::currentMSecsSinceEpoch();
    made.connection = m_connection;
    made.run = m_order.run;
    made.kind = QLatin1String(models::recordKind(m_order.kind).yamlKind);
    made.name = name();
    made.operation = operation;
    made.before = keptText(m_copy);
    made.after = operation == ChangeOperation::Delete ? QByteArray() : keptText(m_order.body);
    made.state = state;
    return made;
}

void ChangeJob::writeDown()
{
    m_writing = m_journal.addChange(record(m_order.operation, ChangeState::Intended));
    // What an import means to do is on disk already, as a whole: the server need not wait for each part.
    if (m_order.run != 0 && m_order.undoes == 0) {
        whenDone(m_writing, this, [this](const Result<qint64>& id) {
            m_id = id.value_or(0);
            m_isWritten = true;
            if (m_whenWritten)
                m_whenWritten();
        });
        send();
        return;
    }
    // Not await(): what is written is wanted also when the rest is cancelled.
    whenDone(m_writing, this, [this](const Result<qint64>& id) {
        if (m_settled)
            return;
        if (!id) {
            fail(id.error());
            return;
        }
        m_id = *id;
        m_isWritten = true;
        send();
    });
}

void ChangeJob::send()
{
    const bool isLocal = m_api.door().connection().isLocal;
    if (m_order.operation == ChangeOperation::Create) {
        create();
    } else if (m_order.operation == ChangeOperation::Delete) {
        m_sent = true;
        await(m_api.removeRecord(m_order.kind, name(), company()), [this](const Result<bool>& removed) {
            // Somebody else was faster: what was wanted is so.
            if (removed || removed.error().kind == FailureKind::NotFound)
                succeed(removed.has_value());
            else
                fail(removed.error());
        });
    } else if (m_order.kind == RecordKind::Subscription && !isLocal
               && models::textAt(m_copy, "eventType") == models::textAt(m_order.body, "eventType")) {
        replace();
    } else {
        m_sent = true;
        await(m_api.updateRecord(m_order.kind, m_order.body, company()), [this](const Result<Json>& changed) {
            if (changed)
                taken(*changed);
            else
                fail(changed.error());
        });
    }
}

void ChangeJob::create()
{
    m_sent = true;
    await(m_api.createRecord(m_order.kind, m_order.body, company()), [this](const Result<Json>& made) {
        if (made)
            taken(*made);
        else
            refusedToCreate(made.error());
    });
}

/// The name may be that of one whose deletion is under way.
void ChangeJob::refusedToCreate(const Failure& refusal)
{
    if (refusal.kind != FailureKind::Conflict || std::exchange(m_created, true)) {
        fail(refusal);
        return;
    }
    m_sent = m_oldDeleted;
    await(m_api.record(m_order.kind, name(), company()), [this, refusal](const Result<Json>& copy) {
        if (copy && stateOf(*copy) == models::State::Deleting)
            awaitGone([this] { create(); });
        else
            fail(refusal);
    });
}

/// Original servers break down on the update of a subscription that keeps its event type (contract §9.1).
void ChangeJob::replace()
{
    m_sent = true;
    m_removing = true;
    whenDone(m_api.removeRecord(m_order.kind, name(), company()), this, [this](const Result<bool>& removed) {
        m_removing = false;
        const bool isGone = removed || removed.error().kind == FailureKind::NotFound;
        if (isGone)
            oldIsGone();
        if (m_settled) {
            m_journal.updateChange(m_id, ChangeState::Failed, Changes::tr("cancelled"));
            deleteLater();
        } else if (isGone)
            awaitGone([this] { create(); });
        else
            fail(removed.error());
    });
}

void ChangeJob::oldIsGone()
{
    m_oldDeleted = true;
    Q_EMIT oldDeleted(m_order.kind, name());
    if (m_settled)
        keepHalf();
}

/// A replacement that ended half way is a deletion.
void ChangeJob::keepHalf()
{
    m_journal.addChange(record(ChangeOperation::Delete, ChangeState::Done));
    Q_EMIT done(0, {});
}

void ChangeJob::awaitGone(std::function<void()> then)
{
    m_whenGone = std::move(then);
    m_looks = 0;
    m_pause.start();
}

void ChangeJob::askWhetherGone()
{
    await(m_api.record(m_order.kind, name(), company()), [this](const Result<Json>& still) {
        if (!still && still.error().kind == FailureKind::NotFound) {
            m_whenGone();
        } else if (!still) {
            fail(still.error());
        } else if (++m_looks < kMostGoneLooks) {
            m_pause.start();
        } else {
            Failure failure;
            failure.kind = FailureKind::TimedOut;
            failure.tried = Changes::tr("replace %1 %2").arg(models::nounOf(m_order.kind), name());
            failure.meaning = Changes::tr("The old one is still being deleted.");
            failure.remedy = Changes::tr("Wait until it is gone from the list, then save again.");
            fail(failure);
        }
    });
}

// ----- ending

void ChangeJob::onCancelled()
{
    m_pause.stop();
    if (!m_removing)
        m_pending.cancel();
    fail(cancelledFailure(tried()));
}

/// Servers complete what they are given: a driver is exposed by its type, the address of an API gets a prefix.
void ChangeJob::taken(const Json& answer)
{
    if (models::textAt(answer, "name") == name())
        m_answer = keptText(answer);
    succeed(true);
}

void ChangeJob::succeed(bool wasNeeded)
{
    tellAnswered(true);
    // Whoever hears of it may want to take it back by its number.
    if (m_writing.isValid() && !m_isWritten) {
        m_whenWritten = [this, wasNeeded] { succeed(wasNeeded); };
        return;
    }
    settle(Changed{m_id, kept(m_order.kind, m_copy), wasNeeded});
}

void ChangeJob::tellAnswered(bool isGood)
{
    if (const auto tell = std::exchange(m_order.onAnswered, {}))
        tell(isGood);
}

void ChangeJob::fail(Failure failure)
{
    failure.mayHaveHappened = failure.mayHaveHappened && m_sent;
    settle(models::failed(std::move(failure)));
}

void ChangeJob::keepEnding(const Result<Changed>& result)
{
    if (m_id == 0) {
        if (!m_writing.isValid())
            return;
        // It ended while it was written down. The journal outlives us.
        const bool isOpen = m_sent && !result && result.error().mayHaveHappened;
        whenDone(m_writing, &m_journal, [&journal = m_journal, isOpen](const Result<qint64>& id) {
            if (id && !isOpen)
                journal.updateChange(*id, ChangeState::Failed, Changes::tr("cancelled"));
        });
    } else if (result && result->wasNeeded) {
        const bool takesBack = m_order.undoes > 0;
        m_journal.updateChange(m_id, takesBack ? ChangeState::Undone : ChangeState::Done, {}, m_answer);
        if (takesBack)
            m_journal.updateChange(m_order.undoes, ChangeState::Undone);
    } else if (result) {
        m_journal.updateChange(m_id, ChangeState::Failed, Changes::tr("It was gone already."));
    } else {
        const bool isOpen = result.error().mayHaveHappened && !m_oldDeleted;
        m_journal.updateChange(m_id, isOpen ? ChangeState::Intended : ChangeState::Failed, result.error().summary());
        if (m_oldDeleted)
            keepHalf();
    }
}

/// The one who hears of it may delete the changes and this job with them.
void ChangeJob::settle(Result<Changed> result)
{
    if (std::exchange(m_settled, true))
        return;
    m_pause.stop();
    tellAnswered(result.has_value());
    keepEnding(result);
    if (result && result->wasNeeded)
        Q_EMIT done(m_id, valuesOf(m_order.kind, m_copy));
    if (!m_removing)
        deleteLater();
    QPromise<Result<Changed>> promise = std::move(m_promise);
    promise.addResult(std::move(result));
    promise.finish();
}

} // namespace client
