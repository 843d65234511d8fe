// SPDX-License-Identifier: Apache-2.0
#include "../e2e/neverblocks.h"
#include "badworld.h"
#include "ownsettings.h"

#include <QComboBox>
#include <QTabWidget>
#include <QTimer>

namespace {

/// No hang. The server and the test work in the same thread here; tst_livewindow is the one that measures.
constexpr double kHangMSecs = 250.0 * kSlowness;

const QByteArray kHangUp = "hang up";

ScriptServer::Act badly(const QByteArray& raw)
{
    return raw == kHangUp ? ScriptServer::hangUp() : ScriptServer::bytes(raw, true);
}

/// A list that comes in drops, with less than the given silence between them.
ScriptServer::Act dripping(const QByteArray& body)
{
    return [message = ScriptServer::message(200, body)](QTcpSocket* socket, const ScriptServer::Seen&) {
        auto* const drip = new QTimer(socket);
        QObject::connect(drip, &QTimer::timeout, socket, [socket, drip, left = message]() mutable {
            socket->write(left.left(7));
            left.remove(0, 7);
            if (left.isEmpty())
                drip->deleteLater();
        });
        drip->start(10);
    };
}

} // namespace

/// What a person sees when a server does not do what the contract says: one message, nothing lost, no pause.
class BadAnswersTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;

    static void addAnswers()
    {
        QTest::addColumn<QByteArray>("raw"); ///< empty = nobody listens any more
        QTest::addColumn<QString>("means");
        QTest::addColumn<QString>("remedy");
        const auto row = [](const char* name, const QByteArray& raw, const char* means, const char* remedy) {
            QTest::newRow(name) << raw << QString::fromLatin1(means) << QString::fromLatin1(remedy);
        };
        const auto good = [](const QByteArray& body) { return ScriptServer::message(200, body); };
        row("half-closed before the answer", kHangUp, "broke before the answer", "Look again");
        row("half-closed in the answer", "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[{", "broke before the answer",
            "Look again");
        row("not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "broke before the answer", "Look again");
        row("HTML", ScriptServer::message(200, "<!DOCTYPE html><html>Sign in</html>", "text/html"),
            "not a Dispatch API", "in a browser");
        row("HTML of a gateway", ScriptServer::message(502, "<html>Bad Gateway</html>", "text/html"),
            "A gateway answered", "services are running");
        row("truncated JSON", good(json("[{'name':'alpha','typ")), "cut off", "Look again");
        row("object for a list", good(json("{'name':'alpha'}")), "not what a Dispatch server sends", "Look again");
        row("text for a list", good(json("'alpha'")), "not what a Dispatch server sends", "Look again");
        row("numbers in the list", good("[1,2]"), "not what a Dispatch server sends", "Look again");
        row("a name that is a number", good(json("[{'name':7,'type':'ticker'}]")), "not what a Dispatch server sends",
            "Look again");
        row("no name", good(json("[{'type':'ticker'}]")), "not what a Dispatch server sends", "Look again");
        row("empty answer", good({}), "not what a Dispatch server sends", "Look again");
        row("10 MB of nesting", good(QByteArray(10 * 1024 * 1024, '[')), "cut off", "Look again");
        row("10 MB of closed nesting", good(QByteArray(5'000'000, '[') + QByteArray(5'000'000, ']')),
            "not what a Dispatch server sends", "Look again");
        row("refused", ScriptServer::message(401, json("{'code':401,'message':'unauthenticated'}")),
            "does not know who you are", "Sign in again");
    }

    /// Every list was asked and none answered well.
    static bool hasGivenUp(QWidget& window)
    {
        const QString status = part<QLabel>(window, "status")->text();
        return status.contains(QStringLiteral("no answer")) || status.contains(QStringLiteral("paused"));
    }

    /// By the button of the message; signing in again, which it offers for that, is another test.
    static void tryAgain(BadWorld& world)
    {
        QPushButton& remedy = visibleRemedy(world.window);
        if (remedy.text().remove(u'&').startsWith(QLatin1String("Sign in")))
            world.look();
        else
            remedy.click();
    }

private Q_SLOTS:
    void saysOnceWhatEveryListAnswers_data()
    {
        addAnswers();
        QTest::newRow("down") << QByteArray() << QStringLiteral("Nothing listens") << QStringLiteral("server runs");
    }

    void saysOnceWhatEveryListAnswers()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, means);
        QFETCH(QString, remedy);
        neverBlocks(
            [&](UiWatchdog& watchdog) {
                BadWorld world;
                world.connectWell();
                QDialog* form = world.typeAName(QStringLiteral("half-typed"));
                watchdog.forget();
                const quint16 port = world.server.serverPort();
                if (raw.isEmpty()) {
                    world.server.close();
                    world.server.dropConnections();
                } else {
                    world.server.on("/v1/event/drivers", badly(raw));
                    world.server.on("/v1/", badly(raw));
                }
                world.look();
                QTRY_VERIFY_WITH_TIMEOUT(hasGivenUp(world.window), 20'000);
                checkOneMessage(world.window, means, remedy);
                QCOMPARE(world.rows(), 2);
                QVERIFY(form->isVisible());
                QCOMPARE(part<QLineEdit>(*form, "field.name")->text(), QStringLiteral("half-typed"));
                auto* tabs = part<QTabWidget>(world.window, "tabs");
                for (int page = 0; page < tabs->count(); ++page) {
                    tabs->setCurrentIndex(page);
                    QTest::qWait(20);
                    checkOneMessage(world.window, means, remedy);
                }
                tabs->setCurrentIndex(1);

                if (raw.isEmpty())
                    QVERIFY(world.server.listen(QHostAddress::LocalHost, port));
                world.answerWell();
                tryAgain(world);
                QTRY_COMPARE_WITH_TIMEOUT(visibleMessages(world.window).join(QLatin1Char('|')), QString(), 20'000);
                QCOMPARE(world.rows(), 2);
                watchdog.ended(QStringLiteral("all"));
            },
            kHangMSecs);
    }

    void saysOnItsPageWhatOneListAnswers_data() { addAnswers(); }

    void saysOnItsPageWhatOneListAnswers()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, means);
        QFETCH(QString, remedy);
        neverBlocks(
            [&](UiWatchdog& watchdog) {
                BadWorld world;
                world.connectWell();
                watchdog.forget();
                world.server.on("/v1/event/drivers", badly(raw));
                world.look();
                checkOneMessage(world.window, means, remedy);
                QCOMPARE(world.rows(), 2);
                world.answerWell();
                tryAgain(world);
                QTRY_COMPARE_WITH_TIMEOUT(visibleMessages(world.window).join(QLatin1Char('|')), QString(), 20'000);
                watchdog.ended(QStringLiteral("all"));
            },
            kHangMSecs);
    }

    void saysOnceThatAServerIsBadFromTheStart_data() { addAnswers(); }

    void saysOnceThatAServerIsBadFromTheStart()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, means);
        QFETCH(QString, remedy);
        BadWorld world;
        world.server.on("/v1/event/drivers", badly(raw));
        world.server.on("/v1/", badly(raw));
        world.connectNow();
        checkOneMessage(world.window, means, remedy);
        world.answerWell();
        tryAgain(world);
        QTRY_COMPARE_WITH_TIMEOUT(world.rows(), 2, 20'000);
        QVERIFY(visibleMessages(world.window).isEmpty());
    }

    void waitsForASlowServerWithoutAWord()
    {
        neverBlocks(
            [&](UiWatchdog& watchdog) {
                BadWorld world;
                world.server.on("/v1/", dripping("[]"));
                world.server.on("/v1/event/drivers", dripping(json(kDrivers)));
                watchdog.forget();
                world.connectNow();
                world.session().door().setLongestSilence(2'000);
                QVERIFY(part<QLabel>(world.window, "status")->text().contains(QStringLiteral("connecting")));
                QTRY_COMPARE_WITH_TIMEOUT(world.rows(), 2, 20'000);
                QVERIFY(visibleMessages(world.window).isEmpty());
                watchdog.ended(QStringLiteral("all"));
            },
            kHangMSecs);
    }

    void saysThatAServerIsSilent()
    {
        neverBlocks(
            [&](UiWatchdog& watchdog) {
                BadWorld world;
                world.connectWell();
                watchdog.forget();
                world.session().door().setLongestSilence(300);
                world.server.on("/v1/event/drivers", ScriptServer::silence());
                world.server.on("/v1/", ScriptServer::silence());
                world.look();
                checkOneMessage(world.window, QStringLiteral("did not answer in time"), QStringLiteral("Look again"));
                QCOMPARE(world.rows(), 2);
                world.answerWell();
                tryAgain(world);
                QTRY_COMPARE_WITH_TIMEOUT(visibleMessages(world.window).join(QLatin1Char('|')), QString(), 20'000);
                watchdog.ended(QStringLiteral("all"));
            },
            kHangMSecs);
    }

    void keepsTheFormWhenTheAnswerToItIsBad_data() { addAnswers(); }

    void keepsTheFormWhenTheAnswerToItIsBad()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, means);
        if (qstrcmp(QTest::currentDataTag(), "object for a list") == 0)
            return; // that is what a good answer to a form is
        BadWorld world;
        world.connectWell();
        part<QAction>(world.window, "action.new.Subscription")->trigger();
        QPointer<QDialog> form = part<QDialog>(world.window, "dialog.Subscription");
        QTest::keyClicks(part<QLineEdit>(*form, "field.eventType"), QStringLiteral("vm.on"));
        part<QComboBox>(*form, "field.function")->setEditText(QStringLiteral("hello"));
        world.server.on("/v1/event/subscriptions", [raw](QTcpSocket* socket, const ScriptServer::Seen& request) {
            if (request.method == "GET")
                socket->write(ScriptServer::message(200, "[]"));
            else
                badly(raw)(socket, request);
        });
        QTest::mouseClick(part<QPushButton>(*form, "button.ok"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!form || !visibleMessages(*form).isEmpty(), 20'000);
        QVERIFY(form);
        QCOMPARE(visibleMessages(*form).size(), 1);
        const QString said = visibleMessages(*form).constFirst();
        QVERIFY2(said.contains(QStringLiteral("Could not create")), qPrintable(said));
        QCOMPARE(part<QLineEdit>(*form, "field.eventType")->text(), QStringLiteral("vm.on"));
        QVERIFY(part<QPushButton>(*form, "button.ok")->isEnabled());
        int posts = 0;
        for (const auto& request : std::as_const(world.server.seen))
            posts += request.method == "POST" ? 1 : 0;
        QCOMPARE(posts, 1);
    }

    void keepsTheRunsWordsToOneBar()
    {
        BadWorld world;
        world.connectWell();
        part<QTabWidget>(world.window, "tabs")->setCurrentIndex(4);
        part<QTabWidget>(world.window, "event.views")->setCurrentIndex(3);
        world.server.on("/v1/runs", ScriptServer::answer(200, json("{'no':'list'}")));
        checkOneMessage(world.window, QStringLiteral("not what a Dispatch server sends"), QStringLiteral("Look again"));
        world.server.on("/v1/runs", ScriptServer::answer(200, "[]"));
        QTRY_COMPARE_WITH_TIMEOUT(visibleMessages(world.window).join(QLatin1Char('|')), QString(), 20'000);
    }
};

QTEST_MAIN(BadAnswersTest)
#include "tst_badanswers.moc"
