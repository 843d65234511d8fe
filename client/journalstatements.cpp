// SPDX-License-Identifier: Apache-2.0
#include "client/journal.h"
#include "client/journalstore.h"

#include <QSqlError>
#include <QSqlQuery>

namespace client {

using models::Result;

namespace {

/// A trigram index knows nothing of shorter texts.
constexpr qsizetype kIndexedLength = 3;

constexpr const char* kTextColumns[] = {"text", "eventType", "source", "eventId"};

SentEvent sentFrom(const QSqlQuery& row)
{
    SentEvent sent;
    int column = 0;
    sent.id = row.value(column++).toLongLong();
    sent.sentAt = row.value(column++).toLongLong();
    sent.connection = row.value(column++).toString();
    sent.organization = row.value(column++).toString();
    sent.eventType = row.value(column++).toString();
    sent.source = row.value(column++).toString();
    sent.eventId = row.value(column++).toString();
    sent.httpStatus = row.value(column++).toInt();
    sent.answer = row.value(column++).toString();
    sent.text = row.value(column++).toString();
    sent.draft = row.value(column++).toByteArray();
    sent.runs = row.value(column++).toByteArray();
    return sent;
}

constexpr const char* kRunStates
    = "(SELECT group_concat(json_extract(value, '$.state')) FROM json_each(CASE WHEN json_valid(CAST(runs AS TEXT))"
      " THEN CAST(runs AS TEXT) ELSE '[]' END))";

/// A row of a search, which has the states of runs where a whole one has the draft.
SentEvent foundFrom(const QSqlQuery& row)
{
    constexpr int kDraftColumn = 10;
    SentEvent sent = sentFrom(row);
    sent.draft.clear();
    sent.runStates = row.value(kDraftColumn).toString().split(QLatin1Char(','), Qt::SkipEmptyParts);
    return sent;
}

/// The WHERE of a search, grown piece by piece.
struct Conditions
{
    QStringList indexed; ///< terms for the text index
    QStringList plain;
    QVariantList values; ///< of the plain ones

    void add(const QString& condition, const QVariant& value)
    {
        plain << condition;
        values << value;
    }

    /// `text` somewhere in one of the columns.
    void addText(const QStringList& columns, const QString& text)
    {
        if (text.size() >= kIndexedLength) {
            QString quoted = text;
            quoted.replace(QLatin1Char('"'), QStringLiteral("\"\""));
            indexed << QStringLiteral("{%1} : \"%2\"").arg(columns.join(QLatin1Char(' ')), quoted);
        } else if (!text.isEmpty()) {
            QString pattern = text;
            for (const char* special : {"\\", "%", "_"})
                pattern.replace(QLatin1String(special), QLatin1Char('\\') + QLatin1String(special));
            QStringList parts;
            for (const QString& column : columns) {
                parts << QStringLiteral("sent.%1 LIKE ? ESCAPE '\\'").arg(column);
                values << QString(QLatin1Char('%') + pattern + QLatin1Char('%'));
            }
            plain << QLatin1Char('(') + parts.join(QStringLiteral(" OR ")) + QLatin1Char(')');
        }
    }
};

Conditions conditionsOf(const SentQuery& query)
{
    Conditions conditions;
    QStringList everywhere;
    for (const char* column : kTextColumns)
        everywhere << QLatin1String(column);
    const QStringList words = query.text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words)
        conditions.addText(everywhere, word);
    conditions.addText({QStringLiteral("eventType")}, query.eventType);
    conditions.addText({QStringLiteral("source")}, query.source);
    conditions.addText({QStringLiteral("eventId")}, query.eventId);
    if (query.from > 0)
        conditions.add(QStringLiteral("sent.sentAt >= ?"), query.from);
    if (query.to > 0)
        conditions.add(QStringLiteral("sent.sentAt <= ?"), query.to);
    return conditions;
}

LedgerLine lineFrom(const QSqlQuery& row)
{
    return {row.value(0).toLongLong(), row.value(1).toString(),   static_cast<LedgerState>(row.value(2).toInt()),
            row.value(3).toLongLong(), row.value(4).toLongLong(), row.value(5).toInt(),
            row.value(6).toString(),   row.value(7).toString(),   row.value(8).toLongLong(),
            row.value(9).toString()};
}

} // namespace

