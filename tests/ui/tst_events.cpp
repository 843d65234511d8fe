// SPDX-License-Identifier: Apache-2.0
#include "ui/events/eventspage.h"
#include "ui/forms/jsonedit.h"
#include "ui/functions/runpanel.h"
#include "ui/messagebar.h"
#include "uiworld.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTableView>

using models::Json;
using models::Kind;

class TestEvents final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysWhomAnEventHits();
    void pointsAtBrokenJson();
    void sendsAndShowsTheRunsItCaused();
    void keepsTheDraftWhenTheServerRefuses();
    void followsRunsOnlyWhileVisible();
    void runsAFunctionWithAnInput();

private:
    std::unique_ptr<UiWorld> m_world;
};

void TestEvents::init()
{
    m_world = std::make_unique<UiWorld>();
    m_world->server.put(Kind::Function, {{"name", "hello"}, {"image", "python3"}, {"status", "READY"}});
    m_world->server.put(Kind::Subscription,
                        {{"name", "sub"}, {"eventType", "vm.powered.on"}, {"function", "hello"}, {"status", "READY"}});
    m_world->server.onEvent = [this](const Json& event) {
        Json about = event;
        about.erase("data");
        m_world->server.runs.push_back({{"name", "7a0fdb4c-5f6e-4a3c-9d3e-1f0c2b1a9d8e"},
                                        {"functionName", "hello"},
                                        {"status", "READY"},
                                        {"input", event.value("data", Json())},
                                        {"output", {{"greeting", "Hello, web-1"}}},
                                        {"logs", {{"stdout", {"started", "done"}}, {"stderr", nullptr}}},
                                        {"executedTime", 1795420612554021812},
                                        {"finishedTime", 1795420612569379281},
                                        {"event", about}});
    };
    m_world->start();
}

void TestEvents::saysWhomAnEventHits()
{
    ui::EventsPage page(*m_world->session, m_world->catalogue);
    page.show();
    auto* type = part<QLineEdit>(page, "event.type");
    QTest::keyClicks(type, QStringLiteral("vm.powered"));
    QVERIFY(part<QLabel>(page, "event.match")->text().contains(QLatin1String("dropped")));
    QTest::keyClicks(type, QStringLiteral(".on"));
    QVERIFY(part<QLabel>(page, "event.match")->text().contains(QStringLiteral("sub → hello")));
    QVERIFY(part<QPushButton>(page, "event.send")->isEnabled());
    QTest::keyClicks(type, QStringLiteral(" *"));
    QVERIFY(!part<QPushButton>(page, "event.send")->isEnabled());
}

