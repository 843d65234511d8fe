// SPDX-License-Identifier: Apache-2.0
#include "models/resourcetablemodel.h"
#include "ui/events/matchview.h"
#include "uiworld.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

using models::Kind;

class TestMatchView final : public QObject
{
    Q_OBJECT

    std::unique_ptr<UiWorld> m_world;
    std::unique_ptr<ui::MatchView> m_view;

    void subscribe(const char* name, const char* type, const char* function, const char* status = "READY")
    {
        m_world->server.put(Kind::Subscription,
                            {{"name", name}, {"eventType", type}, {"function", function}, {"status", status}});
    }

    void begin(const char* type)
    {
        m_world->start();
        m_view = std::make_unique<ui::MatchView>(m_world->session->watch());
        m_view->setEventType(QString::fromLatin1(type));
        m_view->resize(620, 260);
        m_view->show();
    }

    QString said(const char* part) const
    {
        auto* label = ::part<QLabel>(*m_view, part);
        return label->isVisible() ? label->text() : QString();
    }
    QAbstractItemModel* hits() const { return part<QTableView>(*m_view, "event.match.hits")->model(); }
    QString cell(int row, int column) const { return hits()->index(row, column).data().toString(); }

private Q_SLOTS:
    void init()
    {
        m_world = std::make_unique<UiWorld>();
        m_world->server.put(Kind::Function, {{"name", "hello"}, {"image", "python3"}, {"status", "READY"}});
        m_world->server.put(Kind::Function, {{"name", "slow"}, {"image", "python3"}, {"status", "CREATING"}});
    }
    void cleanup()
    {
        m_view.reset();
        m_world.reset();
    }

    void showsEachHitWithBothStates()
    {
        subscribe("a", "vm.on", "hello");
        subscribe("b", "vm.on", "slow");
        subscribe("c", "vm.on", "gone", "ERROR");
        subscribe("other", "vm.off", "hello");
        begin("vm.on");
        QCOMPARE(hits()->rowCount(), 3);
        QCOMPARE(cell(0, 0), QStringLiteral("a"));
        QCOMPARE(cell(0, 1), QStringLiteral("READY"));
        QCOMPARE(cell(0, 2), QStringLiteral("hello"));
        QCOMPARE(cell(1, 3), QStringLiteral("CREATING"));
        QCOMPARE(cell(2, 1), QStringLiteral("ERROR"));
        QCOMPARE(cell(2, 3), QStringLiteral("does not exist"));
        // Drawn as shape, word and colour.
        const auto status = hits()->index(2, 1).data(models::ResourceTableModel::StatusRole).value<models::Status>();
        QCOMPARE(status.state, models::State::Error);
        QVERIFY(said("event.match.summary").contains(QLatin1Char('3')));
        QVERIFY(said("event.match.warning").contains(QLatin1String("2 of them will not run")));
        UiWorld::picture(*m_view, QStringLiteral("match"));
    }

    void followsWhatTheWatchSees()
    {
        subscribe("a", "vm.on", "slow");
        begin("vm.on");
        QAbstractItemModelTester tester(hits());
        QSignalSpy reset(hits(), &QAbstractItemModel::modelReset);
        QVERIFY(said("event.match.warning").contains(QLatin1String("1 of them")));
        subscribe("b", "vm.on", "hello");
        m_world->server.put(Kind::Function, {{"name", "slow"}, {"image", "python3"}, {"status", "READY"}});
        QTRY_COMPARE(hits()->rowCount(), 2);
        QTRY_COMPARE(cell(0, 3), QStringLiteral("READY"));
        QTRY_VERIFY(said("event.match.warning").isEmpty());
        QCOMPARE(reset.size(), 0);
    }

    void offersNearMissesWhenTheEventWouldBeDropped()
    {
        subscribe("a", "vm.being.created", "hello");
        subscribe("b", "VM.being.craeted", "hello");
        begin("vm.being.craeted");
        QCOMPARE(hits()->rowCount(), 0);
        QVERIFY(said("event.match.summary").contains(QLatin1String("will be dropped")));
        auto* first = part<QPushButton>(*m_view, "event.match.near.0");
        QVERIFY(first->text().contains(QLatin1String("Only upper and lower case differ")));
        QVERIFY(part<QPushButton>(*m_view, "event.match.near.1")->text().contains(QLatin1String("vm.being.created")));
        UiWorld::picture(*m_view, QStringLiteral("match-dropped"));
        connect(m_view.get(), &ui::MatchView::eventTypeChosen, m_view.get(), &ui::MatchView::setEventType);
        QTest::mouseClick(part<QPushButton>(*m_view, "event.match.near.1"), Qt::LeftButton);
        QTRY_COMPARE(hits()->rowCount(), 1);
        QVERIFY(!m_view->findChild<QPushButton*>(QStringLiteral("event.match.near.0")));
    }

    void warnsOfAFunctionThatRunsTwiceUnlessEventsAreShared()
    {
        subscribe("a", "vm.on", "hello");
        subscribe("b", "vm.on", "hello");
        begin("vm.on");
        QVERIFY(said("event.match.warning").contains(QLatin1String("hello runs more than once")));
        m_view->setBus(models::EventBus::Solo);
        QVERIFY(said("event.match.summary").contains(QLatin1String("one of 2")));
        QVERIFY(said("event.match.warning").contains(QLatin1String("original Solo")));
        QVERIFY(!said("event.match.warning").contains(QLatin1String("more than once")));
        UiWorld::picture(*m_view, QStringLiteral("match-solo"));
    }

    void doesNotSayDroppedBeforeItKnows()
    {
        client::Session session(m_world->server.connection(), client::Watch::Tempo{50, 100, 1'000});
        ui::MatchView view(session.watch());
        view.setEventType(QStringLiteral("vm.on"));
        view.show();
        auto* summary = part<QLabel>(view, "event.match.summary");
        QVERIFY(!summary->text().contains(QLatin1String("dropped")));
        session.watch().start();
        QTRY_VERIFY(summary->text().contains(QLatin1String("dropped")));
    }
};

QTEST_MAIN(TestMatchView)
#include "tst_matchview.moc"
