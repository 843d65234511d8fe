// SPDX-License-Identifier: Apache-2.0
#include "client/dispatchclient.h"
#include "client/filebody.h"
#include "client/regularfile.h"
#include "dispatchprocess.h"
#include "scriptserver.h"
#include "tests/e2e/uiwatchdog.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QFutureWatcher>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <sys/time.h>

using client::CheckedFile;
using client::FileBody;
using models::EventBody;
using models::Failure;
using models::FailureKind;
using models::FileReference;

namespace {

QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator generator(42);
    for (char& byte : bytes)
        byte = static_cast<char>(generator());
    return bytes;
}

} // namespace

class TestFileBody final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;

    QString file(const QByteArray& content, const char* name = "file")
    {
        QFile made(folder->filePath(QString::fromLatin1(name)));
        if (made.open(QIODevice::WriteOnly))
            made.write(content);
        return made.fileName();
    }

    void append(const QString& path, const QByteArray& more)
    {
        QFile grown(path);
        QVERIFY(grown.open(QIODevice::Append));
        grown.write(more);
    }

    template <typename T> static models::Result<T> ended(QFuture<models::Result<T>> future)
    {
        // A real event loop: qWaitFor sleeps between looks, and each part of a body would wait for that.
        QFutureWatcher<models::Result<T>> watcher;
        QSignalSpy finished(&watcher, &QFutureWatcherBase::finished);
        watcher.setFuture(future);
        if (!(future.isFinished() || finished.wait(60'000)) || future.resultCount() == 0)
            return models::failed(Failure());
        return future.result();
    }

    static EventBody body(EventBody::Filling filling, const QString& path)
    {
        return {"{\"eventType\":\"a.b\",\"cloudEventsVersion\":\"0.1\",\"source\":\"s\",\"eventID\":\"1\",\"data\":\"",
                filling, path, "\"}\n"};
    }

    CheckedFile checked(const QString& path, EventBody::Filling filling)
    {
        const auto chosen = ended(client::inspectFile(path));
        if (!chosen)
            return {};
        return ended(client::checkFile(*chosen, filling)).value_or(CheckedFile());
    }

    /// Reads to the end as a network does, or to the failure.
    static QByteArray drained(FileBody& device, qint64 step)
    {
        QByteArray all;
        QByteArray part(step, Qt::Uninitialized);
        QSignalSpy failed(&device, &FileBody::failed);
        QElapsedTimer timer;
        timer.start();
        while (failed.isEmpty() && timer.elapsed() < 30'000) {
            const qint64 got = device.read(part.data(), step);
            if (got < 0)
                break;
            if (got == 0)
                QCoreApplication::processEvents();
            all.append(part.constData(), got);
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<Failure>(); }
    void init() { folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { folder.reset(); }

    void inspects()
    {
        const QString path = file("hello \xc3\xa4\n");
        const auto found = ended(client::inspectFile(path));
        QVERIFY(found);
        QCOMPARE(found->size, 9);
        QCOMPARE(found->path, path);
        QCOMPARE(found->sha256, QCryptographicHash::hash("hello \xc3\xa4\n", QCryptographicHash::Sha256).toHex());
        QCOMPARE(found->contentType, QStringLiteral("text/plain; charset=utf-8"));
        QVERIFY(found->isText);
        QCOMPARE(found->modifiedMSecs, QFileInfo(path).lastModified().toMSecsSinceEpoch());
    }

    void takesTextThatIsNotUtf8AsBinary_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("at the end") << QByteArray(QByteArray(300'000, 'a') + "\xc3");
        QTest::newRow("in the middle") << QByteArray(QByteArray(300'000, 'a') + "\xe4" + QByteArray(300'000, 'a'));
    }

    void takesTextThatIsNotUtf8AsBinary()
    {
        QFETCH(QByteArray, content);
        const QString path = file(content);
        const auto found = ended(client::inspectFile(path));
        QVERIFY(found);
        QVERIFY(!found->isText);
        const auto refused = ended(client::checkFile(*found, EventBody::Filling::TextFile));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, FailureKind::Invalid);
        QVERIFY(ended(client::checkFile(*found, EventBody::Filling::Base64File)));
    }

    void saysWhyAFileCannotBeRead_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<FailureKind>("failure");
        for (const char* kind : {"folder", "pipe", "device", "unreadable"})
            QTest::newRow(kind) << QString::fromLatin1(kind) << FailureKind::Storage;
        QTest::newRow("missing") << QStringLiteral("missing") << FailureKind::NotFound;
    }

    void saysWhyAFileCannotBeRead()
    {
        QFETCH(QString, kind);
        QFETCH(FailureKind, failure);
        QString path = folder->filePath(kind);
        if (kind == QLatin1String("folder"))
            path = folder->path();
        else if (kind == QLatin1String("device"))
            path = QStringLiteral("/dev/zero");
        else if (kind == QLatin1String("pipe"))
            QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
        else if (kind == QLatin1String("unreadable"))
            path = QStringLiteral("/proc/self/mem"); // is a file, also for root, but cannot be read from its start
        const auto refused = ended(client::inspectFile(path));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, failure);
        QVERIFY(refused.error().tried.contains(path));
        QVERIFY(!refused.error().remedy.isEmpty());

        FileBody device(body(EventBody::Filling::Base64File, path), {path, 10, 0, 16});
        QSignalSpy failed(&device, &FileBody::failed);
        drained(device, 1000);
        QTRY_COMPARE(failed.size(), 1);
    }

    void noticesAChange_data()
    {
        QTest::addColumn<QString>("change");
        for (const char* change : {"other bytes", "other size", "other time"})
            QTest::newRow(change) << QString::fromLatin1(change);
    }

    void noticesAChange()
    {
        QFETCH(QString, change);
        const QString path = file("before");
        auto chosen = *ended(client::inspectFile(path));
        QVERIFY(ended(client::checkFile(chosen, EventBody::Filling::Base64File)));
        if (change == QLatin1String("other bytes")) {
            file("beforE");
        } else if (change == QLatin1String("other size")) {
            append(path, "!");
        } else {
            const timeval times[2] = {{1'000, 0}, {1'000, 0}};
            QCOMPARE(::utimes(QFile::encodeName(path).constData(), times), 0);
            // The same bytes are the same file, unless nobody knows its bytes.
            QVERIFY(ended(client::checkFile(chosen, EventBody::Filling::Base64File)));
            chosen.sha256.clear();
        }
        const auto changed = ended(client::checkFile(chosen, EventBody::Filling::Base64File));
        QVERIFY(!changed);
        QCOMPARE(changed.error().kind, FailureKind::Conflict);
        QVERIFY(!changed.error().cameBack.isEmpty());
    }

    void canBeCancelled()
    {
        const QString path = file({});
        QVERIFY(QFile::resize(path, 20LL * 1024 * 1024 * 1024)); // a hole, which costs nothing
        auto looking = client::inspectFile(path);
        QFutureWatcher<models::Result<FileReference>> watcher;
        QSignalSpy progress(&watcher, &QFutureWatcherBase::progressValueChanged);
        watcher.setFuture(looking);
        QTRY_VERIFY(!progress.isEmpty());
        looking.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(looking.isFinished(), 2'000);
    }

    void producesWhatItAnnounced_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("text");
        QTest::addColumn<qint64>("step");
        const qint64 part = 3 * 64 * 1024;
        for (const qint64 size : {qint64(0), qint64(1), qint64(2), qint64(3), part - 1, part, part + 1, 20 * part + 2})
            QTest::addRow("binary of %lld", size) << noise(size) << false << qint64(16'384);
        QTest::newRow("byte by byte") << noise(3'000) << false << qint64(1);
        QTest::newRow("text") << QByteArray("a \"quoted\\\n\ttext\x1b \xe2\x82\xac").repeated(50'000) << true
                              << qint64(16'384);
        QTest::newRow("no text") << QByteArray() << true << qint64(16'384);
    }

    void producesWhatItAnnounced()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, text);
        QFETCH(qint64, step);
        const auto filling = text ? EventBody::Filling::TextFile : EventBody::Filling::Base64File;
        const QString path = file(content);
        const CheckedFile good = checked(path, filling);
        const EventBody parts = body(filling, path);
        FileBody device(parts, good);
        QVERIFY(device.isSequential());
        const QByteArray all = drained(device, step);
        QCOMPARE(all.size(), FileBody::totalSize(parts, good));
        const auto json = models::parseJson(all);
        QVERIFY(json);
        const std::string data = json->at("data");
        QCOMPARE(text ? QByteArray::fromStdString(data) : QByteArray::fromStdString(data),
                 text ? content : content.toBase64());
        QVERIFY(device.atEnd());
        QCOMPARE(device.read(1), QByteArray());
    }

    void failsWhenTheFileChangesWhileItIsRead_data()
    {
        QTest::addColumn<QString>("change");
        for (const char* change : {"grows", "shrinks", "other bytes"})
            QTest::newRow(change) << QString::fromLatin1(change);
    }

    void failsWhenTheFileChangesWhileItIsRead()
    {
        QFETCH(QString, change);
        const QString path = file(noise(30'000'000));
        const CheckedFile good = checked(path, EventBody::Filling::Base64File);
        FileBody device(body(EventBody::Filling::Base64File, path), good);
        QSignalSpy failed(&device, &FileBody::failed);
        QTRY_VERIFY(device.bytesAvailable() > 0);
        device.read(1'000); // now the buffer is full and the rest of the file unread
        if (change == QLatin1String("grows")) {
            append(path, "more");
        } else if (change == QLatin1String("shrinks")) {
            QVERIFY(QFile::resize(path, 20'000'000));
        } else {
            QFile changed(path);
            QVERIFY(changed.open(QIODevice::ReadWrite));
            changed.seek(25'000'000);
            changed.write("other");
        }
        const QByteArray all = drained(device, 16'384);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).at(0).value<Failure>().kind, FailureKind::Conflict);
        QVERIFY(!all.endsWith("\"}\n")); // never a whole body with a wrong file in it
    }

    void endsWhileNobodyReads()
    {
        const QString path = file(noise(30'000'000));
        const CheckedFile good = checked(path, EventBody::Filling::Base64File);
        const auto threads = [] {
            return QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
        };
        const auto before = threads();
        {
            FileBody device(body(EventBody::Filling::Base64File, path), good);
            QTRY_VERIFY(device.bytesAvailable() > 0);
        }
        QTRY_COMPARE(threads(), before);
    }

    void sendsExactBytes()
    {
        ScriptServer server;
        client::Connection connection;
        connection.base = server.url();
        client::NetworkDoor door(connection);
        client::DispatchClient api(door);
        server.on("/v1/event", ScriptServer::answer(200, "{\"eventType\":\"a.b\"}"));
        const EventBody typed{"{\"eventType\":\"a.b\", \"data\": 1.10000000000000000000001}\n", {}, {}, {}};
        const auto sent = ended(api.emitEvent(typed, QStringLiteral("a.b")));
        QVERIFY(sent);
        QCOMPARE(sent->httpStatus, 200);
        QCOMPARE(server.seen.last().body, typed.head);

        const QByteArray content = noise(2'000'000);
        const QString path = file(content);
        const EventBody parts = body(EventBody::Filling::Base64File, path);
        const CheckedFile good = checked(path, parts.filling);
        QVERIFY(ended(api.emitEvent(parts, QStringLiteral("a.b"), good)));
        QCOMPARE(server.seen.last().body, parts.head + content.toBase64() + parts.tail);
        QCOMPARE(server.seen.last().headers.value("content-type"), QByteArray("application/json"));

        append(path, "!");
        const auto changed = ended(api.emitEvent(parts, QStringLiteral("a.b"), good));
        QVERIFY(!changed);
        QCOMPARE(changed.error().kind, FailureKind::Conflict);
        QCOMPARE(server.seen.size(), 2);
    }

    void tellsABadAnswer_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("good");
        QTest::newRow("no JSON") << QByteArray("queued, thanks") << false;
        QTest::newRow("cut off") << QByteArray("{\"eventType\":") << false;
        QTest::newRow("another value") << QByteArray("[]") << false;
        QTest::newRow("long echo") << QByteArray("{\"data\":\"" + QByteArray(500'000, 'x') + "\"}") << true;
        QTest::newRow("long nonsense") << QByteArray(500'000, 'x') << false;
    }

    void tellsABadAnswer()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, good);
        ScriptServer server;
        client::Connection connection;
        connection.base = server.url();
        client::NetworkDoor door(connection);
        client::DispatchClient api(door);
        server.on("/v1/event", ScriptServer::answer(200, answer));
        const auto sent = ended(api.emitEvent({"{}", {}, {}, {}}, QStringLiteral("a.b")));
        QCOMPARE(sent.has_value(), good);
        if (!good)
            QCOMPARE(sent.error().kind, FailureKind::Malformed);
    }

    void sendsAHundredMegabytesWithinBounds()
    {
        DispatchProcess local;
        QVERIFY(local.start());
        client::NetworkDoor door(local.connection());
        client::DispatchClient api(door);
        const QString path = file(noise(25'000'000).repeated(4));
        const EventBody parts = body(EventBody::Filling::Base64File, path);
        UiWatchdog watchdog;
        const auto chosen = ended(client::inspectFile(path));
        QVERIFY(chosen);
        const auto good = ended(client::checkFile(*chosen, parts.filling));
        QVERIFY(good);
        const auto resident = [](const char* line) {
            QFile status(QStringLiteral("/proc/self/status"));
            if (!status.open(QIODevice::ReadOnly))
                return 0;
            const QByteArray all = status.readAll();
            return all.mid(all.indexOf(line) + static_cast<qsizetype>(qstrlen(line)), 20)
                       .simplified()
                       .split(' ')
                       .first()
                       .toInt()
                / 1024;
        };
        QFile peak(QStringLiteral("/proc/self/clear_refs"));
        QVERIFY(peak.open(QIODevice::WriteOnly));
        peak.write("5");
        peak.close();
        const int before = resident("VmRSS:");
        QElapsedTimer timer;
        timer.start();
        const auto sent = ended(api.emitEvent(parts, QStringLiteral("a.b"), *good));
        QVERIFY2(sent, qPrintable(sent ? QString() : sent.error().report()));
        const int grown = resident("VmHWM:") - before;
        qInfo() << "sent in" << timer.elapsed() << "ms, memory grew by" << grown << "MB, longest pause"
                << watchdog.longestMSecs() << "ms";
        QVERIFY(grown < 32);
    }
};

QTEST_GUILESS_MAIN(TestFileBody)
#include "tst_filebody.moc"