Result<qint64> JournalStore::addSent(const SentEvent& sent)
{
    return run(QStringLiteral("INSERT INTO sent(sentAt, connection, organization, eventType, source, eventId,"
                              " httpStatus, answer, text, draft, runs) VALUES (?,?,?,?,?,?,?,?,?,?,?)"),
               {sent.sentAt, sent.connection, sent.organization, sent.eventType, sent.source, sent.eventId,
                sent.httpStatus, sent.answer, sent.text.left(SentEvent::kSearchedLength), sent.draft, sent.runs})
        .map([](const QSqlQuery& query) { return query.lastInsertId().toLongLong(); });
}

Result<bool> JournalStore::updateAnswer(qint64 id, int httpStatus, const QString& answer)
{
    return change(QStringLiteral("UPDATE sent SET httpStatus = ?, answer = ? WHERE id = ?"), {httpStatus, answer, id});
}

Result<bool> JournalStore::updateRuns(qint64 id, const QByteArray& runs)
{
    return change(QStringLiteral("UPDATE sent SET runs = ? WHERE id = ?"), {runs, id});
}

Result<std::vector<SentEvent>> JournalStore::search(const SentQuery& query)
{
    Conditions conditions = conditionsOf(query);
    // Ids grow with time, so a span of time is a span of ids, by which every index is sorted.
    qint64 firstId = 0;
    qint64 lastId = query.beforeId > 0 ? query.beforeId - 1 : std::numeric_limits<qint64>::max();
    if (query.from > 0 || query.to > 0) {
        auto span = run(QStringLiteral("SELECT min(id), max(id) FROM sent WHERE sentAt BETWEEN ? AND ?"),
                        {query.from, query.to > 0 ? query.to : std::numeric_limits<qint64>::max()});
        if (!span)
            return models::failed(span.error());
        if (!span->next() || span->isNull(0))
            return std::vector<SentEvent>();
        firstId = span->value(0).toLongLong();
        lastId = std::min(lastId, span->value(1).toLongLong());
    }
    const bool indexed = !conditions.indexed.isEmpty();
    const QString key = indexed ? QStringLiteral("sentText.rowid") : QStringLiteral("sent.id");
    QString statement = QStringLiteral("SELECT sent.id, sentAt, connection, organization, sent.eventType, sent.source,"
                                       " sent.eventId, httpStatus, answer, sent.text, %1 FROM ")
                            .arg(QLatin1String(kRunStates));
    statement += indexed ? QStringLiteral("sentText JOIN sent ON sent.id = sentText.rowid WHERE sentText MATCH ? AND ")
                         : QStringLiteral("sent WHERE ");
    conditions.plain.prepend(key + QStringLiteral(" BETWEEN ? AND ?"));
    statement += conditions.plain.join(QStringLiteral(" AND ")) + QStringLiteral(" ORDER BY ") + key
        + QStringLiteral(" DESC LIMIT ?");
    QVariantList values;
    if (indexed)
        values << conditions.indexed.join(QStringLiteral(" AND "));
    values << firstId << lastId << conditions.values << query.limit;
    return run(statement, values).map([](QSqlQuery rows) {
        std::vector<SentEvent> found;
        while (rows.next())
            found.push_back(foundFrom(rows));
        return found;
    });
}

Result<SentEvent> JournalStore::sent(qint64 id)
{
    auto row = run(QStringLiteral("SELECT id, sentAt, connection, organization, eventType, source, eventId, httpStatus,"
                                  " answer, text, draft, runs FROM sent WHERE id = ?"),
                   {id});
    if (!row)
        return models::failed(row.error());
    if (row->next())
        return sentFrom(*row);
    models::Failure gone;
    gone.kind = models::FailureKind::NotFound;
    gone.tried = Journal::tr("open a sent event");
    gone.cameBack = Journal::tr("nothing with the number %1").arg(id);
    gone.meaning = Journal::tr("That event is no longer in the history.");
    gone.remedy = Journal::tr("Look at the history again.");
    return models::failed(gone);
}

Result<bool> JournalStore::removeSent(qint64 id)
{
    return change(QStringLiteral("DELETE FROM sent WHERE id = ?"), {id});
}

