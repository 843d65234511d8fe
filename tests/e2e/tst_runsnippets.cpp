// SPDX-License-Identifier: Apache-2.0
#include "client/filecheck.h"
#include "client/jwt.h"
#include "client/localserver.h"
#include "models/eventproblems.h"
#include "models/inputcheck.h"
#include "models/variables.h"
#include "tests/client/localworld.h"
#include "ui/events/wiretext.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QStandardPaths>

using models::EventDraft;

namespace {

constexpr int kPatience = 60'000;
constexpr const char* kEcho = "def handle(context, payload):\n    return payload\n";

const QString kHostile = QStringLiteral("'\"$HOME ${x} $(id) `id` !! %PATH% %s \\ \\n # & | ; * ~ <x> ‘’‚‛ ü😀 @{a} -n");

/// The command line of Dispatch cannot be had here. This takes the options that it is documented to have and sends what
/// it is documented to send, so that what is proven is that every value reaches it whole.
constexpr const char* kStandIn
    = "#!/usr/bin/env python3\n"
      "import argparse, json, os, sys, urllib.request\n"
      "options = argparse.ArgumentParser(allow_abbrev=False)\n"
      "for name in ('source-id', 'event-id', 'event-type-version', 'event-schema-url', 'data'):\n"
      "    options.add_argument('--' + name, default='')\n"
      "options.add_argument('type')\n"
      "assert sys.argv[1] == 'emit'\n"
      "given = options.parse_args(sys.argv[2:])\n"
      "event = {'cloudEventsVersion': '0.1', 'eventType': given.type, 'source': given.source_id, 'eventID': "
      "given.event_id,\n"
      "         'eventTypeVersion': given.event_type_version, 'schemaURL': given.event_schema_url}\n"
      "if given.data:\n"
      "    event['contentType'] = 'application/json'\n"
      "    event['data'] = json.loads(given.data)\n"
      "request = urllib.request.Request(os.environ['DISPATCH_URL'] + '/v1/event', json.dumps(event).encode(), {\n"
      "    'Content-Type': 'application/json', 'X-Dispatch-Org': 'dispatch', 'Cookie': 'cookie',\n"
      "    'Authorization': 'Bearer ' + os.environ.get('DISPATCH_TOKEN', 'none')})\n"
      "print(urllib.request.urlopen(request).read().decode())\n";

} // namespace

