// SPDX-License-Identifier: Apache-2.0
#include "client/interruptedimport.h"

#include "client/changerules.h"
#include "client/failures.h"
#include "client/undoitem.h"
#include "client/whendone.h"
#include "client/worker.h"

#include <QDateTime>

#include <algorithm>
#include <set>

namespace client {

using models::Json;
using models::RecordKind;
using models::Result;

namespace {

using Place = std::pair<QString, QString>; ///< kind and name
using Copies = std::map<RecordKind, std::vector<Json>>; ///< as the server gave them

enum class Finding
{
    Done,
    Left,
    Unknown
};

/// One change with what the server tells about it.
struct Found
{
    ChangeRecord change;
    Finding finding = Finding::Left;
};

/// What the run meant to do, in its order.
std::vector<ChangeRecord> meantBy(const ImportRecord& run)
{
    std::vector<ChangeRecord> meant;
    const auto items = models::parseJson(run.plan);
    const auto text = [](const Json& form) { return form.is_null() ? QByteArray() : models::dumpJson(form); };
    for (const Json& entry : items && items->is_array() ? *items : Json::array()) {
        ChangeRecord change;
        change.at = QDateTime::currentMSecsSinceEpoch();
        change.connection = run.connection;
        change.run = run.id;
        change.kind = models::textAt(entry, "kind");
        change.name = models::textAt(entry, "name");
        change.operation = static_cast<ChangeOperation>(models::numberAt(entry, "operation"));
        change.before = text(models::valueAt(entry, "before"));
        if (change.operation != ChangeOperation::Delete)
            change.after = text(models::valueAt(entry, "after"));
        if (kindOf(change))
            meant.push_back(std::move(change));
    }
    return meant;
}

bool isSame(RecordKind kind, const Json& one, const Json& other)
{
    return one.is_null() || other.is_null() ? one.is_null() == other.is_null() : models::meansTheSame(kind, one, other);
}

/// Servers complete what they are given.
bool isCompleted(RecordKind kind, const Json& sent, const Json& copy)
{
    if (sent.is_null() || copy.is_null())
        return false;
    const auto differences = models::memberDifferences(kind, sent, copy);
    return std::all_of(differences.begin(), differences.end(),
                       [](const models::MemberDifference& difference) { return difference.before.isEmpty(); });
}

Finding compare(ChangeRecord& change, const Json& entity)
{
    const RecordKind kind = *kindOf(change);
    const Json copy = stateOf(entity) == models::State::Deleting ? Json() : kept(kind, entity);
    const Json before = formOf(change.before);
    const Json after = formOf(change.after);
    if (isSame(kind, before, after))
        return Finding::Unknown;
    if (isSame(kind, copy, before) || !(isSame(kind, copy, after) || isCompleted(kind, after, copy)))
        return Finding::Left;
    change.after = copy.is_null() ? QByteArray() : models::dumpJson(copy);
    return Finding::Done;
}

/// On a worker: there may be thousands.
std::vector<Found> compareAll(const std::vector<ChangeRecord>& open, const Copies& copies)
{
    std::map<Place, const Json*> byPlace;
    for (const auto& [kind, entities] : copies) {
        const QString kindName = QLatin1String(models::recordKind(kind).yamlKind);
        for (const Json& entity : entities)
            byPlace[{kindName, models::textAt(entity, "name")}] = &entity;
    }
    std::vector<Found> found;
    for (const ChangeRecord& change : open) {
        Found one{change, {}};
        const auto entity = byPlace.find({change.kind, change.name});
        one.finding = compare(one.change, entity == byPlace.end() ? Json() : *entity->second);
        found.push_back(std::move(one));
    }
    return found;
}

class Settling final : public QObject
{
public:
    Settling(Changes& changes, const ImportRecord& run)
        : QObject(&changes)
        , m_changes(changes)
    {
        m_answer.run = run;
        m_promise.start();
    }

    ~Settling() override
    {
        if (!m_isSettled)
            settle(models::failed(cancelledFailure(tried())));
    }

    Answer<InterruptedImport> future() const { return m_promise.future(); }

    void start()
    {
        whenDone(m_changes.journal().changesOfRun(m_answer.run.id), this,
                 [this](const Result<std::vector<ChangeRecord>>& known) {
                     if (known)
                         ask(*known);
                     else
                         end(models::failed(known.error()));
                 });
    }

private:
    static QString tried() { return Changes::tr("find out what an interrupted import had done"); }

    /// What the journal knows the end of needs no question.
    void ask(const std::vector<ChangeRecord>& known)
    {
        std::map<Place, const ChangeRecord*> latest;
        for (const ChangeRecord& change : known)
            latest.try_emplace({change.kind, change.name}, &change);
        for (ChangeRecord& meant : meantBy(m_answer.run)) {
            const auto written = latest.find({meant.kind, meant.name});
            if (written == latest.end())
                m_open.push_back(std::move(meant));
            else if (written->second->state == ChangeState::Intended)
                m_open.push_back(*written->second);
            else
                ++(written->second->state == ChangeState::Done ? m_answer.done : m_answer.left);
        }
        std::set<RecordKind> kinds;
        for (const ChangeRecord& change : m_open)
            kinds.insert(*kindOf(change));
        m_missing = kinds.size();
        if (kinds.empty())
            end(m_answer);
        for (const RecordKind kind : kinds) {
            whenDone(m_changes.api().records(kind), this,
                     [this, kind](const Result<std::vector<Json>>& answer) { take(kind, answer); });
        }
    }

    void take(RecordKind kind, const Result<std::vector<Json>>& answer)
    {
        if (m_isSettled)
            return;
        if (!answer) {
            end(models::failed(answer.error()));
            return;
        }
        m_copies[kind] = *answer;
        if (--m_missing > 0)
            return;
        whenDone(
            onWorker([open = std::move(m_open), copies = std::move(m_copies)] { return compareAll(open, copies); }),
            this, [this](const std::vector<Found>& found) { writeDown(found); });
    }

    void writeDown(const std::vector<Found>& found)
    {
        Journal& journal = m_changes.journal();
        for (const auto& [change, finding] : found) {
            const bool isWritten = change.id != 0;
            if (finding == Finding::Unknown) {
                ++m_answer.unknown;
            } else if (finding == Finding::Done) {
                ++m_answer.done;
                ChangeRecord done = change;
                done.state = ChangeState::Done;
                if (isWritten)
                    journal.updateChange(done.id, done.state, {}, done.after);
                else
                    journal.addChange(done);
            } else {
                ++m_answer.left;
                if (isWritten)
                    journal.updateChange(change.id, ChangeState::Failed, Changes::tr("It did not reach the server."));
            }
        }
        end(m_answer);
        Q_EMIT m_changes.made();
    }

    void end(Result<InterruptedImport> result)
    {
        settle(std::move(result));
        deleteLater();
    }

    void settle(Result<InterruptedImport> result)
    {
        m_isSettled = true;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

    Changes& m_changes;
    InterruptedImport m_answer;
    std::vector<ChangeRecord> m_open;
    Copies m_copies;
    std::size_t m_missing = 0;
    bool m_isSettled = false;
    QPromise<Result<InterruptedImport>> m_promise;
};

} // namespace

Answer<InterruptedImport> settleInterrupted(Changes& changes, const ImportRecord& run)
{
    auto* const settling = new Settling(changes, run);
    settling->start();
    return settling->future();
}

} // namespace client