Result<bool> JournalStore::saveDraft(const QString& connection, const QByteArray& draft)
{
    return change(QStringLiteral("INSERT OR REPLACE INTO drafts(connection, draft) VALUES (?,?)"), {connection, draft});
}

Result<QByteArray> JournalStore::loadDraft(const QString& connection)
{
    return run(QStringLiteral("SELECT draft FROM drafts WHERE connection = ?"), {connection}).map([](QSqlQuery row) {
        return row.next() ? row.value(0).toByteArray() : QByteArray();
    });
}

Result<QStringList> JournalStore::unmentioned(QStringList names)
{
    if (names.isEmpty())
        return names;
    // One reading of all that was sent, however many names there are: they begin alike.
    QByteArray beginning = names.front().toUtf8();
    for (const QString& name : names) {
        while (!name.toUtf8().startsWith(beginning))
            beginning.chop(1);
    }
    auto rows = run(QStringLiteral("SELECT draft FROM drafts WHERE instr(draft, ?)"
                                   " UNION ALL SELECT plan FROM jobs WHERE instr(plan, ?)"
                                   " UNION ALL SELECT draft FROM sent WHERE instr(draft, ?)"),
                    {beginning, beginning, beginning});
    if (!rows)
        return models::failed(rows.error());
    while (rows->next() && !names.isEmpty()) {
        const QByteArray draft = rows->value(0).toByteArray();
        names.removeIf([&draft](const QString& name) { return draft.contains(name.toUtf8()); });
    }
    return names;
}

Result<qint64> JournalStore::addJob(const JobRecord& job)
{
    return run(QStringLiteral("INSERT INTO jobs(startedAt, connection, eventType, planned, plan, state)"
                              " VALUES (?,?,?,?,?,?)"),
               {job.startedAt, job.connection, job.eventType, job.planned, job.plan, job.state})
        .map([](const QSqlQuery& query) { return query.lastInsertId().toLongLong(); });
}

Result<bool> JournalStore::updateJob(qint64 id, const QString& state)
{
    return change(QStringLiteral("UPDATE jobs SET state = ? WHERE id = ?"), {state, id});
}

Result<std::vector<JobRecord>> JournalStore::jobs(int limit)
{
    return run(QStringLiteral("SELECT id, startedAt, connection, eventType, planned, plan, state FROM jobs"
                              " ORDER BY id DESC LIMIT ?"),
               {limit})
        .map([](QSqlQuery rows) {
            std::vector<JobRecord> found;
            while (rows.next())
                found.push_back({rows.value(0).toLongLong(), rows.value(1).toLongLong(), rows.value(2).toString(),
                                 rows.value(3).toString(), rows.value(4).toLongLong(), rows.value(5).toByteArray(),
                                 rows.value(6).toString()});
            return found;
        });
}

Result<bool> JournalStore::writeLedger(qint64 job, const std::vector<LedgerLine>& lines)
{
    m_database.transaction();
    for (const LedgerLine& line : lines) {
        auto written = change(QStringLiteral("INSERT OR REPLACE INTO ledger VALUES (?,?,?,?,?,?,?,?,?,?,?)"),
                              {job, line.seq, line.eventId, static_cast<int>(line.state), line.sentAt, line.answeredAt,
                               line.httpStatus, line.runName, line.runState, line.runEndedAt, line.note});
        if (!written) {
            m_database.rollback();
            return written;
        }
    }
    if (m_database.commit())
        return true;
    return models::failed(failure(Journal::tr("write the ledger of a job"), m_database.lastError()));
}

Result<std::vector<LedgerLine>> JournalStore::ledger(qint64 job, qint64 firstSeq, int limit)
{
    return run(QStringLiteral(
                   "SELECT seq, eventId, state, sentAt, answeredAt, httpStatus, runName, runState, runEndedAt, note"
                   " FROM ledger WHERE job = ? AND seq >= ? ORDER BY seq LIMIT ?"),
               {job, firstSeq, limit})
        .map([](QSqlQuery rows) {
            std::vector<LedgerLine> found;
            while (rows.next())
                found.push_back(lineFrom(rows));
            return found;
        });
}

} // namespace client
