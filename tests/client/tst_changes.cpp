// SPDX-License-Identifier: Apache-2.0
#include "client/changes.h"
#include "localworld.h"
#include "scriptserver.h"

#include <QSignalSpy>

using client::Changed;
using client::ChangeOperation;
using client::ChangeOrder;
using client::ChangeRecord;
using client::Changes;
using client::ChangeState;
using models::FailureKind;
using models::Json;
using models::RecordKind;

namespace {

const QString kHere = QStringLiteral("here");

ChangeOrder orderOf(RecordKind kind, ChangeOperation operation, const Json& body)
{
    ChangeOrder order;
    order.kind = kind;
    order.operation = operation;
    order.body = body;
    return order;
}

const Json kSubscription = {{"name", "sub"}, {"eventType", "a.b"}, {"function", "two"}};
const char* const kOldSubscription = "{'name':'sub','eventType':'a.b','function':'one','status':'READY'}";

/// Answers in turn, by method; the last one of a method stays.
class Script
{
public:
    void add(const QByteArray& method, const ScriptServer::Act& act) { m_acts[method] << act; }
    ScriptServer::Act act()
    {
        return [this](QTcpSocket* socket, const ScriptServer::Seen& request) {
            methods << request.method;
            QList<ScriptServer::Act>& acts = m_acts[request.method];
            const ScriptServer::Act now = acts.size() > 1 ? acts.takeFirst() : acts.value(0, ScriptServer::hangUp());
            now(socket, request);
        };
    }

    QList<QByteArray> methods;

private:
    QHash<QByteArray, QList<ScriptServer::Act>> m_acts;
};

const ScriptServer::Act kGone = ScriptServer::answer(404, "{}");

} // namespace

