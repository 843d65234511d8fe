// SPDX-License-Identifier: Apache-2.0
#include "models/dwell.h"

#include <QTest>

using namespace models;

class TestDwell : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judgesByStateTimeAndSwings_data()
    {
        QTest::addColumn<State>("state");
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<int>("swings");
        QTest::addColumn<Dwell>("dwell");
        QTest::newRow("young") << State::Creating << qint64(5) << 0 << Dwell::Normal;
        QTest::newRow("at the limit") << State::Creating << qint64(180) << 0 << Dwell::Normal;
        QTest::newRow("past the limit") << State::Creating << qint64(181) << 0 << Dwell::Stuck;
        QTest::newRow("deleting for hours") << State::Deleting << qint64(7200) << 0 << Dwell::Stuck;
        QTest::newRow("ready for years") << State::Ready << qint64(100'000'000) << 0 << Dwell::Normal;
        QTest::newRow("failed and mended") << State::Ready << qint64(1) << 2 << Dwell::Normal;
        QTest::newRow("to and fro") << State::Error << qint64(1) << 3 << Dwell::Flapping;
        QTest::newRow("saved anew") << State::Updating << qint64(1) << 9 << Dwell::Normal;
        QTest::newRow("no state") << State::None << qint64(9999) << 0 << Dwell::Normal;
    }

    void judgesByStateTimeAndSwings()
    {
        QFETCH(State, state);
        QFETCH(qint64, seconds);
        QFETCH(int, swings);
        QFETCH(Dwell, dwell);
        QCOMPARE(judgeDwell(state, seconds, swings), dwell);
    }

    void hasANextStepForEveryTrouble()
    {
        for (const ResourceKind& kind : resourceKinds()) {
            for (const State state : {State::Initialized, State::Creating, State::Updating, State::Deleting}) {
                QVERIFY(!nextStep(kind.kind, state, Dwell::Normal).isEmpty());
                QVERIFY(nextStep(kind.kind, state, Dwell::Stuck) != nextStep(kind.kind, state, Dwell::Normal));
            }
            QVERIFY(!nextStep(kind.kind, State::Error, Dwell::Normal).isEmpty());
            QVERIFY(!nextStep(kind.kind, State::Ready, Dwell::Flapping).isEmpty());
            QVERIFY(nextStep(kind.kind, State::Ready, Dwell::Normal).isEmpty());
        }
        QVERIFY(nextStep(Kind::Driver, State::Creating, Dwell::Stuck)
                != nextStep(Kind::Function, State::Creating, Dwell::Stuck));
    }
};

QTEST_GUILESS_MAIN(TestDwell)
#include "tst_dwell.moc"
