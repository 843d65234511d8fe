// SPDX-License-Identifier: Apache-2.0
#include "server/store/eventrecord.h"

#include <QTemporaryDir>
#include <QTest>

using server::EventRecord;

namespace {

constexpr EventRecord::Limits kSmall{640, 64'000};
constexpr std::int64_t kBlock = 1'000; ///< bytes

server::Database opened(const QString& path)
{
    sqlite3* raw = nullptr;
    sqlite3_open(path.toUtf8().constData(), &raw);
    sqlite3_exec(raw, "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY", nullptr, nullptr, nullptr);
    sqlite3_exec(raw, EventRecord::kSchema, nullptr, nullptr, nullptr);
    return server::Database(raw);
}

std::int64_t number(const server::Database& database, const char* sql)
{
    server::Statement statement(database.get(), sql);
    return statement.row() ? statement.number(0) : -1;
}

void execute(const server::Database& database, const char* sql)
{
    QCOMPARE(sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr), SQLITE_OK);
}

} // namespace

class TestEventRecord : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

    void addMany(EventRecord& record, int count, std::size_t bodySize)
    {
        for (int i = 0; i < count; ++i)
            QVERIFY(record.add("org", "a.b", std::string(bodySize, 'x')));
    }

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

    void keepsNoMoreBytesThanItsLimit()
    {
        const auto database = opened(m_path);
        EventRecord record(database.get(), kSmall);
        addMany(record, 300, 994); // 1,000 bytes each, with organization and type
        const std::int64_t bytes = number(database, "SELECT sum(length(org)+length(type)+length(body)) FROM events");
        QCOMPARE(bytes, record.keptBytes());
        QVERIFY(bytes <= kSmall.bytes);
        QVERIFY(bytes >= kSmall.bytes - kBlock);
        QCOMPARE(number(database, "SELECT count(*) FROM events"), 64);
        QCOMPARE(number(database, "SELECT max(seq) FROM events"), 300);
        QCOMPARE(record.dropped(), 300 - 64);
    }

    void keepsNoMoreEventsThanItsLimit()
    {
        const auto database = opened(m_path);
        EventRecord record(database.get(), kSmall);
        addMany(record, 2'000, 1);
        const std::int64_t kept = number(database, "SELECT count(*) FROM events");
        QVERIFY(kept <= kSmall.events && kept > kSmall.events - 10);
        QCOMPARE(number(database, "SELECT max(seq) FROM events"), 2'000);
        QCOMPARE(record.dropped(), 2'000 - kept);
    }

    void keepsTheNewestHoweverLargeItIs()
    {
        const auto database = opened(m_path);
        EventRecord record(database.get(), kSmall);
        addMany(record, 10, 994);
        addMany(record, 1, 1'000'000);
        QCOMPARE(number(database, "SELECT count(*) FROM events"), 1);
        QCOMPARE(number(database, "SELECT length(body) FROM events"), 1'000'000);
        addMany(record, 1, 10);
        QCOMPARE(number(database, "SELECT length(body) FROM events"), 10);
    }

    /// Also what was counted in no block when the program was killed, and bytes of letters that take several.
    void countsOnAfterARestart()
    {
        const auto database = opened(m_path);
        std::int64_t before = 0;
        {
            EventRecord record(database.get(), kSmall);
            addMany(record, 25, 294);
            QVERIFY(record.add("org", "a.b", "\xc3\xbc\xc3\xbc"));
            before = record.keptBytes();
            QCOMPARE(before, 25 * 300 + 10);
        }
        EventRecord record(database.get(), kSmall);
        QCOMPARE(record.keptBytes(), before);
        addMany(record, 300, 994);
        QVERIFY(record.keptBytes() <= kSmall.bytes);
    }

    /// A data directory of a version that had no blocks.
    void countsWhatNobodyCounted()
    {
        const auto database = opened(m_path);
        execute(database,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200)"
                " INSERT INTO events(org,type,body) SELECT 'org','a.b',printf('%994s','x') FROM n");
        EventRecord record(database.get(), kSmall);
        QCOMPARE(record.keptBytes(), 200'000);
        addMany(record, 1, 994);
        QCOMPARE(number(database, "SELECT count(*) FROM events"), 64);
        QCOMPARE(number(database, "SELECT min(seq) FROM events"), 201 - 63);
    }

    void forgetsWhatWasRolledBack()
    {
        const auto database = opened(m_path);
        EventRecord record(database.get(), kSmall);
        addMany(record, 50, 994);
        execute(database, "BEGIN");
        addMany(record, 60, 994);
        execute(database, "ROLLBACK");
        record.recount();
        QCOMPARE(record.keptBytes(), 50'000);
        QCOMPARE(number(database, "SELECT count(*) FROM events"), 50);
        addMany(record, 100, 994);
        QCOMPARE(number(database, "SELECT count(*) FROM events"), 64);
    }
};

QTEST_APPLESS_MAIN(TestEventRecord)
#include "tst_eventrecord.moc"
