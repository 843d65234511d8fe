// SPDX-License-Identifier: Apache-2.0
#include "ui/events/eventspage.h"
#include "ui/events/traceview.h"
#include "ui/forms/jsoneditor.h"
#include "ui/functions/runpanel.h"
#include "ui/messagebar.h"
#include "uiworld.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using models::Json;
using models::Kind;

class TestEvents final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysWhomAnEventHits();
    void sendsAndShowsTheRunsItCaused();
    void keepsTheDraftWhenTheServerRefuses();
    void keepsTheDraftWhenThePageGoes();
    void asksAboutAFileThatChanged();
    void keepsWhatWasSentToSendItAgain();
    void followsAllRunsOnlyWhileTheyAreLookedAt();
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
    ui::EventsPage page(*m_world->session, m_world->journal, m_world->catalogue);
    page.show();
    auto* type = part<QLineEdit>(page, "event.type");
    QTest::keyClicks(type, QStringLiteral("vm.powered"));
    QVERIFY(part<QLabel>(page, "event.match.summary")->text().contains(QLatin1String("dropped")));
    QTest::keyClicks(type, QStringLiteral(".on"));
    QCOMPARE(part<QTableView>(page, "event.match.hits")->model()->rowCount(), 1);
    QCOMPARE(part<QTableView>(page, "event.match.hits")->model()->index(0, 0).data().toString(), QStringLiteral("sub"));
    QVERIFY(part<QPushButton>(page, "event.send")->isEnabled());
    QTest::keyClicks(type, QStringLiteral(" *"));
    QVERIFY(!part<QPushButton>(page, "event.send")->isEnabled());
}

