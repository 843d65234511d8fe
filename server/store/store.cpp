// SPDX-License-Identifier: Apache-2.0
#include "server/store/store.h"

#include "server/store/eventrecord.h"
#include "server/store/jobthread.h"
#include "server/store/sqlite.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace server {

namespace {

constexpr int kVersion = 1;
constexpr std::int64_t kRunsListed = 10'000;
constexpr std::size_t kBytesListed = 64 << 20;

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS entities(id TEXT PRIMARY KEY, kind INTEGER NOT NULL, org TEXT NOT NULL, name TEXT NOT NULL,
    doc TEXT NOT NULL, hidden TEXT NOT NULL, UNIQUE(kind, org, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources(id TEXT PRIMARY KEY, archive TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, org TEXT NOT NULL,
    function TEXT NOT NULL, modified INTEGER NOT NULL, pending INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS runs_by_time ON runs(org, modified);
CREATE INDEX IF NOT EXISTS runs_of_function ON runs(org, function);
DROP INDEX IF EXISTS runs_waiting;
CREATE INDEX IF NOT EXISTS runs_pending ON runs(org, function, seq) WHERE pending = 1;
UPDATE runs SET pending = 1 WHERE pending = 2;
)";

StartProblem describe(sqlite3* database, const std::string& file)
{
    // SQLite says FULL for a full disk only; a quota or a limit on the size of files comes as a failed write.
    const int code = sqlite3_errcode(database) & 0xFF;
    const int error = sqlite3_system_errno(database);
    const bool full = code == SQLITE_IOERR && (error == EDQUOT || error == EFBIG);
    switch (full ? SQLITE_FULL : code) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return {"The database " + file + " is damaged.",
                "Move the file aside and start again, or restore it from a backup."};
    case SQLITE_FULL:
        return {"The disk that holds " + file + " is full.", "Free some space and start again."};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return {"The database " + file + " cannot be written.", "Check the permissions of the data directory."};
    default:
        return {"The database " + file + " cannot be used: " + sqlite3_errmsg(database) + ".",
                "Check the disk and the permissions of the data directory."};
    }
}

bool execute(sqlite3* database, const char* sql)
{
    return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

Database openFile(const std::string& file)
{
    sqlite3* raw = nullptr;
    sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(raw);
    sqlite3_busy_timeout(database.get(), 5000);
    return database;
}

std::int64_t pragma(sqlite3* database, const char* name)
{
    Statement statement(database, (std::string("PRAGMA ") + name).c_str());
    return statement.row() ? statement.number(0) : -1;
}

bool isSound(sqlite3* database)
{
    Statement check(database, "PRAGMA quick_check(1)");
    return check.row() && check.text(0) == "ok";
}

} // namespace

class Store::Private
{
public:
    struct Write
    {
        std::function<bool(Private&)> work;
        Done done;
    };
    Private(int lock, Database writing, Database reading)
        : m_lock(lock)
        , m_writing(std::move(writing))
        , m_reading(std::move(reading))
    {
    }
    ~Private()
    {
        close();
        m_statements.reset();
        m_events.reset();
        m_writing.reset();
        m_reading.reset();
        ::close(m_lock);
    }

    void close()
    {
        m_writer.close();
        m_reader.close();
    }

    void write(std::function<bool(Private&)> work, Done done) { m_writer.add({std::move(work), std::move(done)}); }
    void read(JobThread::Job job) { m_reader.add(std::move(job)); }
    void setExecutor(Executor executor) { m_writer.setExecutor(std::move(executor)); }
    sqlite3* reading() const { return m_reading.get(); }

    struct Statements
    {
        explicit Statements(sqlite3* db)
            : begin(db, "BEGIN IMMEDIATE")
            , commit(db, "COMMIT")
            , rollback(db, "ROLLBACK")
            , put(db,
                  "INSERT INTO entities VALUES(?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET doc=excluded.doc, "
                  "hidden=excluded.hidden")
            , remove(db, "DELETE FROM entities WHERE id=?")
            , putSource(db, "INSERT OR REPLACE INTO sources VALUES(?,?)")
            , removeSource(db, "DELETE FROM sources WHERE id=?")
            , removeRuns(db, "DELETE FROM runs WHERE org=? AND function=?")
            , addRun(db, "INSERT INTO runs(id,org,function,modified,pending,doc) VALUES(?,?,?,?,?,?)")
            , finishRun(db, "UPDATE runs SET doc=?, modified=?, pending=0 WHERE id=?")
        {
        }
        Statement begin, commit, rollback, put, remove, putSource, removeSource, removeRuns, addRun, finishRun;
    };
    Statements& statements() { return *m_statements; }
    EventRecord& events() { return *m_events; }

    bool put(const EntityRow& row)
    {
        return m_statements->put.bind(row.id)
            .bind(static_cast<std::int64_t>(row.kind))
            .bind(row.organization)
            .bind(row.name)
            .bind(row.doc)
            .bind(row.hidden)
            .run();
    }

    bool put(const SourceRow& row)
    {
        return m_statements->putSource.bind(row.id).bind(row.archive).run()
            && (row.formerId.empty() || m_statements->removeSource.bind(row.formerId).run());
    }

    bool addRun(const RunRow& run)
    {
        return m_statements->addRun.bind(run.id)
            .bind(run.organization)
            .bind(run.function)
            .bind(run.modified)
            .bind(static_cast<std::int64_t>(run.queued ? 1 : 2))
            .bind(run.doc)
            .run();
    }

private:
    /// All of a group, or, when one of it fails, each on its own, so that one bad write harms no other.
    void commit(std::vector<Write>& jobs)
    {
        const bool whole = transaction(jobs.begin(), jobs.end());
        std::vector<bool> good(jobs.size(), whole);
        for (std::size_t i = 0; !whole && jobs.size() > 1 && i < jobs.size(); ++i) {
            const auto job = jobs.begin() + static_cast<std::ptrdiff_t>(i);
            good[i] = transaction(job, job + 1);
        }
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            if (jobs[i].done)
                jobs[i].done(good[i]);
        }
    }

    bool transaction(std::vector<Write>::iterator from, std::vector<Write>::iterator to)
    {
        bool good = m_statements->begin.run();
        for (auto it = from; good && it != to; ++it)
            good = it->work(*this);
        if (good && m_statements->commit.run())
            return true;
        if (to - from == 1)
            std::clog << "dispatch.db: a write is refused: " << sqlite3_errmsg(m_writing.get()) << '\n';
        m_statements->rollback.run();
        m_events->recount();
        return false;
    }

    int m_lock;
    Database m_writing;
    Database m_reading;
    std::unique_ptr<Statements> m_statements{std::make_unique<Statements>(m_writing.get())};
    std::unique_ptr<EventRecord> m_events{std::make_unique<EventRecord>(m_writing.get())};
    Group<Write> m_writer{[this](std::vector<Write>& jobs) { commit(jobs); }};
    JobThread m_reader;
};

tl::expected<std::unique_ptr<Store>, StartProblem> Store::open(const std::string& directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    const int lock = ::open((directory + "/dispatch.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return tl::unexpected(StartProblem{"The data directory " + directory
                                               + " cannot be written: " + std::generic_category().message(errno) + ".",
                                           "Choose another one with --data-dir, or change its permissions."});
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return tl::unexpected(StartProblem{"The data directory " + directory + " is in use by another dispatch-local.",
                                           "Use that one, end it, or choose another directory with --data-dir."});
    }
    const std::string file = directory + "/dispatch.db";
    Database writing = openFile(file);
    const auto fail = [&](StartProblem problem) {
        ::close(lock);
        return tl::unexpected(std::move(problem));
    };
    const std::int64_t version = pragma(writing.get(), "user_version");
    if (version > kVersion)
        return fail({"The database " + file + " was written by a newer version of dispatch-local.",
                     "Update dispatch-local, or choose another directory with --data-dir."});
    if (version < 0 || !isSound(writing.get())) {
        if ((sqlite3_errcode(writing.get()) & 0xFF) == SQLITE_OK)
            return fail({"The database " + file + " is damaged.",
                         "Move the file aside and start again, or restore it from a backup."});
        return fail(describe(writing.get(), file));
    }
    const bool ready = execute(writing.get(),
                               "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                               "PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864")
        && execute(writing.get(), "BEGIN IMMEDIATE") && execute(writing.get(), kSchema)
        && execute(writing.get(), EventRecord::kSchema)
        && execute(writing.get(), ("PRAGMA user_version=" + std::to_string(kVersion)).c_str())
        && execute(writing.get(), "COMMIT");
    if (!ready)
        return fail(describe(writing.get(), file));
    ::chmod(file.c_str(), 0600);
    Database reading = openFile(file);
    auto p = std::make_unique<Private>(lock, std::move(writing), std::move(reading));
    return std::unique_ptr<Store>(new Store(std::move(p)));
}

Store::Store(std::unique_ptr<Private> p)
    : d(std::move(p))
{
}

Store::~Store() = default;

void Store::setExecutor(Executor executor)
{
    d->setExecutor(std::move(executor));
}

std::vector<EntityRow> Store::loadEntities()
{
    std::vector<EntityRow> rows;
    Statement all(d->reading(), "SELECT id,kind,org,name,doc,hidden FROM entities ORDER BY kind,org,name");
    while (all.row())
        rows.push_back(
            {all.text(0), static_cast<int>(all.number(1)), all.text(2), all.text(3), all.text(4), all.text(5)});
    return rows;
}

void Store::loadSource(const std::string& sourceId, std::function<void(std::string)> done)
{
    d->read([this, sourceId, done = std::move(done)] {
        Statement one(d->reading(), "SELECT archive FROM sources WHERE id=?");
        done(one.bind(sourceId).row() ? one.text(0) : std::string());
    });
}

void Store::put(EntityRow entity, std::optional<SourceRow> source, Done done)
{
    d->write([row = std::move(entity),
              archive = std::move(source)](Private& p) { return (!archive || p.put(*archive)) && p.put(row); },
             std::move(done));
}

void Store::remove(const std::string& id, Done done)
{
    d->write([id](Private& p) { return p.statements().remove.bind(id).run(); }, std::move(done));
}

void Store::removeFunction(const EntityRow& entity, const std::string& sourceId, Done done)
{
    d->write(
        [entity, sourceId](Private& p) {
            return p.statements().remove.bind(entity.id).run() && p.statements().removeSource.bind(sourceId).run()
                && p.statements().removeRuns.bind(entity.organization).bind(entity.name).run();
        },
        std::move(done));
}

void Store::addEvent(const std::string& organization, const std::string& eventType, std::string body,
                     std::vector<RunRow> runs, Done done)
{
    d->write(
        [organization, eventType, text = std::move(body), rows = std::move(runs)](Private& p) {
            return p.events().add(organization, eventType, text)
                && std::all_of(rows.begin(), rows.end(), [&p](const RunRow& row) { return p.addRun(row); });
        },
        std::move(done));
}

void Store::addRun(RunRow run, Done done)
{
    d->write([row = std::move(run)](Private& p) { return p.addRun(row); }, std::move(done));
}

void Store::finishRun(const std::string& id, std::string doc, std::int64_t modified, Done done)
{
    d->write([id, text = std::move(doc),
              modified](Private& p) { return p.statements().finishRun.bind(text).bind(modified).bind(id).run(); },
             std::move(done));
}

void Store::findRun(const std::string& organization, const std::string& id,
                    std::function<void(std::optional<std::string>)> done)
{
    d->read([this, organization, id, done = std::move(done)] {
        Statement one(d->reading(), "SELECT doc FROM runs WHERE id=? AND org=?");
        done(one.bind(id).bind(organization).row() ? std::optional(one.text(0)) : std::nullopt);
    });
}

void Store::listRuns(const std::string& organization, const std::string& function, std::int64_t since,
                     std::function<void(std::vector<RunRow>)> done)
{
    d->read([this, organization, function, since, done = std::move(done)] {
        Statement all(
            d->reading(),
            function.empty()
                ? "SELECT id,doc FROM runs WHERE org=? AND ?='' AND modified>=? ORDER BY modified DESC, seq DESC LIMIT "
                  "?"
                : "SELECT id,doc FROM runs WHERE org=? AND function=? AND modified>=? ORDER BY seq DESC LIMIT ?");
        all.bind(organization).bind(function).bind(since).bind(kRunsListed);
        std::vector<RunRow> rows;
        for (std::size_t bytes = 0; bytes < kBytesListed && all.row();) {
            RunRow row;
            row.id = all.text(0);
            row.doc = all.text(1);
            bytes += row.doc.size();
            rows.push_back(std::move(row));
        }
        std::reverse(rows.begin(), rows.end());
        done(std::move(rows));
    });
}

void Store::pendingRuns(const std::string& organization, const std::string& function, std::int64_t after, int limit,
                        std::function<void(std::vector<RunRow>)> done)
{
    d->read([this, organization, function, after, limit, done = std::move(done)] {
        Statement some(d->reading(),
                       "SELECT seq,id,org,function,modified,doc FROM runs WHERE pending=1 AND org=? AND function=? "
                       "AND seq>? ORDER BY seq LIMIT ?");
        some.bind(organization).bind(function).bind(after).bind(static_cast<std::int64_t>(limit));
        std::vector<RunRow> rows;
        while (some.row())
            rows.push_back(
                {some.text(1), some.text(2), some.text(3), some.number(4), some.text(5), true, some.number(0)});
        done(std::move(rows));
    });
}

void Store::close()
{
    d->close();
}

} // namespace server
