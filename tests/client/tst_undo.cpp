// SPDX-License-Identifier: Apache-2.0
#include "client/undo.h"
#include "localworld.h"

using client::ChangeOperation;
using client::ChangeOrder;
using client::ChangeRecord;
using client::Changes;
using client::ChangeState;
using client::Undo;
using client::UndoOffer;
using models::FailureKind;
using models::Json;
using models::RecordKind;

/// Against a real server; what is remembered outlives the console, and secret values do not.
class TestUndo final : public QObject
{
    Q_OBJECT

    DispatchProcess process;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<client::Journal> journal;
    std::unique_ptr<client::NetworkDoor> door;
    std::unique_ptr<client::DispatchClient> api;
    std::unique_ptr<Changes> changes;
    std::unique_ptr<Undo> undo;
    int names = 0;

    void stop()
    {
        undo.reset();
        changes.reset();
        api.reset();
        door.reset();
        journal.reset();
    }

    /// Like a console that is started again.
    void restart()
    {
        stop();
        journal = std::make_unique<client::Journal>(folder->path());
        door = std::make_unique<client::NetworkDoor>(process.connection());
        api = std::make_unique<client::DispatchClient>(*door);
        changes = std::make_unique<Changes>(*api, *journal, QStringLiteral("here"));
        undo = std::make_unique<Undo>(*changes);
    }

    bool makes(RecordKind kind, ChangeOperation operation, const Json& body, qint64 run = 0)
    {
        ChangeOrder order;
        order.kind = kind;
        order.operation = operation;
        order.body = body;
        order.run = run;
        return told(changes->make(order)).has_value();
    }