void TestEvents::pointsAtBrokenJson()
{
    ui::JsonEdit edit;
    edit.setPlainText(QStringLiteral("{\n  \"a\": oops\n}"));
    QVERIFY(edit.problem());
    QVERIFY2(edit.problem()->contains(QLatin1String("line 2")), qPrintable(*edit.problem()));
    edit.setPlainText(QString(100'000, QLatin1Char('[')));
    QVERIFY(edit.problem());
    edit.setPlainText(QStringLiteral(" null "));
    QVERIFY(!edit.problem());
    QVERIFY(edit.json() && edit.json()->is_null());
}

void TestEvents::sendsAndShowsTheRunsItCaused()
{
    ui::EventsPage page(*m_world->session, m_world->catalogue);
    QSignalSpy sent(&page, &ui::EventsPage::sent);
    page.resize(1200, 800);
    page.show();
    QTest::keyClicks(part<QLineEdit>(page, "event.type"), QStringLiteral("vm.powered.on"));
    auto* data = part<ui::JsonEdit>(page, "event.data");
    QTest::keyClicks(data, QStringLiteral("{\"vm_name\": \"web-1\"}"));
    const QString id = part<QLineEdit>(page, "event.id")->text();
    QTest::keyClick(data, Qt::Key_Return, Qt::ControlModifier);
    if (sent.isEmpty())
        QTest::mouseClick(part<QPushButton>(page, "event.send"), Qt::LeftButton);
    QTRY_COMPARE(sent.size(), 1);
    QCOMPARE(sent.first().at(1).toString(), id);
    QVERIFY(part<QLineEdit>(page, "event.id")->text() != id);
    QCOMPARE(part<QListView>(page, "event.history")->model()->rowCount(), 1);
    auto* runs = part<QTableView>(page, "event.runs");
    QTRY_COMPARE(runs->model()->rowCount(), 1);
    QCOMPARE(runs->currentIndex().row(), 0);
    QVERIFY(part<QPlainTextEdit>(page, "run.output")->toPlainText().contains(QLatin1String("Hello, web-1")));
    QVERIFY(part<QPlainTextEdit>(page, "run.logs")->toPlainText().contains(QLatin1String("started")));
    UiWorld::picture(page, QStringLiteral("events"));
    const Json body = m_world->server.changes().back().body;
    QVERIFY(body["source"] == Json("dispatch"));
    QVERIFY(body["cloudEventsVersion"] == Json("0.1"));
    QVERIFY(body["data"] == (Json{{"vm_name", "web-1"}}));
}

void TestEvents::keepsTheDraftWhenTheServerRefuses()
{
    ui::EventsPage page(*m_world->session, m_world->catalogue);
    page.show();
    QTest::keyClicks(part<QLineEdit>(page, "event.type"), QStringLiteral("vm.powered.on"));
    QTest::keyClicks(part<ui::JsonEdit>(page, "event.data"), QStringLiteral("[1, 2]"));
    const QString id = part<QLineEdit>(page, "event.id")->text();
    m_world->server.refuseNext("POST", 400, R"({"code":400,"message":"Error validating event"})");
    QTest::mouseClick(part<QPushButton>(page, "event.send"), Qt::LeftButton);
    QTRY_VERIFY(page.findChild<ui::MessageBar*>()->showsFailure());
    QCOMPARE(part<ui::JsonEdit>(page, "event.data")->toPlainText(), QStringLiteral("[1, 2]"));
    QCOMPARE(part<QLineEdit>(page, "event.id")->text(), id);
    QVERIFY(part<QPushButton>(page, "event.send")->isEnabled());
}

void TestEvents::followsRunsOnlyWhileVisible()
{
    ui::EventsPage page(*m_world->session, m_world->catalogue);
    ui::RunPanel panel(*m_world->session);
    auto& watch = m_world->session->runWatch();
    QVERIFY(!watch.isActive());
    page.show();
    QVERIFY(watch.isActive());
    panel.show();
    page.hide();
    QVERIFY(watch.isActive());
    panel.hide();
    QVERIFY(!watch.isActive());
}

void TestEvents::runsAFunctionWithAnInput()
{
    ui::RunPanel panel(*m_world->session);
    panel.resize(700, 700);
    panel.show();
    QVERIFY(!panel.isEnabled());
    panel.setFunction(QStringLiteral("hello"));
    auto* input = part<ui::JsonEdit>(panel, "run.input");
    QTest::keyClicks(input, QStringLiteral("{\"name\""));
    QVERIFY(!part<QPushButton>(panel, "run.start")->isEnabled());
    QTest::keyClicks(input, QStringLiteral(": \"Jon\"}"));
    QTest::mouseClick(part<QPushButton>(panel, "run.start"), Qt::LeftButton);
    QTRY_COMPARE(part<QTableView>(panel, "run.list")->model()->rowCount(), 1);
    QTRY_VERIFY(part<QPlainTextEdit>(panel, "run.output")->toPlainText().contains(QLatin1String("Hello")));
    QVERIFY(m_world->server.changes().back().body["input"] == (Json{{"name", "Jon"}}));
    UiWorld::picture(panel, QStringLiteral("runpanel"));
    panel.setFunction(QStringLiteral("other"));
    QVERIFY(input->toPlainText().isEmpty());
    panel.setFunction(QStringLiteral("hello"));
    QVERIFY(input->toPlainText().contains(QLatin1String("Jon")));
}

QTEST_MAIN(TestEvents)
#include "tst_events.moc"
