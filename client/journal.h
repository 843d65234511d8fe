// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/journalrecords.h"
#include "models/result.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace client {

class JournalStore;

/// Everything ever sent with what came of it, the draft being composed per connection, the ledgers of jobs, and the
/// changes that can be taken back: one SQLite file in the data folder, read and written on a thread of its own, in the
/// order of the calls. Futures finish on that thread, so continue with whenDone(future, context, …). What was asked for
/// is written before the destructor ends.
class Journal final : public QObject
{
    Q_OBJECT
public:
    template <typename T> using Told = QFuture<models::Result<T>>;

    static constexpr qint64 kMostChanges = 20'000;
    static constexpr qint64 kMostImports = 200; ///< each may have a plan of thousands of items

    explicit Journal(const QString& dataFolder, QObject* parent = nullptr);
    ~Journal() override;

    QString path() const { return m_path; }
    /// Fails with kind Storage when there is no using the file: then every call fails so, and nothing is overwritten.
    Told<bool> opened();

    /// Answers the id. The text is cut to what is searched.
    Told<qint64> addSent(const SentEvent& sent);
    Told<bool> updateAnswer(qint64 id, int httpStatus, const QString& answer);
    Told<bool> updateRuns(qint64 id, const QByteArray& runs);
    /// Newest first, without draft and runs.
    Told<std::vector<SentEvent>> search(const SentQuery& query);
    /// One with everything; kind NotFound when it was removed.
    Told<SentEvent> sent(qint64 id);
    Told<bool> removeSent(qint64 id);

    Told<bool> saveDraft(const QString& connection, const QByteArray& draft);
    /// Empty when there is none.
    Told<QByteArray> loadDraft(const QString& connection);

    /// Those of the names that stand in no draft: neither in one being composed, nor in one that was sent, nor in that
    /// of a job.
    Told<QStringList> unmentioned(const QStringList& names);

    /// Answers the id.
    Told<qint64> addJob(const JobRecord& job);
    Told<bool> updateJob(qint64 id, const QString& state);
    /// Newest first.
    Told<std::vector<JobRecord>> jobs(int limit);
    /// All in one transaction; a line of the same number is replaced.
    Told<bool> writeLedger(qint64 job, const std::vector<LedgerLine>& lines);
    /// In the order of their numbers, from `firstSeq` on.
    Told<std::vector<LedgerLine>> ledger(qint64 job, qint64 firstSeq, int limit);

    /// Answers the id once it is on the disk. The oldest beyond kMostChanges are dropped.
    Told<qint64> addChange(const ChangeRecord& change);
    /// `after` when the server made something else of it than was sent.
    Told<bool> updateChange(qint64 id, ChangeState state, const QString& note = {}, const QByteArray& after = {});
    /// Newest first; the next page begins before the id of the last one seen.
    Told<std::vector<ChangeRecord>> changes(const QString& connection, int limit, qint64 beforeId = 0);
    /// Newest first.
    Told<std::vector<ChangeRecord>> changesOfRun(qint64 run);
    /// The newest of the state Done.
    Told<std::optional<ChangeRecord>> latestDone(const QString& connection);

    /// Answers the id, which is the run of its changes. The oldest beyond kMostImports are dropped.
    Told<qint64> addImport(const ImportRecord& import);
    Told<bool> updateImport(qint64 id, const QString& state);
    /// Newest first.
    Told<std::vector<ImportRecord>> imports(const QString& connection, int limit);

Q_SIGNALS:
    /// An event is being added, by whomever; it can be found by what is asked from now on.
    void sentAdded();
    /// The file was damaged and has been put aside under another name, which the failure tells; a new one is in use.
    void movedAside(const models::Failure& what);

private:
    /// What is grouped is kept together with its neighbours in one transaction: an import writes thousands of changes.
    template <typename T> Told<T> ask(std::function<models::Result<T>(JournalStore&)> work, bool isGrouped = false);

    class Worker;
    QString m_path;
    std::unique_ptr<Worker> m_worker;
};

} // namespace client
