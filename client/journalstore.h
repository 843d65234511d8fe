// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/journalrecords.h"
#include "models/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <map>
#include <vector>

namespace client {

/// The statements of the journal. Belongs to the thread that made it.
class JournalStore final
{
public:
    explicit JournalStore(const QString& path);
    ~JournalStore();
    Q_DISABLE_COPY_MOVE(JournalStore)

    models::Result<bool> open();
    /// Puts a file that turned out to be damaged aside and starts a new one.
    models::Result<bool> startAnew();
    /// What was put aside since the last question.
    std::optional<models::Failure> takeNotice();
    /// The last statement failed because the file is damaged.
    bool isDamaged() const { return m_damaged; }

    /// Between the two, everything is kept or nothing. Not to be nested; nothing careful goes in between.
    models::Result<bool> beginGroup();
    models::Result<bool> endGroup();

    models::Result<qint64> addSent(const SentEvent& sent);
    models::Result<bool> updateAnswer(qint64 id, int httpStatus, const QString& answer);
    models::Result<bool> updateRuns(qint64 id, const QByteArray& runs);
    models::Result<std::vector<SentEvent>> search(const SentQuery& query);
    models::Result<SentEvent> sent(qint64 id);
    models::Result<bool> removeSent(qint64 id);
    models::Result<bool> saveDraft(const QString& connection, const QByteArray& draft);
    models::Result<QByteArray> loadDraft(const QString& connection);
    models::Result<QStringList> unmentioned(QStringList names);
    models::Result<qint64> addJob(const JobRecord& job);
    models::Result<bool> updateJob(qint64 id, const QString& state);
    models::Result<std::vector<JobRecord>> jobs(int limit);
    models::Result<bool> writeLedger(qint64 job, const std::vector<LedgerLine>& lines);
    models::Result<std::vector<LedgerLine>> ledger(qint64 job, qint64 firstSeq, int limit);

    models::Result<qint64> addChange(const ChangeRecord& change);
    models::Result<bool> updateChange(qint64 id, ChangeState state, const QString& note, const QByteArray& after);
    models::Result<std::vector<ChangeRecord>> changes(const QString& connection, int limit, qint64 beforeId);
    models::Result<std::vector<ChangeRecord>> changesOfRun(qint64 run);
    models::Result<std::optional<ChangeRecord>> latestDone(const QString& connection);
    models::Result<qint64> addImport(const ImportRecord& import);
    models::Result<bool> updateImport(qint64 id, const QString& state);
    models::Result<std::vector<ImportRecord>> imports(const QString& connection, int limit);

private:
    void setCareful(bool careful);
    models::Result<QSqlQuery> prepared(const QString& statement);
    models::Result<QSqlQuery> run(const QString& statement, const QVariantList& values = {});
    models::Result<bool> change(const QString& statement, const QVariantList& values);
    models::Result<qint64> insert(const QString& statement, const QVariantList& values);
    models::Result<std::vector<ChangeRecord>> changesWhere(const QString& rest, const QVariantList& values);
    models::Result<bool> openFile();
    models::Result<bool> prepareTables();
    models::Result<bool> checkUncleanEnd(bool unclean);
    void close();
    models::Failure failure(const QString& tried, const QSqlError& error);

    const QString m_path;
    const QString m_connection;
    QSqlDatabase m_database;
    std::map<QString, QSqlQuery> m_prepared; ///< what writes, by its text: imports write thousands of times
    std::optional<models::Failure> m_notice;
    bool m_damaged = false;
};

} // namespace client
