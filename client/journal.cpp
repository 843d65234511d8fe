// SPDX-License-Identifier: Apache-2.0
#include "client/journal.h"

#include "client/journalstore.h"

#include <QDir>
#include <QPromise>
#include <QThread>

#include <algorithm>
#include <deque>
#include <mutex>

namespace client {

using models::Result;

/// The thread and what lives on it.
class Journal::Worker final : public QObject
{
public:
    Worker(Journal* journal, const QString& path)
        : m_journal(journal)
        , m_path(path)
    {
        m_thread.setObjectName(QStringLiteral("journal"));
        moveToThread(&m_thread);
        m_thread.start();
    }

    ~Worker() override
    {
        // What was asked for before comes before this.
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_store.reset();
                m_thread.quit();
            },
            Qt::QueuedConnection);
        m_thread.wait();
    }

    /// Tells the one who asked; with a failure when what was done could not be kept.
    using Tell = std::function<void(const std::optional<models::Failure>& notKept)>;

    struct Task
    {
        std::function<Tell()> run;
        bool isGrouped = false; ///< may share a transaction with its neighbours
    };

    void post(Task task)
    {
        {
            const std::lock_guard lock(m_guard);
            m_tasks.push_back(std::move(task));
        }
        QMetaObject::invokeMethod(this, &Worker::work, Qt::QueuedConnection);
    }

    template <typename T> Result<T> perform(const std::function<Result<T>(JournalStore&)>& work)
    {
        if (!m_store) {
            m_store = std::make_unique<JournalStore>(m_path);
            m_opened = m_store->open();
        }
        if (!m_opened)
            return models::failed(m_opened.error());
        Result<T> result = work(*m_store);
        if (m_store->isDamaged()) {
            m_opened = m_store->startAnew();
            if (m_opened)
                result = work(*m_store);
        }
        if (auto notice = m_store->takeNotice())
            Q_EMIT m_journal->movedAside(*notice);
        return result;
    }

private:
    /// The next task, with those behind it that may share its transaction.
    std::vector<Task> takeNext()
    {
        const std::lock_guard lock(m_guard);
        const auto alone
            = std::find_if(m_tasks.begin(), m_tasks.end(), [](const Task& task) { return !task.isGrouped; });
        const auto end = alone == m_tasks.begin() && !m_tasks.empty() ? alone + 1 : alone;
        std::vector<Task> next(std::make_move_iterator(m_tasks.begin()), std::make_move_iterator(end));
        m_tasks.erase(m_tasks.begin(), end);
        return next;
    }

    void work()
    {
        const std::vector<Task> tasks = takeNext();
        const bool isGroup
            = tasks.size() > 1 && perform<bool>([](JournalStore& store) { return store.beginGroup(); }).has_value();
        std::vector<Tell> tells;
        for (const Task& task : tasks)
            tells.push_back(task.run());
        std::optional<models::Failure> notKept;
        if (isGroup) {
            if (const auto kept = perform<bool>([](JournalStore& store) { return store.endGroup(); }); !kept)
                notKept = kept.error();
        }
        for (const Tell& tell : tells)
            tell(notKept);
    }

    Journal* const m_journal;
    const QString m_path;
    QThread m_thread;
    std::mutex m_guard;
    std::deque<Task> m_tasks;
    std::unique_ptr<JournalStore> m_store;
    Result<bool> m_opened = false;
};

Journal::Journal(const QString& dataFolder, QObject* parent)
    : QObject(parent)
    , m_path(QDir(dataFolder).filePath(QStringLiteral("journal.db")))
    , m_worker(std::make_unique<Worker>(this, m_path))
{
    qRegisterMetaType<models::Failure>();
}

Journal::~Journal() = default;

template <typename T> Journal::Told<T> Journal::ask(std::function<Result<T>(JournalStore&)> work, bool isGrouped)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto future = promise->future();
    auto run = [worker = m_worker.get(), promise, work = std::move(work)]() -> Worker::Tell {
        return [promise, result = worker->template perform<T>(work)](const std::optional<models::Failure>& notKept) {
            promise->addResult(notKept ? models::failed(*notKept) : result);
            promise->finish();
        };
    };
    m_worker->post({std::move(run), isGrouped});
    return future;
}

Journal::Told<bool> Journal::opened()
{
    return ask<bool>([](JournalStore&) -> Result<bool> { return true; });
}

