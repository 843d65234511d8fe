// SPDX-License-Identifier: Apache-2.0
#include "badworld.h"
#include "ownsettings.h"
#include "ui/events/eventspage.h"
#include "ui/forms/jsoneditor.h"

#include <QLineEdit>

/// An event meets a server that answers badly or not at all: the page says what to do, and the draft is still there.
class TestBadSends final : public QObject
{
    Q_OBJECT

    static ScriptServer::Act actOf(const QString& how)
    {
        if (how == QLatin1String("hang up"))
            return ScriptServer::hangUp();
        if (how == QLatin1String("silence"))
            return ScriptServer::silence();
        return ScriptServer::bytes(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{\"ev", true);
    }

private Q_SLOTS:
    void saysWhatToDoAndKeepsTheDraft_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, int status, const char* body, const char* words) {
            QTest::newRow(name) << status << QByteArray(body) << QString::fromLatin1(words);
        };
        row("400", 400, R"({"code":400,"message":"Error validating event"})", "did not accept");
        row("401", 401, R"({"code":401,"message":"unauthenticated for invalid credentials"})", "sign in");
        row("413", 413, "Request Entity Too Large", "larger than");
        row("422", 422, R"({"code":602,"message":"source in body is required"})", "required value is missing");
        row("500", 500, R"({"code":500,"message":"internal error when emitting event"})", "inside the server");
        row("a page", 200, "<!DOCTYPE html><p>Welcome to the hotel", "not a Dispatch");
        row("no JSON", 200, "thanks!", "that of a Dispatch");
        row("a cut-off answer", 0, "cut off", "");
        row("gone in the middle", 0, "hang up", "");
        row("an answer that never comes", 0, "silence", "time");
    }

    void saysWhatToDoAndKeepsTheDraft()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        const OwnSettings settings;
        BadWorld world;
        world.connectWell();
        world.server.on("/v1/event/", ScriptServer::answer(200, "[]"));
        const bool isPage = body.startsWith('<');
        world.server.on("/v1/event",
                        status > 0 ? ScriptServer::answer(status, body, isPage ? "text/html" : "application/json")
                                   : actOf(QString::fromLatin1(body)));
        world.session().door().setLongestSilence(1'500);
        auto* page = part<ui::EventsPage>(world.window, "page.Events");
        part<QTabWidget>(world.window, "tabs")->setCurrentWidget(page);
        QTest::keyClicks(part<QLineEdit>(*page, "event.type"), QStringLiteral("vm.powered.on"));
        QTest::keyClicks(part<ui::JsonEditor>(*page, "event.data"), QStringLiteral("[1, 2]"));
        auto* send = part<QPushButton>(*page, "event.send");
        QTRY_VERIFY(send->isEnabled());
        QTest::mouseClick(send, Qt::LeftButton);
        auto* bar = page->findChild<ui::MessageBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->showsFailure(), 20'000);
        QVERIFY2(bar->text().contains(words, Qt::CaseInsensitive), qPrintable(bar->text()));
        QVERIFY(bar->text().size() > 40);
        QCOMPARE(part<ui::JsonEditor>(*page, "event.data")->exactText(), QStringLiteral("[1, 2]"));
        QCOMPARE(part<QLineEdit>(*page, "event.type")->text(), QStringLiteral("vm.powered.on"));
        QTRY_VERIFY(send->isEnabled());
    }
};

QTEST_MAIN(TestBadSends)
#include "tst_badsends.moc"
