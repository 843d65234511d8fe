// SPDX-License-Identifier: Apache-2.0
#include "client/networkdoor.h"
#include "scriptserver.h"
#include "tests/common/told.h"

#include <QTest>

using client::NetworkDoor;

/// How often a request reaches a server that breaks the connection, counted by the server itself: what Qt repeats on
/// its own and what we repeat add up.
class TestResend final : public QObject
{
    Q_OBJECT

private:
    /// What the server does once it has read the whole request.
    enum class Breaking
    {
        Finish, ///< ends its side in order
        Reset, ///< tears the connection down
        HalfStatus, ///< ends it inside the status line
        OtherTongue, ///< greets in another protocol, then ends it
        HalfBody, ///< ends it inside the body it announced
    };

    static ScriptServer::Act breaker(Breaking how)
    {
        switch (how) {
        case Breaking::Finish:
            return ScriptServer::hangUp();
        case Breaking::Reset:
            return [](QTcpSocket* socket, const ScriptServer::Seen&) { socket->abort(); };
        case Breaking::HalfStatus:
            return ScriptServer::bytes("HTTP/1.", true);
        case Breaking::OtherTongue:
            return ScriptServer::bytes("SSH-2.0-OpenSSH_9.2\r\n", true);
        case Breaking::HalfBody:
            return ScriptServer::bytes("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[{", true);
        }
        return {};
    }

private Q_SLOTS:
    void sendsAGetTwiceAtMostAndAChangeOnce_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("breaking");
        QTest::addColumn<bool>("kept");
        const QByteArray json = "{}";
        const std::pair<QByteArray, QByteArray> requests[]
            = {{"GET", {}}, {"DELETE", {}}, {"POST", {}}, {"POST", json}, {"PUT", json}, {"DELETE", json}};
        const std::pair<const char*, Breaking> ways[] = {{"finish", Breaking::Finish},
                                                         {"reset", Breaking::Reset},
                                                         {"half a status", Breaking::HalfStatus},
                                                         {"another protocol", Breaking::OtherTongue},
                                                         {"half a body", Breaking::HalfBody}};
        for (const auto& [method, body] : requests) {
            for (const auto& [name, how] : ways) {
                for (const bool kept : {false, true})
                    QTest::addRow("%s%s, %s, %s", method.constData(), body.isEmpty() ? "" : " with a body", name,
                                  kept ? "kept" : "fresh")
                        << method << body << static_cast<int>(how) << kept;
            }
        }
    }

    void sendsAGetTwiceAtMostAndAChangeOnce()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        QFETCH(int, breaking);
        QFETCH(bool, kept);
        ScriptServer server;
        server.on("/ok", ScriptServer::answer(200, "{}"));
        server.on("/x", breaker(static_cast<Breaking>(breaking)));
        client::Connection connection;
        connection.base = server.url();
        NetworkDoor door(connection);
        if (kept)
            QVERIFY(told(door.send({"GET", QStringLiteral("/ok"), {}, QStringLiteral("look")})));
        const auto reply = told(door.send({method, QStringLiteral("/x"), body, QStringLiteral("try")}));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, models::FailureKind::Unreachable);
        QVERIFY(!reply.error().remedy.isEmpty());
        QCOMPARE(reply.error().meaning.contains(QStringLiteral("may have taken effect")), method != "GET");
        // A repetition could still be on its way.
        QVERIFY(told(door.send({"GET", QStringLiteral("/ok"), {}, QStringLiteral("look")})));
        if (method == "GET")
            QVERIFY2(server.count("/x") <= 2, qPrintable(QString::number(server.count("/x"))));
        else
            QCOMPARE(server.count("/x"), 1);
    }

    /// A server may end an idle connection just when a request is sent on it.
    void getsThroughWhenAKeptConnectionWasClosed()
    {
        ScriptServer server;
        server.on("/ok", ScriptServer::answer(200, "{}"));
        client::Connection connection;
        connection.base = server.url();
        NetworkDoor door(connection);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(told(door.send({"GET", QStringLiteral("/ok"), {}, QStringLiteral("look")})));
            server.dropConnections();
        }
        QVERIFY(told(door.send({"GET", QStringLiteral("/ok"), {}, QStringLiteral("look")})));
    }
};

QTEST_GUILESS_MAIN(TestResend)
#include "tst_resend.moc"
