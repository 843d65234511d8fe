// SPDX-License-Identifier: Apache-2.0
#include "client/journal.h"
#include "client/journalstore.h"

#include <QSqlQuery>

namespace client {

using models::Result;

namespace {

constexpr const char* kChangeColumns
    = "id, at, connection, run, kind, name, operation, formBefore, formAfter, state, note";

ChangeRecord changeFrom(const QSqlQuery& row)
{
    ChangeRecord change;
    int column = 0;
    change.id = row.value(column++).toLongLong();
    change.at = row.value(column++).toLongLong();
    change.connection = row.value(column++).toString();
    change.run = row.value(column++).toLongLong();
    change.kind = row.value(column++).toString();
    change.name = row.value(column++).toString();
    change.operation = static_cast<ChangeOperation>(row.value(column++).toInt());
    change.before = row.value(column++).toByteArray();
    change.after = row.value(column++).toByteArray();
    change.state = static_cast<ChangeState>(row.value(column++).toInt());
    change.note = row.value(column++).toString();
    return change;
}

/// Old ones are not worth a look at each new one.
constexpr qint64 kTidied = 64;

} // namespace

/// Whether a transaction waits until it is through to the disk.
void JournalStore::setCareful(bool careful)
{
    run(careful ? QStringLiteral("PRAGMA synchronous = FULL") : QStringLiteral("PRAGMA synchronous = NORMAL"));
}

Result<qint64> JournalStore::addChange(const ChangeRecord& change)
{
    // What cannot be taken back without it has to live through a power failure too, unlike the rest of the journal. Of
    // an import that is its plan.
    if (change.run == 0)
        setCareful(true);
    auto added = insert(QStringLiteral("INSERT INTO changes(at, connection, run, kind, name, operation, formBefore,"
                                       " formAfter, state, note) VALUES (?,?,?,?,?,?,?,?,?,?)"),
                        {change.at, change.connection, change.run, change.kind, change.name,
                         static_cast<int>(change.operation), change.before, change.after,
                         static_cast<int>(change.state), change.note});
    if (change.run == 0)
        setCareful(false);
    if (added && (change.run == 0 || *added % kTidied == 0))
        run(QStringLiteral("DELETE FROM changes WHERE id <= ?"), {*added - Journal::kMostChanges});
    return added;
}

Result<bool> JournalStore::updateChange(qint64 id, ChangeState state, const QString& note, const QByteArray& after)
{
    return change(
        QStringLiteral("UPDATE changes SET state = ?, note = ?, formAfter = coalesce(?, formAfter) WHERE id = ?"),
        {static_cast<int>(state), note, after.isEmpty() ? QVariant() : QVariant(after), id});
}

Result<std::vector<ChangeRecord>> JournalStore::changesWhere(const QString& rest, const QVariantList& values)
{
    return run(QStringLiteral("SELECT %1 FROM changes WHERE ").arg(QLatin1String(kChangeColumns)) + rest, values)
        .map([](QSqlQuery rows) {
            std::vector<ChangeRecord> found;
            while (rows.next())
                found.push_back(changeFrom(rows));
            return found;
        });
}

Result<std::vector<ChangeRecord>> JournalStore::changes(const QString& connection, int limit, qint64 beforeId)
{
    return changesWhere(QStringLiteral("connection = ? AND id < ? ORDER BY id DESC LIMIT ?"),
                        {connection, beforeId > 0 ? beforeId : std::numeric_limits<qint64>::max(), limit});
}

Result<std::vector<ChangeRecord>> JournalStore::changesOfRun(qint64 run)
{
    if (run <= 0)
        return std::vector<ChangeRecord>();
    return changesWhere(QStringLiteral("run > 0 AND run = ? ORDER BY id DESC"), {run});
}

Result<std::optional<ChangeRecord>> JournalStore::latestDone(const QString& connection)
{
    return changesWhere(QStringLiteral("connection = ? AND state = ? ORDER BY id DESC LIMIT 1"),
                        {connection, static_cast<int>(ChangeState::Done)})
        .map([](const std::vector<ChangeRecord>& found) {
            return found.empty() ? std::nullopt : std::optional(found.front());
        });
}

Result<qint64> JournalStore::addImport(const ImportRecord& import)
{
    setCareful(true);
    auto added
        = run(QStringLiteral("INSERT INTO imports(startedAt, connection, title, plan, state) VALUES (?,?,?,?,?)"),
              {import.startedAt, import.connection, import.title, import.plan, import.state})
              .map([](const QSqlQuery& query) { return query.lastInsertId().toLongLong(); });
    setCareful(false);
    if (added)
        run(QStringLiteral("DELETE FROM imports WHERE id <= ?"), {*added - Journal::kMostImports});
    return added;
}

Result<bool> JournalStore::updateImport(qint64 id, const QString& state)
{
    return change(QStringLiteral("UPDATE imports SET state = ? WHERE id = ?"), {state, id});
}

Result<std::vector<ImportRecord>> JournalStore::imports(const QString& connection, int limit)
{
    return run(QStringLiteral("SELECT id, startedAt, connection, title, plan, state FROM imports WHERE connection = ?"
                              " ORDER BY id DESC LIMIT ?"),
               {connection, limit})
        .map([](QSqlQuery rows) {
            std::vector<ImportRecord> found;
            while (rows.next())
                found.push_back({rows.value(0).toLongLong(), rows.value(1).toLongLong(), rows.value(2).toString(),
                                 rows.value(3).toString(), rows.value(4).toByteArray(), rows.value(5).toString()});
            return found;
        });
}

} // namespace client
