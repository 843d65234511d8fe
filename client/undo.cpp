// SPDX-License-Identifier: Apache-2.0
#include "client/undo.h"

#include "client/failures.h"
#include "client/takeback.h"
#include "client/undoitem.h"
#include "client/whendone.h"

namespace client {

using models::Failure;
using models::Result;

namespace {

/// Answers a promise in every case; the one who hears of it may delete the undo.
template <typename T> void keep(QPromise<Result<T>>& kept, Result<T> result)
{
    QPromise<Result<T>> promise = std::move(kept);
    promise.addResult(std::move(result));
    promise.finish();
}

} // namespace

/// One undo on its way.
class Undo::Job final : public QObject
{
public:
    Job(Changes& changes, const UndoOffer& offer, bool withoutValues, QObject* parent)
        : QObject(parent)
        , m_changes(changes)
        , m_run(offer.run)
        , m_work(changes, offer.items, withoutValues, this)
    {
        m_promise.start();
        connect(&m_work, &TakeBack::ended, this, &Job::ended);
        connect(&m_work, &TakeBack::over, this, &Job::settle);
    }

    ~Job() override
    {
        if (!m_settled)
            keep<Undone>(m_promise, models::failed(cancelledFailure(Undo::tr("take changes back"))));
    }

    Answer<Undone> future() const { return m_promise.future(); }
    void start() { m_work.start(); }

private:
    void ended(std::size_t item, const std::optional<Failure>& failure)
    {
        if (failure)
            m_undone.left.emplace_back(m_work.items()[item].change, *failure);
        else
            ++m_undone.done;
        if (m_promise.isCanceled())
            m_work.stop();
    }

    void settle()
    {
        m_settled = true;
        deleteLater();
        const std::size_t wanted = m_work.items().size();
        if (m_run > 0 && static_cast<std::size_t>(m_undone.done) == wanted)
            m_changes.journal().updateImport(m_run, QStringLiteral("rolledBack"));
        if (wanted == 1 && !m_undone.left.empty())
            keep<Undone>(m_promise, models::failed(m_undone.left.front().second));
        else
            keep<Undone>(m_promise, std::move(m_undone));
    }

    Changes& m_changes;
    const qint64 m_run;
    TakeBack m_work;
    Undone m_undone;
    bool m_settled = false;
    QPromise<Result<Undone>> m_promise;
};

Undo::Undo(Changes& changes, QObject* parent)
    : QObject(parent)
    , m_changes(changes)
{
}

Undo::~Undo()
{
    // Each job tells its caller while the changes still stand.
    qDeleteAll(findChildren<QObject*>(QString(), Qt::FindDirectChildrenOnly));
}

UndoOffer::Item Undo::itemOf(const ChangeRecord& change) const
{
    return undoItemOf(change, !m_changes.valuesBefore(change.id).empty());
}

UndoOffer Undo::offerOf(const std::vector<ChangeRecord>& changes, qint64 run) const
{
    UndoOffer offer;
    offer.run = run;
    for (const ChangeRecord& change : changes) {
        if (change.state == ChangeState::Done && change.connection == m_changes.connection())
            offer.items.push_back(itemOf(change));
    }
    return offer;
}

void Undo::offerRun(const std::shared_ptr<QPromise<Result<Offered>>>& promise, qint64 run)
{
    whenDone(m_changes.journal().changesOfRun(run), this,
             [this, promise, run](const Result<std::vector<ChangeRecord>>& all) {
                 if (!all)
                     keep<Offered>(*promise, models::failed(all.error()));
                 else if (UndoOffer offer = offerOf(*all, run); offer.items.empty())
                     keep<Offered>(*promise, Offered());
                 else
                     keep<Offered>(*promise, Offered(std::move(offer)));
             });
}

Answer<Undo::Offered> Undo::ofRun(qint64 run)
{
    auto promise = std::make_shared<QPromise<Result<Offered>>>();
    promise->start();
    auto future = promise->future();
    offerRun(promise, run);
    return future;
}

Answer<Undo::Offered> Undo::latest()
{
    auto promise = std::make_shared<QPromise<Result<Offered>>>();
    promise->start();
    auto future = promise->future();
    whenDone(m_changes.journal().latestDone(m_changes.connection()), this,
             [this, promise](const Result<std::optional<ChangeRecord>>& found) {
                 if (!found)
                     keep<Offered>(*promise, models::failed(found.error()));
                 else if (!*found)
                     keep<Offered>(*promise, Offered());
                 else if ((*found)->run == 0)
                     keep<Offered>(*promise, offerOf({**found}, 0));
                 else
                     offerRun(promise, (*found)->run);
             });
    return future;
}

Answer<Undone> Undo::undo(const UndoOffer& offer, bool withoutValues)
{
    auto* const job = new Job(m_changes, offer, withoutValues, this);
    auto future = job->future();
    job->start();
    return future;
}

} // namespace client