Journal::Told<qint64> Journal::addSent(const SentEvent& sent)
{
    const auto told = ask<qint64>([sent](JournalStore& store) { return store.addSent(sent); });
    Q_EMIT sentAdded();
    return told;
}

Journal::Told<bool> Journal::updateAnswer(qint64 id, int httpStatus, const QString& answer)
{
    return ask<bool>([=](JournalStore& store) { return store.updateAnswer(id, httpStatus, answer); });
}

Journal::Told<bool> Journal::updateRuns(qint64 id, const QByteArray& runs)
{
    return ask<bool>([=](JournalStore& store) { return store.updateRuns(id, runs); });
}

Journal::Told<std::vector<SentEvent>> Journal::search(const SentQuery& query)
{
    return ask<std::vector<SentEvent>>([query](JournalStore& store) { return store.search(query); });
}

Journal::Told<SentEvent> Journal::sent(qint64 id)
{
    return ask<SentEvent>([id](JournalStore& store) { return store.sent(id); });
}

Journal::Told<bool> Journal::removeSent(qint64 id)
{
    return ask<bool>([id](JournalStore& store) { return store.removeSent(id); });
}

Journal::Told<bool> Journal::saveDraft(const QString& connection, const QByteArray& draft)
{
    return ask<bool>([=](JournalStore& store) { return store.saveDraft(connection, draft); });
}

Journal::Told<QByteArray> Journal::loadDraft(const QString& connection)
{
    return ask<QByteArray>([connection](JournalStore& store) { return store.loadDraft(connection); });
}

Journal::Told<QStringList> Journal::unmentioned(const QStringList& names)
{
    return ask<QStringList>([names](JournalStore& store) { return store.unmentioned(names); });
}

Journal::Told<qint64> Journal::addJob(const JobRecord& job)
{
    return ask<qint64>([job](JournalStore& store) { return store.addJob(job); });
}

Journal::Told<bool> Journal::updateJob(qint64 id, const QString& state)
{
    return ask<bool>([=](JournalStore& store) { return store.updateJob(id, state); });
}

Journal::Told<std::vector<JobRecord>> Journal::jobs(int limit)
{
    return ask<std::vector<JobRecord>>([limit](JournalStore& store) { return store.jobs(limit); });
}

Journal::Told<bool> Journal::writeLedger(qint64 job, const std::vector<LedgerLine>& lines)
{
    return ask<bool>([=](JournalStore& store) { return store.writeLedger(job, lines); });
}

Journal::Told<std::vector<LedgerLine>> Journal::ledger(qint64 job, qint64 firstSeq, int limit)
{
    return ask<std::vector<LedgerLine>>([=](JournalStore& store) { return store.ledger(job, firstSeq, limit); });
}

Journal::Told<qint64> Journal::addChange(const ChangeRecord& change)
{
    return ask<qint64>([change](JournalStore& store) { return store.addChange(change); }, change.run != 0);
}

Journal::Told<bool> Journal::updateChange(qint64 id, ChangeState state, const QString& note, const QByteArray& after)
{
    return ask<bool>([=](JournalStore& store) { return store.updateChange(id, state, note, after); }, true);
}

Journal::Told<std::vector<ChangeRecord>> Journal::changes(const QString& connection, int limit, qint64 beforeId)
{
    return ask<std::vector<ChangeRecord>>(
        [=](JournalStore& store) { return store.changes(connection, limit, beforeId); });
}

Journal::Told<std::vector<ChangeRecord>> Journal::changesOfRun(qint64 run)
{
    return ask<std::vector<ChangeRecord>>([run](JournalStore& store) { return store.changesOfRun(run); });
}

Journal::Told<std::optional<ChangeRecord>> Journal::latestDone(const QString& connection)
{
    return ask<std::optional<ChangeRecord>>([connection](JournalStore& store) { return store.latestDone(connection); });
}

Journal::Told<qint64> Journal::addImport(const ImportRecord& import)
{
    return ask<qint64>([import](JournalStore& store) { return store.addImport(import); });
}

Journal::Told<bool> Journal::updateImport(qint64 id, const QString& state)
{
    return ask<bool>([=](JournalStore& store) { return store.updateImport(id, state); });
}

Journal::Told<std::vector<ImportRecord>> Journal::imports(const QString& connection, int limit)
{
    return ask<std::vector<ImportRecord>>([=](JournalStore& store) { return store.imports(connection, limit); });
}

} // namespace client