void TestEvents::sendsAndShowsTheRunsItCaused()
{
    ui::EventsPage page(*m_world->session, m_world->journal, m_world->catalogue);
    QSignalSpy sent(&page, &ui::EventsPage::sent);
    page.resize(1200, 800);
    page.show();
    QTest::keyClicks(part<QLineEdit>(page, "event.type"), QStringLiteral("vm.powered.on"));
    auto* data = part<ui::JsonEditor>(page, "event.data");
    QTest::keyClicks(data, QStringLiteral("{\"vm_name\": \"web-1\"}"));
    QTest::mouseClick(part<QPushButton>(page, "event.newId"), Qt::LeftButton);
    const QString id = part<QLineEdit>(page, "event.id")->text();
    QVERIFY(!id.isEmpty());
    part<QLineEdit>(page, "event.type")->completer()->popup()->hide();
    page.activateWindow();
    data->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QTest::keyClick(data, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(sent.size(), 1);
    QCOMPARE(sent.first().at(1).toString(), id);
    QVERIFY(part<QLineEdit>(page, "event.id")->text().isEmpty());
    auto* runs = part<QTableView>(page, "event.trace.deliveries");
    QVERIFY(runs->isVisible());
    QTRY_COMPARE(runs->model()->rowCount(), 1);
    runs->setCurrentIndex(runs->model()->index(0, 0));
    auto& trace = *page.findChild<ui::TraceView*>();
    QTRY_VERIFY(part<QPlainTextEdit>(trace, "run.output")->toPlainText().contains(QLatin1String("Hello, web-1")));
    auto* logs = part<QPlainTextEdit>(trace, "run.logs");
    trace.findChild<QTabWidget*>()->setCurrentWidget(logs);
    QVERIFY(logs->toPlainText().contains(QLatin1String("started")));
    UiWorld::picture(page, QStringLiteral("events"));
    const Json body = m_world->server.changes().back().body;
    QVERIFY(body["source"] == Json("dispatch"));
    QVERIFY(body["cloudEventsVersion"] == Json("0.1"));
    QVERIFY(body["data"] == (Json{{"vm_name", "web-1"}}));
}

void TestEvents::keepsTheDraftWhenTheServerRefuses()
{
    ui::EventsPage page(*m_world->session, m_world->journal, m_world->catalogue);
    page.show();
    QTest::keyClicks(part<QLineEdit>(page, "event.type"), QStringLiteral("vm.powered.on"));
    QTest::keyClicks(part<ui::JsonEditor>(page, "event.data"), QStringLiteral("[1, 2]"));
    auto* id = part<QLineEdit>(page, "event.id");
    id->setText(QStringLiteral("my-id"));
    m_world->server.refuseNext("POST", 400, R"({"code":400,"message":"Error validating event"})");
    QTest::mouseClick(part<QPushButton>(page, "event.send"), Qt::LeftButton);
    QTRY_VERIFY(page.findChild<ui::MessageBar*>()->showsFailure());
    QCOMPARE(part<ui::JsonEditor>(page, "event.data")->toPlainText(), QStringLiteral("[1, 2]"));
    QCOMPARE(id->text(), QStringLiteral("my-id"));
    QVERIFY(part<QPushButton>(page, "event.send")->isEnabled());
}

void TestEvents::keepsTheDraftWhenThePageGoes()
{
    {
        ui::EventsPage page(*m_world->session, m_world->journal, m_world->catalogue);
        page.show();
        QTest::keyClicks(part<ui::JsonEditor>(page, "event.data"), QStringLiteral("{\"half\": "));
    }
    ui::EventsPage page(*m_world->session, m_world->journal, m_world->catalogue);
    QTRY_COMPARE(part<ui::JsonEditor>(page, "event.data")->exactText(), QStringLiteral("{\"half\": "));
}

void TestEvents::asksAboutAFileThatChanged()
{
    const QString path = m_world->folder.filePath(QStringLiteral("note.txt"));
    const auto write = [&path](const QByteArray& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write("first");
    ui::EventsPage page(*m_world->session, m_world->journal, m_world->catalogue);
    QSignalSpy sent(&page, &ui::EventsPage::sent);
    page.show();
    QTest::keyClicks(part<QLineEdit>(page, "event.type"), QStringLiteral("vm.powered.on"));
    QTest::mouseClick(part<QToolButton>(page, "event.mode.file"), Qt::LeftButton);
    auto* field = part<QLineEdit>(page, "event.file.path");
    field->setText(path);
    QTest::keyClick(field, Qt::Key_Return);
    auto* send = part<QPushButton>(page, "event.send");
    QTRY_VERIFY(send->isEnabled());
    write("second");
    QTest::mouseClick(send, Qt::LeftButton);
    auto* bar = page.findChild<ui::MessageBar*>();
    QTRY_VERIFY(bar->showsFailure());
    QVERIFY(sent.isEmpty());
    for (QPushButton* button : bar->findChildren<QPushButton*>()) {
        if (button->isVisible())
            button->click();
    }
    QTRY_VERIFY(send->isEnabled() && !bar->showsFailure());
    QTRY_VERIFY(part<QLabel>(page, "event.file.facts")->text().contains(QLatin1String("6 bytes")));
    QTest::mouseClick(send, Qt::LeftButton);
    QTRY_COMPARE(sent.size(), 1);
    QVERIFY(m_world->server.changes().back().body["data"] == Json("second"));
}

void TestEvents::keepsWhatWasSentToSendItAgain()
{
    ui::EventsPage page(*m_world->session, m_world->journal, m_world->catalogue);
    QSignalSpy sent(&page, &ui::EventsPage::sent);
    page.resize(1200, 800);
    page.show();
    QTest::keyClicks(part<QLineEdit>(page, "event.type"), QStringLiteral("vm.powered.on"));
    QTest::keyClicks(part<ui::JsonEditor>(page, "event.data"), QStringLiteral("{\"n\": {{seq}}}"));
    QTest::mouseClick(part<QPushButton>(page, "event.send"), Qt::LeftButton);
    QTRY_COMPARE(sent.size(), 1);
    QVERIFY(m_world->server.changes().back().body["data"] == (Json{{"n", 1}}));
    part<QTabWidget>(page, "event.views")->setCurrentIndex(2);
    auto* table = part<QTableView>(page, "event.history.table");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    auto* again = part<QPushButton>(page, "event.history.resend");
    QTRY_VERIFY(again->isEnabled());
    again->click();
    QTRY_COMPARE(sent.size(), 2);
    QVERIFY(sent.at(0).at(1) != sent.at(1).at(1));
    QVERIFY(m_world->server.changes().back().body["data"] == (Json{{"n", 2}}));
    part<QPushButton>(page, "event.history.open")->click();
    QTRY_COMPARE(part<ui::JsonEditor>(page, "event.data")->exactText(), QStringLiteral("{\"n\": {{seq}}}"));
}

void TestEvents::followsAllRunsOnlyWhileTheyAreLookedAt()
{
    ui::EventsPage page(*m_world->session, m_world->journal, m_world->catalogue);
    ui::RunPanel panel(*m_world->session);
    auto& watch = m_world->session->runWatch();
    QVERIFY(!watch.isActive());
    page.show();
    QVERIFY(!watch.isActive());
    part<QTabWidget>(page, "event.views")->setCurrentIndex(3);
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
    auto* input = part<ui::JsonEditor>(panel, "run.input");
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
