// SPDX-License-Identifier: Apache-2.0
#include "client/undo.h"

#include "client/failures.h"
#include "client/undoitem.h"
#include "client/whendone.h"

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

Failure refused(const UndoOffer::Item& item, const QString& why)
{
    Failure failure;
    failure.kind = FailureKind::Invalid;
    failure.tried = Undo::tr("take back the change of %1").arg(item.change.name);
    failure.meaning = why;
    return failure;
}

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
        , m_offer(offer)
        , m_withoutValues(withoutValues)
    {
        m_promise.start();
    }

    ~Job() override
    {
        if (!m_settled)
            keep<Undone>(m_promise, models::failed(cancelledFailure(Undo::tr("take changes back"))));
    }

    Answer<Undone> future() const { return m_promise.future(); }

    void next()
    {
        if (m_promise.isCanceled() || m_next == m_offer.items.size()) {
            settle();
            return;
        }
        const UndoOffer::Item& item = m_offer.items[m_next];
        const auto values = m_changes.valuesBefore(item.change.id);
        QString why = item.refusal;
        if (why.isEmpty() && item.valuesAreGone && values.empty() && !m_withoutValues)
            why = Undo::tr(
                      "The values that the secret %1 had are gone: they are never written to the disk. It can come "
                      "back only with its keys.")
                      .arg(item.change.name);
        if (!why.isEmpty()) {
            leave(refused(item, why));
            return;
        }
        whenDone(m_changes.make(inverseOf(item.change, values)), this,
                 [this](const Result<Changed>& changed) { ended(changed); });
    }

private:
    void ended(const Result<Changed>& changed)
    {
        if (!changed) {
            leave(changed.error());
            return;
        }
        // The server has it so already.
        if (!changed->wasNeeded)
            m_changes.journal().updateChange(m_offer.items[m_next].change.id, ChangeState::Undone);
        ++m_undone.done;
        ++m_next;
        next();
    }

    void leave(Failure failure)
    {
        m_undone.left.emplace_back(m_offer.items[m_next].change, std::move(failure));
        ++m_next;
        next();
    }

    void settle()
    {
        m_settled = true;
        deleteLater();
        if (m_offer.run > 0 && m_undone.left.empty() && m_next == m_offer.items.size())
            m_changes.journal().updateImport(m_offer.run, QStringLiteral("rolledBack"));
        if (m_offer.items.size() == 1 && !m_undone.left.empty())
            keep<Undone>(m_promise, models::failed(m_undone.left.front().second));
        else
            keep<Undone>(m_promise, std::move(m_undone));
    }

    Changes& m_changes;
    const UndoOffer m_offer;
    const bool m_withoutValues;
    Undone m_undone;
    std::size_t m_next = 0;
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

Answer<std::optional<UndoOffer>> Undo::latest()
{
    using Offered = std::optional<UndoOffer>;
    auto promise = std::make_shared<QPromise<Result<Offered>>>();
    promise->start();
    auto future = promise->future();
    const auto offer = [this, promise](const std::vector<ChangeRecord>& changes, qint64 run) {
        UndoOffer made;
        made.run = run;
        for (const ChangeRecord& change : changes) {
            if (change.state == ChangeState::Done && change.connection == m_changes.connection())
                made.items.push_back(itemOf(change));
        }
        keep<Offered>(*promise, made);
    };
    whenDone(m_changes.journal().latestDone(m_changes.connection()), this,
             [this, promise, offer](const Result<std::optional<ChangeRecord>>& found) {
                 if (!found) {
                     keep<Offered>(*promise, models::failed(found.error()));
                 } else if (!*found) {
                     keep<Offered>(*promise, Offered());
                 } else if (const qint64 run = (*found)->run; run == 0) {
                     offer({**found}, 0);
                 } else {
                     whenDone(m_changes.journal().changesOfRun(run), this,
                              [promise, offer, run](const Result<std::vector<ChangeRecord>>& all) {
                                  if (all)
                                      offer(*all, run);
                                  else
                                      keep<Offered>(*promise, models::failed(all.error()));
                              });
                 }
             });
    return future;
}

Answer<Undone> Undo::undo(const UndoOffer& offer, bool withoutValues)
{
    auto* const job = new Job(m_changes, offer, withoutValues, this);
    auto future = job->future();
    job->next();
    return future;
}

} // namespace client
