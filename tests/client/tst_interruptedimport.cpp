// SPDX-License-Identifier: Apache-2.0
#include "client/interruptedimport.h"
#include "client/undo.h"
#include "localworld.h"

using client::ChangeOperation;
using client::ChangeRecord;
using client::ChangeState;
using client::ImportRecord;
using client::InterruptedImport;
using models::Json;
using models::RecordKind;

/// What an import had done, found out by comparing what it meant with a real server.
class TestInterruptedImport final : public QObject
{
    Q_OBJECT

    const QString kConnection = QStringLiteral("here");

    static Json driverType(const std::string& name, const std::string& image)
    {
        return {{"name", name}, {"image", image}};
    }

    /// One line of the kept plan of a run.
    static Json meant(const char* kind, ChangeOperation operation, const std::string& name, const Json& before,
                      const Json& after)
    {
        return {{"kind", kind}, {"name", name}, {"operation", int(operation)}, {"before", before}, {"after", after}};
    }

    bool has(RecordKind kind, const Json& body)
    {
        return told(m_world->session->api().createRecord(kind, body)).has_value();
    }

    ImportRecord kept(const Json& plan)
    {
        ImportRecord run;
        run.connection = kConnection;
        run.plan = models::dumpJson(plan);
        run.state = QStringLiteral("running");
        run.id = told(m_journal->addImport(run)).value_or(0);
        return run;
    }

    models::Result<InterruptedImport> settled(const ImportRecord& run)
    {
        return told(client::settleInterrupted(*m_changes, run));
    }

    std::map<QString, ChangeState> written(const ImportRecord& run)
    {
        std::map<QString, ChangeState> states;
        const auto changes = told(m_journal->changesOfRun(run.id)).value_or(std::vector<ChangeRecord>());
        for (const ChangeRecord& change : changes)
            states[change.name] = change.state;
        return states;
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
        m_changes = std::make_unique<client::Changes>(m_world->session->api(), *m_journal, kConnection);
    }

    void cleanup()
    {
        m_changes.reset();
        m_journal.reset();
        m_world.reset();
    }

    void findsOutWhatWasSentAndNeverWrittenDown()
    {
        QVERIFY(has(RecordKind::DriverType, driverType("made", "a")));
        QVERIFY(has(RecordKind::DriverType, driverType("changed", "new")));
        QVERIFY(has(RecordKind::DriverType, driverType("unchanged", "old")));
        QVERIFY(has(RecordKind::DriverType, driverType("elsewhere", "third")));
        QVERIFY(has(RecordKind::DriverType, driverType("stays", "a")));
        const auto change = [](const char* name) {
            return meant("DriverType", ChangeOperation::Update, name, driverType(name, "old"), driverType(name, "new"));
        };
        const ImportRecord run
            = kept({meant("DriverType", ChangeOperation::Create, "made", nullptr, driverType("made", "a")),
                    meant("DriverType", ChangeOperation::Create, "missing", nullptr, driverType("missing", "a")),
                    change("changed"), change("unchanged"), change("elsewhere"),
                    meant("DriverType", ChangeOperation::Delete, "gone", driverType("gone", "a"), nullptr),
                    meant("DriverType", ChangeOperation::Delete, "stays", driverType("stays", "a"), nullptr)});
        const auto found = settled(run);
        QVERIFY(found.has_value());
        QCOMPARE(found->done, 3);
        QCOMPARE(found->left, 4);
        QCOMPARE(found->unknown, 0);
        const std::map<QString, ChangeState> expected = {{QStringLiteral("made"), ChangeState::Done},
                                                         {QStringLiteral("changed"), ChangeState::Done},
                                                         {QStringLiteral("gone"), ChangeState::Done}};
        QCOMPARE(written(run), expected);
    }

    void takesBackWhatItFound()
    {
        QVERIFY(has(RecordKind::DriverType, driverType("made", "a")));
        QVERIFY(has(RecordKind::DriverType, driverType("changed", "new")));
        const ImportRecord run
            = kept({meant("DriverType", ChangeOperation::Create, "made", nullptr, driverType("made", "a")),
                    meant("DriverType", ChangeOperation::Update, "changed", driverType("changed", "old"),
                          driverType("changed", "new")),
                    meant("DriverType", ChangeOperation::Delete, "gone", driverType("gone", "a"), nullptr)});
        QVERIFY(settled(run).has_value());
        client::Undo undo(*m_changes);
        const auto offer = told(undo.ofRun(run.id));
        QVERIFY(offer.has_value() && offer->has_value());
        const auto undone = told(undo.undo(**offer));
        QVERIFY(undone.has_value());
        QCOMPARE(undone->done, 3);
        std::map<std::string, std::string> images;
        const auto types = told(m_world->session->api().records(RecordKind::DriverType));
        QVERIFY(types.has_value());
        for (const Json& type : *types)
            images[type["name"]] = type["image"];
        const std::map<std::string, std::string> asBefore = {{"changed", "old"}, {"gone", "a"}};
        QCOMPARE(images, asBefore);
    }

    void believesWhatTheJournalKnows()
    {
        QVERIFY(has(RecordKind::DriverType, driverType("sent", "a")));
        const Json plan = {meant("DriverType", ChangeOperation::Create, "sent", nullptr, driverType("sent", "a")),
                           meant("DriverType", ChangeOperation::Create, "lost", nullptr, driverType("lost", "a")),
                           meant("DriverType", ChangeOperation::Create, "failed", nullptr, driverType("failed", "a"))};
        const ImportRecord run = kept(plan);
        for (const Json& entry : plan) {
            ChangeRecord change;
            change.connection = kConnection;
            change.run = run.id;
            change.kind = QStringLiteral("DriverType");
            change.name = models::textAt(entry, "name");
            change.operation = ChangeOperation::Create;
            change.after = models::dumpJson(entry["after"]);
            change.state = change.name == QLatin1String("failed") ? ChangeState::Failed : ChangeState::Intended;
            QVERIFY(told(m_journal->addChange(change)).has_value());
        }
        const auto found = settled(run);
        QVERIFY(found.has_value());
        QCOMPARE(found->done, 1);
        QCOMPARE(found->left, 2);
        const std::map<QString, ChangeState> expected = {{QStringLiteral("sent"), ChangeState::Done},
                                                         {QStringLiteral("lost"), ChangeState::Failed},
                                                         {QStringLiteral("failed"), ChangeState::Failed}};
        QCOMPARE(written(run), expected);
    }

    void saysWhatNobodyCanTell()
    {
        const Json keys = {{"name", "key"}, {"secrets", {{"password", ""}}}};
        QVERIFY(has(RecordKind::Secret, {{"name", "key"}, {"secrets", {{"password", "x"}}}}));
        const ImportRecord run = kept(Json::array({meant("Secret", ChangeOperation::Update, "key", keys, keys)}));
        const auto found = settled(run);
        QVERIFY(found.has_value());
        QCOMPARE(found->unknown, 1);
        QVERIFY(written(run).empty());
    }

    void leavesEverythingWhenTheServerIsAway()
    {
        const ImportRecord run = kept(
            Json::array({meant("DriverType", ChangeOperation::Create, "made", nullptr, driverType("made", "a"))}));
        m_world->process.kill();
        QVERIFY(!settled(run));
        QVERIFY(written(run).empty());
        const auto runs = told(m_journal->imports(kConnection, 1));
        QVERIFY(runs.has_value());
        QCOMPARE(runs->front().state, QStringLiteral("running"));
    }
};

QTEST_GUILESS_MAIN(TestInterruptedImport)
#include "tst_interruptedimport.moc"
