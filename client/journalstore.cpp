// SPDX-License-Identifier: Apache-2.0
#include "client/journalstore.h"

#include "client/journal.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <iterator>
#include <span>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

/// Up to here a look through the whole file costs less than a moment.
constexpr qint64 kCheckedSize = 32LL * 1024 * 1024;

// Of SQLite; the others are faults of the machine or of ours.
enum SqliteCode
{
    Busy = 5,
    ReadOnly = 8,
    Damaged = 11,
    Full = 13,
    CannotOpen = 14,
    NoDatabase = 26
};

constexpr const char* kFirstTables[] = {
    "CREATE TABLE sent(id INTEGER PRIMARY KEY AUTOINCREMENT, sentAt INTEGER NOT NULL, connection TEXT, organization "
    "TEXT,"
    " eventType TEXT, source TEXT, eventId TEXT, httpStatus INTEGER, answer TEXT, text TEXT, draft BLOB, runs BLOB)",
    "CREATE INDEX sentTimes ON sent(sentAt)",
    // Finds a text anywhere, which LIKE can only do by reading everything.
    "CREATE VIRTUAL TABLE sentText USING fts5(eventType, source, eventId, text, content='sent', content_rowid='id',"
    " tokenize='trigram')",
    "CREATE TRIGGER sentAdded AFTER INSERT ON sent BEGIN"
    " INSERT INTO sentText(rowid, eventType, source, eventId, text)"
    " VALUES (new.id, new.eventType, new.source, new.eventId, new.text); END",
    "CREATE TRIGGER sentRemoved AFTER DELETE ON sent BEGIN"
    " INSERT INTO sentText(sentText, rowid, eventType, source, eventId, text)"
    " VALUES ('delete', old.id, old.eventType, old.source, old.eventId, old.text); END",
    "CREATE TABLE drafts(connection TEXT PRIMARY KEY, draft BLOB)",
    "CREATE TABLE jobs(id INTEGER PRIMARY KEY AUTOINCREMENT, startedAt INTEGER, connection TEXT, eventType TEXT,"
    " planned INTEGER, plan BLOB, state TEXT)",
    "CREATE TABLE ledger(job INTEGER, seq INTEGER, eventId TEXT, state INTEGER, sentAt INTEGER, answeredAt INTEGER,"
    " httpStatus INTEGER, runName TEXT, runState TEXT, runEndedAt INTEGER, note TEXT, PRIMARY KEY(job, seq)) WITHOUT "
    "ROWID",
};

constexpr const char* kChangeTables[] = {
    "CREATE TABLE changes(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, connection TEXT, run INTEGER,"
    " kind TEXT, name TEXT, operation INTEGER, formBefore BLOB, formAfter BLOB, state INTEGER, note TEXT)",
    "CREATE INDEX changesHere ON changes(connection, id)",
    "CREATE INDEX changesOfRuns ON changes(run, id) WHERE run > 0",
    "CREATE TABLE imports(id INTEGER PRIMARY KEY AUTOINCREMENT, startedAt INTEGER, connection TEXT, title TEXT,"
    " plan BLOB, state TEXT)",
};

/// What each version of the tables adds to the one before. Files of any of them are brought up to the last.
constexpr std::span<const char* const> kVersions[] = {kFirstTables, kChangeTables};
constexpr int kVersion = static_cast<int>(std::size(kVersions));

Failure storage(const QString& tried, const QString& cameBack, const QString& meaning, const QString& remedy)
{
    Failure failure;
    failure.kind = FailureKind::Storage;
    failure.tried = tried;
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

bool isPrivateFile(const QString& path)
{
    QFile file(path);
    return (file.exists() || file.open(QIODevice::ReadWrite))
        && QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
}

} // namespace

JournalStore::JournalStore(const QString& path)
    : m_path(path)
    , m_connection(QUuid::createUuid().toString())
{
}

JournalStore::~JournalStore()
{
    close();
}

