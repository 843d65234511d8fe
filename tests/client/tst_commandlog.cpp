// SPDX-License-Identifier: Apache-2.0
#include "clustersworld.h"

#include <QSignalSpy>
#include <QTest>

using client::Tool;
using models::ClusterState;

/// Every command that the console runs can be seen, without its secrets, and in bounded memory.
class TestCommandLog final : public QObject
{
    Q_OBJECT

    using Console = ClustersWorld::Console;

private Q_SLOTS:
    void init() { m_world = std::make_unique<ClustersWorld>(); }

    void cleanup()
    {
        const bool isUnknown = m_world->standins.isUnknownCall();
        m_world.reset();
        QVERIFY(!isUnknown);
    }

    void logsTheQuestionsForVersions()
    {
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        const auto& records = console.clusters.log().records();
        const auto at = std::find_if(records.begin(), records.end(), [](const client::CommandRecord& record) {
            return record.words.first().endsWith(QLatin1String("/minikube"))
                && record.words.value(1) == QLatin1String("version");
        });
        QVERIFY(at != records.end());
        QVERIFY(at->isRoutine);
        QCOMPARE(at->state, client::CommandRecord::State::Ended);
        QVERIFY(console.clusters.log().outputOf(at->number).join(u' ').contains(QLatin1String("v1.38.1")));
    }

    void logsCommandsWithoutSecrets()
    {
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        m_world->standins.replaceTool(QStringLiteral("helm"),
                                      "#!/bin/sh\necho \"password: hunter22\"; echo plain\n"
                                      "for i in $(seq 500); do echo line $i; done; exit 3\n");
        const auto answer = told(console.clusters.commands().run(console.clusters.toolbox().order(
            Tool::Helm, {QStringLiteral("--set"), QStringLiteral("global.db.password=hunter22")},
            QStringLiteral("try"))));
        QCOMPARE(answer.value().exitCode, 3);
        const client::CommandRecord record = console.clusters.log().records().back();
        QCOMPARE(record.exitCode, 3);
        QCOMPARE(record.state, client::CommandRecord::State::Ended);
        QVERIFY(!record.words.join(u' ').contains(QLatin1String("hunter22")));
        const QStringList output = console.clusters.log().outputOf(record.number);
        QCOMPARE(output.size(), qsizetype(client::CommandLog::kMostLines));
        QCOMPARE(output.last(), QStringLiteral("line 500"));
        QVERIFY(!output.join(u' ').contains(QLatin1String("hunter22")));
    }

    /// The same words do something else with other variables.
    void logsTheVariablesThatLeadElsewhere()
    {
        client::CommandLog log;
        client::ProcessOrder order;
        order.program = QStringLiteral("dispatch");
        log.begin(order);
        QCOMPARE(log.records().back().variables, QStringList());
        order.environment.insert(QStringLiteral("KUBECONFIG"), QStringLiteral("/tmp/lab/config"));
        order.environment.insert(QStringLiteral("DOCKER_HOST"), QStringLiteral("tcp://me:hunter22@10.0.0.1:2375"));
        order.environment.insert(QStringLiteral("PATH"), QStringLiteral("/elsewhere"));
        log.begin(order);
        const QStringList variables = log.records().back().variables;
        QCOMPARE(variables.size(), 2);
        QVERIFY(variables.first().startsWith(QLatin1String("DOCKER_HOST=")));
        QVERIFY(!variables.first().contains(QLatin1String("hunter22")));
        QCOMPARE(variables.last(), QStringLiteral("KUBECONFIG=/tmp/lab/config"));
    }

    void tellsWhatWasGivenUp()
    {
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        m_world->standins.replaceTool(QStringLiteral("helm"), "#!/bin/sh\necho begun; sleep 100\n");
        const auto order = console.clusters.toolbox().order(Tool::Helm, {}, QStringLiteral("try"));
        const auto stateOfLast = [&console] {
            const auto& records = console.clusters.log().records();
            return std::find_if(
                       records.rbegin(), records.rend(),
                       [](const client::CommandRecord& record) { return record.tried == QLatin1String("try"); })
                ->state;
        };
        for (const bool isAsked : {true, false}) {
            std::unique_ptr<client::ProcessRun> run = console.clusters.commands().prepare(order);
            QSignalSpy begun(run.get(), &client::ProcessRun::lines);
            QSignalSpy over(run.get(), &client::ProcessRun::finished);
            run->start();
            QTRY_VERIFY(!begun.isEmpty());
            QCOMPARE(stateOfLast(), client::CommandRecord::State::Running);
            if (isAsked) {
                run->cancel();
                QTRY_COMPARE(over.size(), 1);
            }
            run.reset();
            QCOMPARE(stateOfLast(), client::CommandRecord::State::GivenUp);
        }
    }

    void keepsTheOutputsSmall()
    {
        client::CommandLog log;
        client::ProcessOrder order;
        order.program = QStringLiteral("helm");
        const QByteArrayList lines(client::CommandLog::kMostLines,
                                   QByteArray("a ").repeated(client::CommandLog::kLongestLine / 2));
        const qint64 running = log.begin(order);
        log.take(running, lines);
        std::vector<qint64> ended;
        for (int i = 0; i < 8; ++i) {
            ended.push_back(log.begin(order));
            log.take(ended.back(), lines);
            log.end(ended.back(), client::ProcessResult());
        }
        qsizetype bytes = 0;
        for (const client::CommandRecord& record : log.records())
            bytes += log.outputOf(record.number).join(QString()).size() * qsizetype(sizeof(QChar));
        QVERIFY(bytes > client::CommandLog::kMostBytes / 2);
        QVERIFY(bytes < client::CommandLog::kMostBytes + 10'000);
        QCOMPARE(log.outputOf(running).size(), lines.size());
        QCOMPARE(log.outputOf(ended.back()).size(), lines.size());
        QCOMPARE(log.outputOf(ended.front()).size(), 1);
        QVERIFY(log.outputOf(ended.front()).first().contains(QLatin1String("dropped")));
    }

    /// Questions that are asked for ever leave one line each.
    void keepsTheLogSmall()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(m_world->folder.path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        for (int i = 0; i < 4; ++i) {
            const qint64 before = console.clusters.watch().asOf();
            console.clusters.watch().lookNow();
            QTRY_VERIFY(console.clusters.watch().asOf() > before);
        }
        int statuses = 0;
        for (const client::CommandRecord& record : console.clusters.log().records())
            statuses += record.words.contains(QStringLiteral("status")) ? 1 : 0;
        QVERIFY(statuses >= 1 && statuses <= 2);
    }

private:
    std::unique_ptr<ClustersWorld> m_world;
};

QTEST_GUILESS_MAIN(TestCommandLog)
#include "tst_commandlog.moc"