    UndoOffer offered() { return told(undo->latest()).value_or(std::nullopt).value_or(UndoOffer()); }
    models::Result<client::Undone> undone(bool withoutValues = false)
    {
        return told(undo->undo(offered(), withoutValues));
    }
    /// Null when there is none.
    Json onServer(RecordKind kind, const std::string& name)
    {
        return told(api->record(kind, models::fromStd(name))).value_or(Json());
    }
    std::string freshName() { return "undo-" + std::to_string(++names); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(process.start()); }

    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        restart();
    }

    void cleanup()
    {
        stop();
        folder.reset();
    }

    void offersNothingAtFirst()
    {
        const auto latest = told(undo->latest());
        QVERIFY(latest && !*latest);
    }

    void takesBackOneAfterTheOtherAlsoAfterARestart()
    {
        const RecordKind kind = RecordKind::DriverType;
        const std::string name = freshName();
        const Json first = {{"name", name}, {"image", "python3"}};
        Json second = first;
        second["expose"] = true;
        second["tags"] = Json::array({{{"key", "a"}, {"value", "1"}}});
        QVERIFY(makes(kind, ChangeOperation::Create, first));
        QVERIFY(makes(kind, ChangeOperation::Update, second));
        QVERIFY(makes(kind, ChangeOperation::Delete, {{"name", name}}));
        restart();

        QCOMPARE(offered().items.size(), std::size_t(1));
        QCOMPARE(offered().items.front().change.operation, ChangeOperation::Delete);
        QVERIFY(undone());
        QVERIFY(models::meansTheSame(kind, models::requestForm(kind, onServer(kind, name)), second));
        const auto differences = offered().items.front().differences;
        const models::MemberDifference tag{QStringLiteral("tags.a"), QStringLiteral("1"), {}};
        QVERIFY(std::find(differences.begin(), differences.end(), tag) != differences.end());
        QVERIFY(undone());
        QVERIFY(models::meansTheSame(kind, models::requestForm(kind, onServer(kind, name)), first));
        QVERIFY(undone());
        QVERIFY(onServer(kind, name).is_null());
        QVERIFY(offered().items.empty());
    }

    void leavesAloneWhatMovedOn()
    {
        const RecordKind kind = RecordKind::DriverType;
        const std::string name = freshName();
        QVERIFY(makes(kind, ChangeOperation::Create, {{"name", name}, {"image", "python3"}}));
        const Json theirs = {{"name", name}, {"image", "nodejs"}};
        QVERIFY(told(api->updateRecord(kind, theirs)));
        const auto refused = undone();
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, FailureKind::Conflict);
        QVERIFY(!refused.error().meaning.isEmpty());
        QVERIFY(onServer(kind, name)["image"] == Json("nodejs"));
        QCOMPARE(offered().items.size(), std::size_t(1));
    }

    void bringsSecretValuesBackInTheSameSession()
    {
        const std::string name = freshName();
        QVERIFY(makes(RecordKind::Secret, ChangeOperation::Create, {{"name", name}, {"secrets", {{"k", "Sesame"}}}}));
        QVERIFY(makes(RecordKind::Secret, ChangeOperation::Update, {{"name", name}, {"secrets", {{"k", "other"}}}}));
        QVERIFY(makes(RecordKind::Secret, ChangeOperation::Delete, {{"name", name}}));
        QVERIFY(!offered().items.front().valuesAreGone);
        QVERIFY(undone());
        QVERIFY(onServer(RecordKind::Secret, name)["secrets"]["k"] == Json("other"));
        QVERIFY(undone());
        QVERIFY(onServer(RecordKind::Secret, name)["secrets"]["k"] == Json("Sesame"));
    }

    void saysThatSecretValuesAreGoneAfterARestart()
    {
        const std::string name = freshName();
        QVERIFY(makes(RecordKind::Secret, ChangeOperation::Create, {{"name", name}, {"secrets", {{"k", "Sesame"}}}}));
        QVERIFY(makes(RecordKind::Secret, ChangeOperation::Delete, {{"name", name}}));
        restart();
        QVERIFY(offered().items.front().valuesAreGone);
        const auto refused = undone();
        QVERIFY(!refused && !refused.error().meaning.isEmpty());
        QVERIFY(onServer(RecordKind::Secret, name).is_null());
        QVERIFY(undone(true));
        QVERIFY(onServer(RecordKind::Secret, name)["secrets"]["k"] == Json(""));
    }

    void saysThatAFunctionDoesNotComeBack()
    {
        const std::string name = freshName();
        const Json function = {{"name", name},
                               {"image", "python3"},
                               {"handler", "handler.handle"},
                               {"source", LocalWorld::packed("def handle(c, p):\n    return p\n")}};
        QVERIFY(makes(RecordKind::Function, ChangeOperation::Create, function));
        QVERIFY(makes(RecordKind::Function, ChangeOperation::Delete, {{"name", name}}));
        QVERIFY(!offered().items.front().refusal.isEmpty());
        QVERIFY(!undone());
        QCOMPARE(offered().items.front().change.operation, ChangeOperation::Delete);
    }

    void takesBackTheCreationOfEachKind()
    {
        const std::string name = freshName();
        const std::pair<RecordKind, Json> created[]
            = {{RecordKind::Function,
                {{"name", name},
                 {"image", "python3"},
                 {"handler", "handler.handle"},
                 {"source", LocalWorld::packed("def handle(c, p):\n    return p\n")}}},
               {RecordKind::DriverType, {{"name", name}, {"image", "python3"}}},
               {RecordKind::Driver, {{"name", name}, {"type", name}}},
               {RecordKind::Subscription, {{"name", name}, {"eventType", "undo.it"}, {"function", name}}}};
        for (const auto& [kind, body] : created)
            QVERIFY2(makes(kind, ChangeOperation::Create, body), models::recordKind(kind).yamlKind);
        for (qsizetype left = std::size(created); left > 0; --left) {
            const RecordKind kind = created[left - 1].first;
            const auto back = undone();
            QVERIFY2(back, back ? "" : qPrintable(back.error().report()));
            QTRY_VERIFY2(onServer(kind, name).is_null(), models::recordKind(kind).yamlKind);
        }
    }

    void takesBackAWholeImport()
    {
        const RecordKind kind = RecordKind::DriverType;
        const std::string a = freshName();
        const std::string b = freshName();
        QVERIFY(makes(kind, ChangeOperation::Create, {{"name", a}, {"image", "python3"}}));
        client::ImportRecord import;
        import.connection = QStringLiteral("here");
        import.state = QStringLiteral("done");
        const qint64 run = told(journal->addImport(import)).value_or(0);
        QVERIFY(run > 0);
        QVERIFY(makes(kind, ChangeOperation::Update, {{"name", a}, {"image", "nodejs"}}, run));
        QVERIFY(makes(kind, ChangeOperation::Create, {{"name", b}, {"image", "nodejs"}}, run));
        restart();
        const UndoOffer offer = offered();
        QCOMPARE(offer.run, run);
        QCOMPARE(offer.items.size(), std::size_t(2));
        const auto back = undone();
        QVERIFY(back);
        QCOMPARE(back->done, 2);
        QVERIFY(back->left.empty());
        QVERIFY(onServer(kind, b).is_null());
        QVERIFY(onServer(kind, a)["image"] == Json("python3"));
        QCOMPARE(told(journal->imports(import.connection, 1)).value().front().state, QStringLiteral("rolledBack"));
        QCOMPARE(offered().run, 0);
        QCOMPARE(offered().items.front().change.operation, ChangeOperation::Create);
    }

    void endsWhenItIsDestroyed()
    {
        QVERIFY(makes(RecordKind::DriverType, ChangeOperation::Create, {{"name", freshName()}, {"image", "python3"}}));
        auto future = undo->undo(offered());
        undo.reset();
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, FailureKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestUndo)
#include "tst_undo.moc"