/// What the snippets send arrives at a real function of a real server, hostile strings and all.
class TestRunSnippets final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    LocalWorld m_open; ///< any credential
    LocalWorld m_signed; ///< a token of a service account
    std::unique_ptr<client::LocalServer> m_server;
    QByteArray m_errors;

    bool startSigned()
    {
        qRegisterMetaType<client::Connection>();
        m_server = std::make_unique<client::LocalServer>(m_folder.filePath(QStringLiteral("signed")),
                                                         QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"));
        QSignalSpy ready(m_server.get(), &client::LocalServer::ready);
        m_server->start();
        if (!QTest::qWaitFor([&ready] { return !ready.isEmpty(); }, kPatience))
            return false;
        m_signed.session = std::make_unique<client::Session>(ready[0][0].value<client::Connection>(),
                                                             client::Watch::Tempo{200, 400, 1'000});
        m_signed.session->watch().start();
        return true;
    }

    static QString tokenFor(const client::Connection& connection)
    {
        const auto* account = std::get_if<client::ServiceAccountSignIn>(&connection.signIn);
        const auto signer = account ? client::JwtSigner::fromPem(account->privateKeyPem)
                                    : models::Result<client::JwtSigner>(models::failed(models::Failure()));
        if (!signer)
            return {};
        const auto token = signer->sign(client::issuerOf(account->account, connection.organization),
                                        QDateTime::currentSecsSinceEpoch());
        return token ? QString::fromLatin1(token->text) : QString();
    }

    QString fileWith(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no file");
        return file.fileName();
    }

    EventDraft withFile(EventDraft draft, const QString& name, const QByteArray& content)
    {
        draft.mode = models::DataMode::File;
        draft.file = *told(client::inspectFile(fileWith(name, content)));
        return draft;
    }

    int run(const QStringList& command, const QString& script, const client::Connection& connection)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DISPATCH_TOKEN"), tokenFor(connection));
        environment.insert(QStringLiteral("DISPATCH_URL"), connection.base.toString(QUrl::RemovePath));
        environment.insert(QStringLiteral("no_proxy"), QStringLiteral("127.0.0.1"));
        environment.insert(QStringLiteral("PATH"), m_folder.path() + u':' + environment.value(QStringLiteral("PATH")));
        process.setProcessEnvironment(environment);
        process.start(command.front(),
                      command.mid(1) + QStringList{fileWith(QStringLiteral("script"), script.toUtf8())});
        const bool ended = QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, kPatience);
        m_errors = process.readAllStandardError() + process.readAllStandardOutput();
        return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    /// The run that the event of this id caused, once it has ended.
    static std::optional<models::Run> runOf(client::Session& session, const QString& eventId)
    {
        std::optional<models::Run> found;
        (void)QTest::qWaitFor(
            [&] {
                const auto runs = told(session.api().runs(QStringLiteral("echo")));
                for (const models::Run& run : runs.value_or(std::vector<models::Run>())) {
                    if (run.event && run.event->eventId == eventId && run.status.state == models::State::Ready)
                        found = run;
                }
                return found.has_value();
            },
            kPatience);
        return found;
    }

    std::vector<std::pair<QByteArray, EventDraft>> drafts()
    {
        EventDraft draft;
        draft.eventType = QStringLiteral("-to.echo");
        draft.source = kHostile;
        draft.eventTypeVersion = QStringLiteral("-") + kHostile;
        draft.schemaUrl = QStringLiteral("/it's");
        std::vector<std::pair<QByteArray, EventDraft>> all = {{"no data", draft}};
        draft.json
            = QStringLiteral("{\n \"a\": \"EVENT %1\",\r\n\t\"n\": 1.5,\n\"b\": \"\\u0000 ''' \\n -x\"\n}\n")
                  .arg(QString(kHostile).replace(u'\\', QLatin1String("\\\\")).replace(u'"', QLatin1String("\\\"")));
        all.emplace_back("json", draft);
        draft.extensions = {{QStringLiteral("it's $HOME"), QStringLiteral("{\n\"a\" : \"`id` %s\"}")}};
        all.emplace_back("extensions", draft);
        draft.mode = models::DataMode::Text;
        draft.text = QStringLiteral("-n ") + kHostile + QStringLiteral("\r\n\tEVENT\nEVENT_END\n'@\n\"@\n") + QChar(0)
            + QChar(1) + QChar(0x2028);
        all.emplace_back("text", draft);
        QByteArray bytes;
        for (int i = 0; i < 100'000; ++i)
            bytes += static_cast<char>(i * 7);
        all.emplace_back("binary file", withFile(draft, QStringLiteral("-n it's a $HOME `x` \"ü\".bin"), bytes));
        all.emplace_back("text file",
                         withFile(draft, QStringLiteral("text 'file'.txt"),
                                  "gr\xC3\xBC\xC3\x9F \"quoted\"\\\r\n$HOME `id` %s\x1B end\""));
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_open.start());
        QVERIFY(startSigned());
        const QString standIn = fileWith(QStringLiteral("dispatch"), kStandIn);
        QVERIFY(QFile::setPermissions(standIn, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        for (LocalWorld* world : {&m_open, &m_signed})
            QVERIFY(world->subscribe("echo", "-to.echo", kEcho));
    }
    void cleanupTestCase()
    {
        m_signed.session.reset();
        m_open.session.reset();
    }

    void arrivesWhole_data()
    {
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<QByteArray>("tool");
        QTest::addColumn<models::Json>("draft");
        for (const bool isSigned : {false, true}) {
            for (const models::SnippetTool& tool : models::snippetTools()) {
                for (const auto& [name, draft] : drafts()) {
                    const QByteArray row = QByteArray(isSigned ? "token, " : "no sign-in, ") + tool.id + ", " + name;
                    QTest::newRow(row.constData()) << isSigned << QByteArray(tool.id) << models::toJson(draft);
                }
            }
        }
    }

    void arrivesWhole()
    {
        QFETCH(bool, isSigned);
        QFETCH(QByteArray, tool);
        QFETCH(models::Json, draft);
        client::Session& session = *(isSigned ? m_signed : m_open).session;
        EventDraft sent = models::resolve(models::eventDraftFromJson(draft), models::freshVariableValues()).draft;
        sent.eventId = QStringLiteral("@-") + kHostile + sent.eventId;
        QVERIFY(models::canBeSent(models::eventProblems(sent)));

        const auto tools = models::snippetTools();
        const auto one = std::find_if(tools.begin(), tools.end(), [&](const auto& each) { return tool == each.id; });
        const models::Snippet snippet = one->write(ui::snippetRequest({session.connection(), sent, false}));
        if (!snippet.refusal.isEmpty())
            return; // that it says so is what is asked; which ones do is in tst_snippets
        const QHash<QByteArray, QStringList> commands
            = {{"curl", {QStringLiteral("bash")}},
               {"dispatch", {QStringLiteral("bash")}},
               {"python", {QStringLiteral("python3")}},
               {"powershell", {QStringLiteral("pwsh"), QStringLiteral("-File")}}};
        const QStringList command = commands.value(tool);
        if (QStandardPaths::findExecutable(command.front()).isEmpty())
            QSKIP("not installed here; its quoting is read back by its documented rules in tst_snippets");
        const int code = run(command, snippet.text, session.connection());
        QVERIFY2(code == 0, m_errors.constData());

        const auto arrived = runOf(session, sent.eventId);
        QVERIFY2(arrived, m_errors.constData());
        const models::InputCheck check = models::checkInput(sent, *arrived->input);
        QVERIFY2(check.verdict == models::InputCheck::Verdict::Same
                     || (!models::hasData(sent) && arrived->input->is_null()),
                 qPrintable(check.place + u' ' + check.sent + u' ' + check.received));
        QVERIFY(arrived->output == arrived->input);
        const models::CloudEvent& event = *arrived->event;
        QCOMPARE(event.eventType, sent.eventType);
        QCOMPARE(event.source, sent.source);
        QCOMPARE(event.eventTypeVersion, sent.eventTypeVersion);
        QCOMPARE(event.schemaUrl, sent.schemaUrl);
        QCOMPARE(event.contentType, models::effectiveContentType(sent));
    }

    /// A token that is wrong must make the snippet fail, and not go unnoticed.
    void saysThatItWasRefused_data()
    {
        QTest::addColumn<QByteArray>("tool");
        QTest::addColumn<QString>("program");
        QTest::newRow("curl") << QByteArray("curl") << QStringLiteral("bash");
        QTest::newRow("python") << QByteArray("python") << QStringLiteral("python3");
    }

    void saysThatItWasRefused()
    {
        QFETCH(QByteArray, tool);
        QFETCH(QString, program);
        EventDraft draft;
        draft.eventType = QStringLiteral("-to.echo");
        draft = models::resolve(draft, models::freshVariableValues()).draft;
        const auto tools = models::snippetTools();
        const auto one = std::find_if(tools.begin(), tools.end(), [&](const auto& each) { return tool == each.id; });
        const QString text = one->write(ui::snippetRequest({m_signed.session->connection(), draft, false})).text;
        client::Connection stranger = m_signed.session->connection();
        stranger.signIn = client::TokenSignIn{QStringLiteral("x")};
        QVERIFY(run({program}, text, stranger) > 0);
        QVERIFY2(m_errors.contains("401"), m_errors.constData());
    }
};

QTEST_GUILESS_MAIN(TestRunSnippets)
#include "tst_runsnippets.moc"