void JournalStore::close()
{
    m_prepared.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

Failure JournalStore::failure(const QString& tried, const QSqlError& error)
{
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    m_damaged = m_damaged || code == Damaged || code == NoDatabase;
    Failure made = storage(tried, error.text(), Journal::tr("The journal of sent events could not be used."),
                           Journal::tr("Try again; if it stays so, look at the disk that holds %1.").arg(m_path));
    if (code == Full) {
        made.meaning = Journal::tr("The disk that holds the journal of sent events is full.");
        made.remedy = Journal::tr("Free some space there; nothing that was written before is lost.");
    } else if (code == ReadOnly || code == CannotOpen) {
        made.meaning = Journal::tr("The journal of sent events cannot be written.");
        made.remedy = Journal::tr("Correct the permissions of %1.").arg(m_path);
    } else if (code == Busy) {
        made.meaning = Journal::tr("Another program uses the journal of sent events.");
        made.remedy = Journal::tr("Close the program that has %1 open.").arg(m_path);
    }
    return made;
}

Result<bool> JournalStore::open()
{
    auto opened = openFile();
    return m_damaged ? startAnew() : opened;
}

Result<bool> JournalStore::startAnew()
{
    close();
    const QString aside = m_path + QStringLiteral(".damaged-")
        + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-hhmmss-zzz"));
    if (!QFile::rename(m_path, aside))
        return models::failed(storage(Journal::tr("put the damaged journal aside"), Journal::tr("it cannot be renamed"),
                                      Journal::tr("The journal of sent events is damaged."),
                                      Journal::tr("Move %1 to another place and start again.").arg(m_path)));
    for (const char* companion : {"-wal", "-shm"})
        QFile::rename(m_path + QLatin1String(companion), aside + QLatin1String(companion));
    m_notice = storage(
        Journal::tr("open the journal of sent events"), Journal::tr("a damaged file"),
        Journal::tr("The journal of sent events was damaged. A new, empty one is in use."),
        Journal::tr("The old one was kept as %1; `sqlite3 FILE .recover` can read what is left of it.").arg(aside));
    m_damaged = false;
    return openFile();
}

std::optional<Failure> JournalStore::takeNotice()
{
    return std::exchange(m_notice, std::nullopt);
}

Result<bool> JournalStore::openFile()
{
    const QString tried = Journal::tr("open the journal of sent events");
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        return models::failed(storage(tried, Journal::tr("no driver for SQLite"),
                                      Journal::tr("A part of Qt that keeps the journal is missing."),
                                      Journal::tr("Install the package libqt6sql6-sqlite and start again.")));
    // Before SQLite opens it, which makes its companions with the permissions of the file.
    if (!isPrivateFile(m_path))
        return models::failed(storage(tried, Journal::tr("it cannot be created, or belongs to somebody else"),
                                      Journal::tr("The journal of sent events cannot be written."),
                                      Journal::tr("Correct the permissions of %1.").arg(m_path)));
    const bool unclean = QFileInfo::exists(m_path + QLatin1String("-wal"));
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    m_database.setDatabaseName(m_path);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!m_database.open())
        return models::failed(failure(tried, m_database.lastError()));
    return checkUncleanEnd(unclean).and_then([this](bool) { return prepareTables(); });
}

/// A file in which nothing can be found any more would otherwise be noticed only where it is damaged.
Result<bool> JournalStore::checkUncleanEnd(bool unclean)
{
    if (!unclean && QFileInfo(m_path).size() > kCheckedSize)
        return true;
    auto check = run(QStringLiteral("PRAGMA quick_check(1)"));
    if (!check)
        return models::failed(check.error());
    m_damaged = !check->next() || check->value(0).toString() != QLatin1String("ok");
    if (!m_damaged)
        return true;
    return models::failed(storage(Journal::tr("check the journal of sent events"), check->value(0).toString(),
                                  Journal::tr("The journal of sent events is damaged."), {}));
}

Result<bool> JournalStore::prepareTables()
{
    auto version = run(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return models::failed(version.error());
    const int found = version->next() ? version->value(0).toInt() : 0;
    version->finish();
    if (found > kVersion)
        return models::failed(storage(Journal::tr("open the journal of sent events"),
                                      Journal::tr("version %1, this console knows up to %2").arg(found).arg(kVersion),
                                      Journal::tr("The journal of sent events was written by a newer console."),
                                      Journal::tr("Update this console, or move %1 to another place.").arg(m_path)));
    for (const char* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"}) {
        if (auto done = run(QLatin1String(pragma)); !done)
            return models::failed(done.error());
    }
    if (found == kVersion)
        return true;
    m_database.transaction();
    for (int step = found; step < kVersion; ++step) {
        for (const char* const table : kVersions[step]) {
            if (auto made = run(QLatin1String(table)); !made) {
                m_database.rollback();
                return models::failed(made.error());
            }
        }
    }
    return run(QStringLiteral("PRAGMA user_version = %1").arg(kVersion))
        .and_then([this](const QSqlQuery&) -> Result<bool> {
            if (m_database.commit())
                return true;
            return models::failed(failure(Journal::tr("make the tables of the journal"), m_database.lastError()));
        });
}

Result<bool> JournalStore::beginGroup()
{
    if (m_database.transaction())
        return true;
    return models::failed(failure(Journal::tr("use the journal of sent events"), m_database.lastError()));
}

Result<bool> JournalStore::endGroup()
{
    if (m_database.commit())
        return true;
    auto failed = failure(Journal::tr("use the journal of sent events"), m_database.lastError());
    m_database.rollback();
    return models::failed(std::move(failed));
}

Result<QSqlQuery> JournalStore::prepared(const QString& statement)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (query.prepare(statement))
        return query;
    return models::failed(failure(Journal::tr("use the journal of sent events"), query.lastError()));
}

Result<QSqlQuery> JournalStore::run(const QString& statement, const QVariantList& values)
{
    auto ready = prepared(statement);
    if (!ready)
        return ready;
    QSqlQuery& query = *ready;
    for (const QVariant& value : values)
        query.addBindValue(value);
    if (!query.exec())
        return models::failed(failure(Journal::tr("use the journal of sent events"), query.lastError()));
    return ready;
}

Result<bool> JournalStore::change(const QString& statement, const QVariantList& values)
{
    return insert(statement, values).map([](qint64) { return true; });
}

Result<qint64> JournalStore::insert(const QString& statement, const QVariantList& values)
{
    auto found = m_prepared.find(statement);
    if (found == m_prepared.end()) {
        auto query = prepared(statement);
        if (!query)
            return models::failed(query.error());
        found = m_prepared.emplace(statement, std::move(*query)).first;
    }
    QSqlQuery& query = found->second;
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values[i]);
    if (!query.exec())
        return models::failed(failure(Journal::tr("use the journal of sent events"), query.lastError()));
    const qint64 id = query.lastInsertId().toLongLong();
    query.finish();
    return id;
}

} // namespace client