class TestChanges final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<client::Journal> journal;
    std::unique_ptr<ScriptServer> server;
    std::unique_ptr<Script> script;
    std::unique_ptr<client::NetworkDoor> door;
    std::unique_ptr<client::DispatchClient> api;
    std::unique_ptr<Changes> changes;

    void talkTo(const client::Connection& connection)
    {
        changes.reset();
        api.reset();
        door = std::make_unique<client::NetworkDoor>(connection);
        api = std::make_unique<client::DispatchClient>(*door);
        changes = std::make_unique<Changes>(*api, *journal, kHere);
    }

    models::Result<Changed> made(const ChangeOrder& order) { return told(changes->make(order)); }
    models::Result<Changed> made(RecordKind kind, ChangeOperation operation, const Json& body)
    {
        return made(orderOf(kind, operation, body));
    }

    /// Newest first.
    std::vector<ChangeRecord> kept() { return told(journal->changes(kHere, 100)).value(); }
    bool isKept(const QByteArray& text) const
    {
        for (const QFileInfo& info : QDir(folder->path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                return true;
        }
        return false;
    }

    ChangeOrder replacement() const
    {
        return orderOf(RecordKind::Subscription, ChangeOperation::Update, kSubscription);
    }

private Q_SLOTS:
    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        journal = std::make_unique<client::Journal>(folder->path());
        server = std::make_unique<ScriptServer>();
        script = std::make_unique<Script>();
        server->on("/v1/", script->act());
        client::Connection connection;
        connection.base = server->url();
        talkTo(connection);
    }

    void cleanup()
    {
        changes.reset();
        api.reset();
        door.reset();
        server.reset();
        script.reset();
        journal.reset();
        folder.reset();
    }

    void changesARealServer()
    {
        DispatchProcess process;
        QVERIFY(process.start());
        talkTo(process.connection());
        QSignalSpy heard(changes.get(), &Changes::made);
        const RecordKind kind = RecordKind::DriverType;
        const Json first = {{"name", "mine"}, {"image", "python3"}};
        Json second = first;
        second["tags"] = Json::array({{{"key", "a"}, {"value", "1"}}});

        const auto created = made(kind, ChangeOperation::Create, first);
        QVERIFY(created && created->wasNeeded && created->before.is_null());
        const auto again = made(kind, ChangeOperation::Create, first);
        QVERIFY(again && !again->wasNeeded);
        const auto updated = made(kind, ChangeOperation::Update, second);
        QVERIFY(updated && updated->wasNeeded);
        QVERIFY(models::meansTheSame(kind, updated->before, first));
        const auto same = made(kind, ChangeOperation::Update, second);
        QVERIFY(same && !same->wasNeeded && same->id == 0);
        QCOMPARE(told(api->records(kind)).value().size(), std::size_t(1));
        QVERIFY(models::meansTheSame(kind, told(api->record(kind, QStringLiteral("mine"))).value(), second));
        const auto removed = made(kind, ChangeOperation::Delete, {{"name", "mine"}});
        QVERIFY(removed && models::meansTheSame(kind, removed->before, second));
        const auto gone = made(kind, ChangeOperation::Delete, {{"name", "mine"}});
        QVERIFY(gone && !gone->wasNeeded);
        QCOMPARE(made(kind, ChangeOperation::Update, second).error().kind, FailureKind::NotFound);

        const auto records = kept();
        QCOMPARE(records.size(), std::size_t(3));
        for (const ChangeRecord& record : records) {
            QCOMPARE(record.state, ChangeState::Done);
            QCOMPARE(record.kind, QStringLiteral("DriverType"));
            QCOMPARE(record.name, QStringLiteral("mine"));
        }
        QCOMPARE(records[0].operation, ChangeOperation::Delete);
        QVERIFY(records[0].after.isEmpty() && records[2].before.isEmpty());
        QCOMPARE(records[1].after, records[0].before);
        QCOMPARE(heard.size(), 3);
    }

    void keepsNoValuesOfSecrets()
    {
        DispatchProcess process;
        QVERIFY(process.start());
        talkTo(process.connection());
        const RecordKind kind = RecordKind::Secret;
        const Json first = {{"name", "lab"}, {"secrets", {{"password", "OpenSesame"}}}};
        const Json second = {{"name", "lab"}, {"secrets", {{"password", "Xyzzy-Plugh"}}}};
        QVERIFY(made(kind, ChangeOperation::Create, first));
        ChangeOrder order = orderOf(kind, ChangeOperation::Update, second);
        order.expected = Json{{"name", "lab"}, {"secrets", {{"password", ""}}}};
        const auto updated = made(order);
        QVERIFY(updated && updated->wasNeeded);
        QVERIFY(updated->before["secrets"]["password"] == Json(""));
        QCOMPARE(changes->valuesBefore(updated->id).at(QStringLiteral("password")), QStringLiteral("OpenSesame"));
        order.body["secrets"]["password"] = "Alohomora";
        order.expected = first; // with its values: these have changed
        QCOMPARE(made(order).error().kind, FailureKind::Conflict);
        const auto removed = made(kind, ChangeOperation::Delete, {{"name", "lab"}});
        QVERIFY(removed);
        QCOMPARE(changes->valuesBefore(removed->id).at(QStringLiteral("password")), QStringLiteral("Xyzzy-Plugh"));
        QCOMPARE(kept().size(), std::size_t(3));
        QVERIFY(isKept("password"));
        QVERIFY(!isKept("OpenSesame") && !isKept("Xyzzy-Plugh"));
    }

    void saysWhatAServerDoesNotHave()
    {
        DispatchProcess process;
        QVERIFY(process.start());
        talkTo(process.connection());
        QCOMPARE(made(RecordKind::Policy, ChangeOperation::Create, {{"name", "p"}}).error().kind,
                 FailureKind::NotOnServer);
        QVERIFY(kept().empty());
    }

    void leavesAloneWhatSomebodyElseChanged()
    {
        script->add("GET", ScriptServer::answer(200, json(kOldSubscription)));
        ChangeOrder order = replacement();
        order.expected = kSubscription;
        QCOMPARE(made(order).error().kind, FailureKind::Conflict);
        order.expected = Json();
        QCOMPARE(made(order).error().kind, FailureKind::Conflict);
        script->add("GET", kGone);
        order.expected = kSubscription;
        (void)made(order);
        QCOMPARE(made(order).error().kind, FailureKind::Conflict);
        QVERIFY(script->methods.count("GET") == script->methods.size());
        QVERIFY(kept().empty());
    }

    void saysThatTheNameIsTaken()
    {
        script->add("POST", ScriptServer::answer(409, "{}"));
        script->add("GET", ScriptServer::answer(200, json(kOldSubscription)));
        ChangeOrder order = orderOf(RecordKind::Subscription, ChangeOperation::Create, kSubscription);
        order.expected = Json();
        const auto refused = made(order);
        QCOMPARE(refused.error().kind, FailureKind::Conflict);
        QCOMPARE(refused.error().httpStatus, 409);
        QCOMPARE(kept().front().state, ChangeState::Failed);
    }

    void waitsForADeletionBeforeItCreates_data()
    {
        QTest::addColumn<bool>("looksFirst");
        QTest::newRow("looks first") << true;
        QTest::newRow("expects none") << false;
    }

    void waitsForADeletionBeforeItCreates()
    {
        QFETCH(bool, looksFirst);
        const QByteArray deleting = json("{'name':'sub','eventType':'a.b','function':'one','status':'DELETING'}");
        script->add("GET", ScriptServer::answer(200, deleting));
        script->add("GET", ScriptServer::answer(200, deleting));
        script->add("GET", kGone);
        if (!looksFirst)
            script->add("POST", ScriptServer::answer(409, "{}"));
        script->add("POST", ScriptServer::answer(201, "{}"));
        ChangeOrder order = orderOf(RecordKind::Subscription, ChangeOperation::Create, kSubscription);
        if (!looksFirst)
            order.expected = Json();
        const auto created = made(order);
        QVERIFY(created && created->wasNeeded && created->before.is_null());
        QCOMPARE(script->methods.count("POST"), looksFirst ? 1 : 2);
        QCOMPARE(kept().front().state, ChangeState::Done);
        QVERIFY(kept().front().before.isEmpty());
    }

    void replacesASubscriptionInsteadOfUpdatingIt()
    {
        const ScriptServer::Act old = ScriptServer::answer(200, json(kOldSubscription));
        script->add("GET", old);
        script->add("GET", old);
        script->add("GET", kGone);
        script->add("DELETE", ScriptServer::answer(200, "{}"));
        script->add("POST", ScriptServer::answer(201, "{}"));
        QSignalSpy deleted(changes.get(), &Changes::oldDeleted);
        const auto replaced = made(replacement());
        QVERIFY(replaced && replaced->wasNeeded);
        QCOMPARE(script->methods, (QList<QByteArray>{"GET", "DELETE", "GET", "GET", "POST"}));
        QCOMPARE(deleted.size(), 1);
        QCOMPARE(kept().size(), std::size_t(1));
        QCOMPARE(kept().front().operation, ChangeOperation::Update);
        QCOMPARE(kept().front().state, ChangeState::Done);
    }

    void updatesASubscriptionWhoseTypeChanges()
    {
        script->add("GET", ScriptServer::answer(200, json(kOldSubscription)));
        script->add("PUT", ScriptServer::answer(200, "{}"));
        Json other = kSubscription;
        other["eventType"] = "c.d";
        QVERIFY(made(RecordKind::Subscription, ChangeOperation::Update, other));
        QCOMPARE(script->methods, (QList<QByteArray>{"GET", "PUT"}));
    }

    void keepsWhatAHalfReplacementDeleted()
    {
        script->add("GET", ScriptServer::answer(200, json(kOldSubscription)));
        script->add("GET", kGone);
        script->add("DELETE", ScriptServer::answer(200, "{}"));
        script->add("POST", ScriptServer::answer(500, "{}"));
        QCOMPARE(made(replacement()).error().kind, FailureKind::ServerError);
        const auto records = kept();
        QCOMPARE(records.size(), std::size_t(2));
        QCOMPARE(records[0].operation, ChangeOperation::Delete);
        QCOMPARE(records[0].state, ChangeState::Done);
        QCOMPARE(records[0].before, records[1].before);
        QCOMPARE(records[1].state, ChangeState::Failed);
        QVERIFY(!records[1].note.isEmpty());
    }

    void keepsADriverExposedAndStartsItAgain()
    {
        const QByteArray driver = json("{'name':'d','type':'t','expose':true,'status':'ERROR','reason':['x']}");
        script->add("GET", ScriptServer::answer(200, driver));
        script->add("PUT", ScriptServer::answer(200, "{}"));
        const auto healed = made(RecordKind::Driver, ChangeOperation::Update, {{"name", "d"}, {"type", "t"}});
        QVERIFY(healed && healed->wasNeeded);
        QVERIFY(models::parseJson(server->seen.last().body).value()["expose"] == Json(true));
    }

    void keepsWhatTheServerMadeOfIt()
    {
        script->add("GET", kGone);
        script->add("POST",
                    ScriptServer::answer(201, json("{'name':'d','type':'t','expose':true,'status':'CREATING'}")));
        QVERIFY(made(RecordKind::Driver, ChangeOperation::Create, {{"name", "d"}, {"type", "t"}}));
        QVERIFY(models::parseJson(kept().front().after).value()["expose"] == Json(true));
    }

    void endsInFailure()
    {
        script->add("GET", ScriptServer::answer(200, json("{'name':'t','image':'a'}")));
        script->add("PUT", ScriptServer::answer(422, "{}"));
        const Json body = {{"name", "t"}, {"image", "b"}};
        QCOMPARE(made(RecordKind::DriverType, ChangeOperation::Update, body).error().kind, FailureKind::Invalid);
        QCOMPARE(kept().front().state, ChangeState::Failed);
        QVERIFY(!kept().front().note.isEmpty());
    }

    void leavesOpenWhatNobodyKnows_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::newRow("time-out") << QByteArray("time-out");
        QTest::newRow("connection lost") << QByteArray("lost");
        QTest::newRow("cancel") << QByteArray("cancel");
        QTest::newRow("destruction") << QByteArray("destruction");
    }

    void leavesOpenWhatNobodyKnows()
    {
        QFETCH(QByteArray, how);
        script->add("GET", ScriptServer::answer(200, json("{'name':'t','image':'a'}")));
        script->add("PUT", how == "lost" ? ScriptServer::hangUp() : ScriptServer::silence());
        if (how == "time-out")
            door->setLongestSilence(1'000);
        auto future
            = changes->make(orderOf(RecordKind::DriverType, ChangeOperation::Update, {{"name", "t"}, {"image", "b"}}));
        if (how == "cancel" || how == "destruction")
            QTRY_COMPARE(script->methods.count("PUT"), 1);
        if (how == "cancel")
            future.cancel();
        else if (how == "destruction")
            changes.reset();
        QTRY_VERIFY(future.isFinished());
        if (how != "cancel") {
            QVERIFY(future.resultCount() == 1 && !future.result());
            QVERIFY(future.result().error().mayHaveHappened);
        }
        QTRY_VERIFY(!kept().front().note.isEmpty());
        QCOMPARE(kept().front().state, ChangeState::Intended);
    }

    void sendsNothingAfterCancelWhileLooking()
    {
        script->add("GET", ScriptServer::silence());
        auto future = changes->make(replacement());
        QTRY_COMPARE(script->methods.size(), 1);
        future.cancel();
        QTRY_VERIFY(future.isFinished());
        QTRY_VERIFY(changes->children().isEmpty());
        QVERIFY(kept().empty());
        QCOMPARE(script->methods, QList<QByteArray>{"GET"});
    }

    void tellsThatTheOldOneWentAlsoAfterCancel()
    {
        script->add("GET", ScriptServer::answer(200, json(kOldSubscription)));
        QPointer<QTcpSocket> held;
        script->add("DELETE", [&held](QTcpSocket* socket, const ScriptServer::Seen&) { held = socket; });
        QSignalSpy deleted(changes.get(), &Changes::oldDeleted);
        auto future = changes->make(replacement());
        QTRY_VERIFY(held);
        future.cancel();
        QTRY_VERIFY(future.isFinished());
        held->write(ScriptServer::message(200, "{}"));
        QTRY_COMPARE(deleted.size(), 1);
        QTRY_VERIFY(changes->children().isEmpty());
        QCOMPARE(script->methods, (QList<QByteArray>{"GET", "DELETE"}));
        QCOMPARE(kept().front().operation, ChangeOperation::Delete);
        QCOMPARE(kept().front().state, ChangeState::Done);
    }

    void sendsNothingThatCannotBeWrittenDown()
    {
        changes.reset();
        journal = std::make_unique<client::Journal>(folder->filePath(QStringLiteral("nowhere")));
        changes = std::make_unique<Changes>(*api, *journal, kHere);
        script->add("GET", ScriptServer::answer(200, json(kOldSubscription)));
        QCOMPARE(made(replacement()).error().kind, FailureKind::Storage);
        QCOMPARE(script->methods, QList<QByteArray>{"GET"});
    }
};

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
