// SPDX-License-Identifier: Apache-2.0
#include "client/importsource.h"
#include "client/networkdoor.h"
#include "models/yaml/importreader.h"
#include "scriptserver.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using Texts = models::Result<std::vector<client::ImportText>>;

namespace {

Texts ended(const client::ImportTexts& texts)
{
    if (QTest::qWaitFor([&texts] { return texts.isFinished(); }, 60'000) && texts.resultCount() > 0)
        return texts.result();
    models::Failure never;
    never.cameBack = QStringLiteral("nothing was said");
    return models::failed(never);
}

QString said(const Texts& texts)
{
    return texts ? QStringLiteral("it was read") : texts.error().report();
}

} // namespace

/// Where imports come from.
class TestImportSource final : public QObject
{
    Q_OBJECT

    void write(const QString& name, const QByteArray& bytes) const
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    Texts readPath(const QString& name) const
    {
        return ended(client::readImportPaths({name.isEmpty() ? m_folder->path() : m_folder->filePath(name)}));
    }

    Texts readAddress(const QByteArray& path)
    {
        return ended(client::readImportAddress(*m_door, QUrl(m_server->url().toString() + QString::fromLatin1(path))));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptServer> m_server;
    std::unique_ptr<client::NetworkDoor> m_door;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<ScriptServer>();
        client::Connection connection;
        connection.base = m_server->url();
        connection.organization = QStringLiteral("our-org");
        connection.signIn = client::TokenSignIn{QStringLiteral("our-token")};
        m_door = std::make_unique<client::NetworkDoor>(connection);
    }

    void readsFoldersInTheOrderOfPaths()
    {
        write(QStringLiteral("b/two.yml"), "2");
        write(QStringLiteral("a/one.yaml"), "1");
        write(QStringLiteral("c.json"), "3");
        write(QStringLiteral("c.txt"), "no");
        QVERIFY(QFile::link(m_folder->path(), m_folder->filePath(QStringLiteral("a/circle"))));
        const Texts texts = readPath({});
        QVERIFY2(texts.has_value(), qPrintable(said(texts)));
        QByteArray all;
        for (const client::ImportText& text : *texts)
            all += text.bytes;
        QCOMPARE(all, QByteArray("123"));
        QCOMPARE(texts->front().folder, m_folder->filePath(QStringLiteral("a")));
    }

    void refusesWhatIsNoFile()
    {
        QVERIFY(said(readPath(QStringLiteral("gone.yaml"))).contains(QLatin1String("no such file")));
        const QString pipe = m_folder->filePath(QStringLiteral("pipe.yaml"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QVERIFY(said(readPath(QStringLiteral("pipe.yaml"))).contains(QLatin1String("named pipe")));
        QVERIFY(said(ended(client::readImportPaths({QStringLiteral("/dev/zero")}))).contains(QLatin1String("device")));
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("empty")));
        QVERIFY(said(readPath(QStringLiteral("empty"))).contains(QLatin1String("no *.yaml")));
    }

    void refusesAGigabyteBeforeReadingIt()
    {
        write(QStringLiteral("huge.yaml"), {});
        QVERIFY(QFile::resize(m_folder->filePath(QStringLiteral("huge.yaml")), 1024LL * 1024 * 1024));
        const Texts texts = readPath(QStringLiteral("huge.yaml"));
        QVERIFY2(said(texts).contains(QLatin1String("limit")), qPrintable(said(texts)));
    }

    void saysWhenPermissionIsDenied()
    {
        write(QStringLiteral("locked.yaml"), "x");
        const QString path = m_folder->filePath(QStringLiteral("locked.yaml"));
        QVERIFY(QFile::setPermissions(path, {}));
        // Root may read everything: for a moment this is somebody else.
        constexpr uid_t kNobody = 65534;
        const bool isRoot = ::geteuid() == 0;
        QVERIFY(!isRoot || ::seteuid(kNobody) == 0);
        const QString words = said(readPath(QStringLiteral("locked.yaml")));
        QVERIFY(!isRoot || ::seteuid(0) == 0);
        QVERIFY2(words.contains(QLatin1String("cannot be read")), qPrintable(words));
    }

    void canBeCancelled()
    {
        for (int i = 0; i < 2'000; ++i)
            write(QStringLiteral("f%1.yaml").arg(i), QByteArray(1'000, 'a'));
        client::ImportTexts texts = client::readImportPaths({m_folder->path()});
        texts.cancel();
        QVERIFY(QTest::qWaitFor([&texts] { return texts.isFinished(); }, 60'000));
        QCOMPARE(texts.resultCount(), 0);
    }

    void asksAnAddressWithoutOurCredentials()
    {
        m_server->on("/wiring.yaml", ScriptServer::answer(200, "kind: Organization\nname: a\n", "text/plain"));
        const Texts texts = readAddress("/wiring.yaml");
        QVERIFY2(texts.has_value(), qPrintable(said(texts)));
        QCOMPARE(texts->front().bytes, QByteArray("kind: Organization\nname: a\n"));
        for (const char* header : {"authorization", "cookie", "x-dispatch-org"})
            QVERIFY2(!m_server->seen[0].headers.contains(header), header);
    }

    void explainsWhatAnAddressHasInstead_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        QTest::newRow("page of an error") << 404 << QByteArray("<html>gone</html>") << QStringLiteral("status 404");
        QTest::newRow("page") << 200 << QByteArray("\n<!DOCTYPE html><p>Sign in") << QStringLiteral("raw");
        QTest::newRow("fault") << 500 << QByteArray("oops") << QStringLiteral("status 500");
        QTest::newRow("sign-in") << 401 << QByteArray("{}") << QStringLiteral("status 401");
    }

    void explainsWhatAnAddressHasInstead()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        m_server->on("/x", ScriptServer::answer(status, body, "text/html"));
        const Texts texts = readAddress("/x");
        QVERIFY2(!texts && said(texts).contains(words), qPrintable(said(texts)));
    }

    void followsAFewRedirects()
    {
        m_server->on("/moved", ScriptServer::answer(302, {}, "text/plain", "Location: /here\r\n"));
        m_server->on("/here", ScriptServer::answer(200, "a: b\n", "text/plain"));
        QVERIFY(readAddress("/moved").has_value());
        m_server->on("/round", ScriptServer::answer(302, {}, "text/plain", "Location: /round\r\n"));
        QVERIFY(!readAddress("/round").has_value());
        QVERIFY(m_server->count("/round") <= 7);
    }

    void refusesABodyWithoutEnd()
    {
        m_server->on("/endless", [](QTcpSocket* socket, const ScriptServer::Seen&) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
            connect(socket, &QTcpSocket::bytesWritten, socket, [socket] {
                if (socket->bytesToWrite() < 1'000'000)
                    socket->write(QByteArray(1'000'000, 'a'));
            });
            socket->write("a");
        });
        const Texts texts = readAddress("/endless");
        QVERIFY2(!texts.has_value(), qPrintable(said(texts)));
    }

    void saysWhenTheConnectionBreaksOrNothingComes()
    {
        m_server->on("/half", ScriptServer::bytes("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\na: b", true));
        QVERIFY(!readAddress("/half").has_value());
        m_door->setLongestSilence(300);
        m_server->on("/silent", ScriptServer::silence());
        const Texts texts = readAddress("/silent");
        QVERIFY(!texts && texts.error().kind == models::FailureKind::TimedOut);
    }

    void endsWhenCancelledOrTheDoorGoes()
    {
        m_server->on("/silent", ScriptServer::silence());
        const QUrl address(m_server->url().toString() + QStringLiteral("/silent"));
        client::ImportTexts texts = client::readImportAddress(*m_door, address);
        QTRY_COMPARE(m_server->count("/silent"), 1);
        texts.cancel();
        QVERIFY(QTest::qWaitFor([&texts] { return texts.isFinished(); }, 20'000));
        const client::ImportTexts orphan = client::readImportAddress(*m_door, address);
        QTRY_COMPARE(m_server->count("/silent"), 2);
        m_door.reset();
        QVERIFY(QTest::qWaitFor([&orphan] { return orphan.isFinished(); }, 20'000));
    }

    void refusesOtherSchemes()
    {
        for (const char* address : {"file:///etc/passwd", "ftp://127.0.0.1/x", "https://", "nothing"})
            QVERIFY(!ended(client::readImportAddress(*m_door, QUrl(QString::fromLatin1(address)))).has_value());
    }
};

QTEST_GUILESS_MAIN(TestImportSource)
#include "tst_importsource.moc"
