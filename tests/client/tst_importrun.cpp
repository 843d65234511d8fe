// SPDX-License-Identifier: Apache-2.0
#include "client/exporter.h"
#include "client/importplanner.h"
#include "client/importrun.h"
#include "localworld.h"

#include <QSignalSpy>
#include <QTest>

using client::ImportOutcome;
using client::ImportRun;
using models::Json;
using models::Kind;
using models::PlanAction;

/// Imports into a real dispatch-local, from the text to the changed server and back.
class TestImportRun final : public QObject
{
    Q_OBJECT

    client::PlannedImport plan(const QByteArray& text, bool deletesOthers = false)
    {
        client::ImportPlanner planner(*m_world->session);
        client::PlannedImport result;
        bool ended = false;
        connect(&planner, &client::ImportPlanner::planned, this, [&](const client::PlannedImport& planned) {
            result = planned;
            ended = true;
        });
        connect(&planner, &client::ImportPlanner::failed, this, [&](const models::Failure& failure) {
            qWarning() << failure.report();
            ended = true;
        });
        planner.start({{QStringLiteral("in.yaml"), text, m_folder->path()}}, deletesOthers);
        if (!QTest::qWaitFor([&ended] { return ended; }, 60'000))
            qWarning() << "no plan";
        return result;
    }

    std::unique_ptr<ImportRun> make(const client::PlannedImport& planned, ImportRun::Options options = {})
    {
        std::vector<bool> ticks;
        for (const models::PlanItem& item : planned.plan)
            ticks.push_back(item.action != PlanAction::Same && item.action != PlanAction::Blocked);
        return std::make_unique<ImportRun>(*m_changes, planned.plan, ticks, options);
    }

    void carryOut(ImportRun& run)
    {
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.state() == ImportRun::State::Over, 60'000);
    }

    std::vector<Json> records(models::RecordKind kind)
    {
        return told(m_world->session->api().records(kind)).value_or(std::vector<Json>());
    }

    QByteArray exported(bool withValues)
    {
        client::Exporter exporter(*m_world->session);
        QSignalSpy spy(&exporter, &client::Exporter::exported);
        client::ExportOrder order;
        order.options.withSecretValues = withValues;
        for (const models::RecordKindInfo& kind : models::recordKinds()) {
            if (kind.resource)
                order.what[kind.kind] = {};
        }
        exporter.start(order);
        if (!spy.wait(30'000))
            return {};
        return spy[0][0].value<std::vector<client::ExportedFile>>().front().text;
    }

    void write(const QString& name, const QByteArray& text)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    static QByteArray wiring()
    {
        return "kind: Subscription\nname: sub\neventType: tick.tock\nfunction: echo\n---\n"
               "kind: Driver\nname: nightly\ntype: clock\nconfig:\n- key: seconds\n  value: 2\nsecrets: [key]\n---\n"
               "kind: DriverType\nname: clock\nimage: dispatchframework/ticker:0.0.2\n---\n"
               "kind: Secret\nname: key\nsecrets:\n  pem: |\n    -----BEGIN KEY-----\n    MIIE+/=\n    -----END "
               "KEY-----\n---\n"
               "kind: Function\nname: echo\nimage: python3\nhandler: echo.handle\nsourcePath: echo.py\n";
    }

    std::unique_ptr<LocalWorld> m_world;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<client::Journal> m_journal;
    std::unique_ptr<client::Changes> m_changes;

private Q_SLOTS:
    void init()
    {
        m_world = std::make_unique<LocalWorld>();
        QVERIFY(m_world->start());
        m_folder = std::make_unique<QTemporaryDir>();
        m_journal = std::make_unique<client::Journal>(m_folder->path());
        m_changes = std::make_unique<client::Changes>(m_world->session->api(), *m_journal, QStringLiteral("test"));
        write(QStringLiteral("echo.py"), "def handle(ctx, payload):\n    return payload\n");
    }

    void cleanup()
    {
        m_changes.reset();
        m_journal.reset();
        m_world.reset();
    }

    void importsWhatNeedsEachOtherAndExportsTheSame()
    {
        const client::PlannedImport planned = plan(wiring());
        QVERIFY(planned.complaints.empty());
        QCOMPARE(planned.plan.size(), std::size_t(5));
        const auto run = make(planned);
        carryOut(*run);
        QCOMPARE(run->count(ImportOutcome::State::Done), 5);
        QTRY_VERIFY_WITH_TIMEOUT(m_world->hasReady(Kind::Driver, "nightly"), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_world->hasReady(Kind::Function, "echo"), 30'000);
        // The original command line cuts such a key to nothing.
        QCOMPARE(records(models::RecordKind::Secret).at(0)["secrets"]["pem"].get<std::string>(),
                 std::string("-----BEGIN KEY-----\nMIIE+/=\n-----END KEY-----\n"));
        for (const bool withValues : {false, true}) {
            const QByteArray text = exported(withValues);
            QCOMPARE(text.contains("MIIE"), withValues);
            const client::PlannedImport again = plan(text);
            QVERIFY(again.complaints.empty());
            QCOMPARE(again.plan.size(), std::size_t(5));
            for (const models::PlanItem& item : again.plan)
                QVERIFY2(item.action == PlanAction::Same, qPrintable(item.item.name));
        }
    }

    void takesBackWhatItDid()
    {
        const auto first = make(plan("kind: DriverType\nname: clock\nimage: ticker:1\n---\n"
                                     "kind: Secret\nname: key\nsecrets: {a: old}\n"));
        carryOut(*first);
        const auto run = make(plan("kind: DriverType\nname: clock\nimage: ticker:2\n---\n"
                                   "kind: Secret\nname: key\nsecrets: {a: new, b: more}\n---\n"
                                   "kind: Subscription\nname: sub\neventType: a.b\nfunction: f\n"));
        carryOut(*run);
        QCOMPARE(run->count(ImportOutcome::State::Done), 3);
        QVERIFY(run->canRollBack());
        run->rollBack();
        QTRY_VERIFY_WITH_TIMEOUT(run->state() == ImportRun::State::Over, 60'000);
        QCOMPARE(run->count(ImportOutcome::State::RolledBack), 3);
        QVERIFY(!run->canRollBack());
        QVERIFY(records(models::RecordKind::DriverType).at(0)["image"] == "ticker:1");
        QVERIFY(records(models::RecordKind::Secret).at(0)["secrets"] == (Json{{"a", "old"}}));
        QTRY_VERIFY(records(models::RecordKind::Subscription).empty());
    }

    void stopsAtTheFirstFailureOrGoesOn_data()
    {
        QTest::addColumn<bool>("stops");
        QTest::newRow("stops") << true;
        QTest::newRow("goes on") << false;
    }

    void stopsAtTheFirstFailureOrGoesOn()
    {
        QFETCH(bool, stops);
        // Made behind the plan's back: a conflict.
        QByteArray text = "kind: DriverType\nname: clash\nimage: a\n---\nkind: Driver\nname: needs\ntype: clash\n";
        for (int i = 0; i < 1000; ++i)
            text += "---\nkind: Subscription\nname: s" + QByteArray::number(i) + "\neventType: a.b\nfunction: f\n";
        const client::PlannedImport planned = plan(text);
        QVERIFY(told(m_world->session->api().createRecord(models::RecordKind::DriverType,
                                                          {{"name", "clash"}, {"image", "other"}}))
                    .has_value());
        const auto run = make(planned, {stops, {}});
        carryOut(*run);
        QCOMPARE(run->count(ImportOutcome::State::Failed), 1);
        QCOMPARE(run->outcome(0).failure->kind, models::FailureKind::Conflict);
        QCOMPARE(run->outcome(1).state, ImportOutcome::State::Skipped);
        QVERIFY(run->outcome(1).failure->meaning.contains(QLatin1String("clash")));
        if (stops)
            QVERIFY(run->count(ImportOutcome::State::Skipped) > 200);
        else
            QCOMPARE(run->count(ImportOutcome::State::Done), 1000);
    }

    void deletesWhatTheFilesDoNotName()
    {
        carryOut(*make(
            plan("kind: DriverType\nname: old\nimage: ticker:1\n---\nkind: DriverType\nname: kept\nimage: ticker:1\n"
                 "---\nkind: Driver\nname: uses\ntype: old\n")));
        QTRY_VERIFY_WITH_TIMEOUT(m_world->hasReady(Kind::Driver, "uses"), 30'000);
        const client::PlannedImport planned
            = plan("kind: DriverType\nname: kept\nimage: ticker:1\n---\nkind: Driver\nname: next\ntype: kept\n", true);
        const auto run = make(planned);
        carryOut(*run);
        QCOMPARE(run->count(ImportOutcome::State::Done), 3);
        QTRY_COMPARE_WITH_TIMEOUT(records(models::RecordKind::Driver).size(), std::size_t(1), 30'000);
        QCOMPARE(records(models::RecordKind::DriverType).size(), std::size_t(1));
    }

    void canBeStoppedAndTold()
    {
        QByteArray text;
        for (int i = 0; i < 1000; ++i)
            text += "---\nkind: Subscription\nname: s" + QByteArray::number(i) + "\neventType: a.b\nfunction: f\n";
        const auto run = make(plan(text));
        connect(run.get(), &ImportRun::itemChanged, run.get(), [&run] { run->stop(); });
        carryOut(*run);
        QVERIFY(run->count(ImportOutcome::State::Skipped) >= 1000 - 2 * client::mostAtOnce(m_world->session->api()));
        QCOMPARE(int(records(models::RecordKind::Subscription).size()), run->count(ImportOutcome::State::Done));
    }

    void survivesAServerThatDies()
    {
        QByteArray text;
        for (int i = 0; i < 2000; ++i)
            text += "---\nkind: Subscription\nname: s" + QByteArray::number(i) + "\neventType: a.b\nfunction: f\n";
        const auto run = make(plan(text), {false, {}});
        int seen = 0;
        connect(run.get(), &ImportRun::itemChanged, this, [this, &seen] {
            if (++seen == 700)
                m_world->process.kill();
        });
        carryOut(*run);
        const int done = run->count(ImportOutcome::State::Done);
        QVERIFY(done > 0 && run->count(ImportOutcome::State::Failed) > 0);
        QCOMPARE(done + run->count(ImportOutcome::State::Failed), 2000);
        QVERIFY(m_world->process.start());
        QTRY_VERIFY_WITH_TIMEOUT(int(records(models::RecordKind::Subscription).size()) >= done, 30'000);
        // What is left is one more import of the same text.
        const auto rest = make(plan(text));
        carryOut(*rest);
        QCOMPARE(records(models::RecordKind::Subscription).size(), std::size_t(2000));
    }

    void knowsAfterACrashWhatWasMeant()
    {
        QByteArray text = wiring();
        for (int i = 0; i < 500; ++i)
            text += "---\nkind: Subscription\nname: s" + QByteArray::number(i) + "\neventType: a.b\nfunction: f\n";
        auto run = make(plan(text));
        run->start();
        QTRY_VERIFY_WITH_TIMEOUT(run->count(ImportOutcome::State::Done) >= 1, 30'000);
        // As after kill -9: nobody writes how it ended.
        run.reset();
        m_changes.reset();
        m_journal = std::make_unique<client::Journal>(m_folder->path());
        const auto runs = told(m_journal->imports(QStringLiteral("test"), 5));
        QVERIFY(runs.has_value() && runs->size() == 1);
        QCOMPARE(runs->front().state, QStringLiteral("running"));
        QVERIFY(!runs->front().plan.contains("MIIE"));
        const models::ImportReading meant = client::intentionOf(runs->front());
        QCOMPARE(meant.items.size(), std::size_t(504));
        QCOMPARE(meant.complaints.size(), std::size_t(1));
    }

    void writesPrivateExportsForTheOwnerOnly()
    {
        const QString path = m_folder->filePath(QStringLiteral("out.yaml"));
        QVERIFY(told(client::writeExport(path, {{QString(), "a: b\n"}}, true)).has_value());
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(!told(client::writeExport(QStringLiteral("/nowhere/x"), {{QString(), "a"}}, false)));
    }
};

QTEST_GUILESS_MAIN(TestImportRun)
#include "tst_importrun.moc"
