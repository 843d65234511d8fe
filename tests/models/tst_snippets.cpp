// SPDX-License-Identifier: Apache-2.0
#include "models/eventbody.h"
#include "models/snippets.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace models;

namespace {

constexpr int kPatience = 60'000;

/// Takes one request as it comes and answers it.
class OneRequest : public QObject
{
    Q_OBJECT
public:
    QByteArray head;
    QByteArray body;

    OneRequest()
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
        });
    }

    QString url() const { return QStringLiteral("http://127.0.0.1:%1/v1/event").arg(m_server.serverPort()); }

    QByteArray header(const QByteArray& name) const
    {
        for (const QByteArray& line : head.split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }

private:
    void read(QTcpSocket& socket)
    {
        m_bytes += socket.readAll();
        const qsizetype end = m_bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        if (head.isEmpty()) {
            head = m_bytes.left(end);
            if (!header("Expect").isEmpty())
                socket.write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        if (m_bytes.size() < end + 4 + header("Content-Length").toLongLong())
            return;
        body = m_bytes.mid(end + 4);
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        socket.disconnectFromHost();
    }

    QTcpServer m_server;
    QByteArray m_bytes;
};

const SnippetTool& tool(const char* id)
{
    for (const SnippetTool& one : snippetTools()) {
        if (QLatin1String(one.id) == QLatin1String(id))
            return one;
    }
    qFatal("no tool of this name");
}

const QString kHostile = QStringLiteral("'\"$HOME ${x} $(id) `id` !! %PATH% \\ \\n # & | ; * ~ <x> ‘’‚‛ ü😀 @{a}");
const QByteArray kToken = "t'o\"k$e`n!";

EventDraft hostileDraft()
{
    EventDraft draft;
    draft.eventType = QStringLiteral("-a.b");
    draft.source = kHostile;
    draft.eventId = QStringLiteral("@") + kHostile;
    draft.eventTypeVersion = kHostile;
    draft.schemaUrl = QStringLiteral("/it's");
    return draft;
}

QString hostileJson()
{
    return QStringLiteral("{\n  \"a\": \"EVENT %1\",\r\n\t\"n\":1.10,\n'@\nEVENT\n\"b\":\"\\u0000 '''\"\n}\n")
        .arg(QString(kHostile).replace(u'\\', QLatin1String("\\\\")).replace(u'"', QLatin1String("\\\"")));
}

SnippetRequest requestFor(const EventDraft& draft, const QString& url)
{
    return {url,
            {{QStringLiteral("X-Dispatch-Org"), QStringLiteral("it's $HOME"), {}},
             {QStringLiteral("Authorization"), QStringLiteral("Bearer "), QStringLiteral("DISPATCH_TOKEN")}},
            draft,
            false};
}

} // namespace

class TestSnippets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void sendTheExactBytes_data();
    void sendTheExactBytes();
    void quotesForPowerShell_data() { cases(); }
    void quotesForPowerShell();
    void handsTheCommandLineWhatItCanSend();
    void sayWhatCannotBeSent_data();
    void sayWhatCannotBeSent();
    void keepTokensOut();

private:
    void cases();
    QString fileWith(const char* name, const QByteArray& content);
    int run(const QString& program, const QStringList& arguments, const QString& script);

    QTemporaryDir m_folder;
    QByteArray m_errors;
};

void TestSnippets::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QVERIFY(snippetTools().size() == 4);
    for (const SnippetTool& one : snippetTools())
        QVERIFY(!models::nameOf(one).isEmpty());
}

QString TestSnippets::fileWith(const char* name, const QByteArray& content)
{
    const QString path = m_folder.filePath(QString::fromUtf8(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write a file");
    return path;
}

void TestSnippets::cases()
{
    QTest::addColumn<Json>("draft");
    QTest::addColumn<QByteArray>("data");
    const auto row = [](const char* name, const EventDraft& draft, const QByteArray& data = {}) {
        QTest::newRow(name) << toJson(draft) << data;
    };
    EventDraft draft = hostileDraft();
    row("no data", draft);
    draft.extensions = {{kHostile, QStringLiteral("{\n\"a\" : 1}")}};
    draft.json = hostileJson();
    row("json", draft);
    draft.mode = DataMode::Text;
    draft.text
        = kHostile + QStringLiteral("\r\n\tEVENT\nEVENT_END\n'@\n\"@\n") + QChar(1) + QChar(0x2028) + QChar(0xFFFF);
    row("text", draft);
    draft.text = QString(200'000, u'\'');
    row("long text", draft);
    QByteArray bytes;
    for (int i = 0; i < 100'000; ++i)
        bytes += static_cast<char>(i * 7);
    draft.mode = DataMode::File;
    draft.file = FileReference{fileWith("it's a $HOME `x` \"ü\" -n.bin", bytes), bytes.size(), 0, {},
                               QStringLiteral("application/octet-stream"),       false};
    row("binary file", draft, bytes.toBase64());
    const QByteArray text = "\xEF\xBB\xBFgr\xC3\xBC\xC3\x9F \"quoted\"\\\r\n\x01\x1F\x7F end\"";
    draft.file = FileReference{fileWith("text 'file'.txt", text),           text.size(), 0, {},
                               QStringLiteral("text/plain; charset=utf-8"), true};
    QByteArray escaped;
    appendJsonEscaped(escaped, text);
    row("text file", draft, escaped);
}

int TestSnippets::run(const QString& program, const QStringList& arguments, const QString& script)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DISPATCH_TOKEN"), QString::fromLatin1(kToken));
    environment.insert(QStringLiteral("no_proxy"), QStringLiteral("127.0.0.1"));
    environment.insert(QStringLiteral("PATH"), m_folder.path() + u':' + environment.value(QStringLiteral("PATH")));
    process.setProcessEnvironment(environment);
    process.start(program, arguments + QStringList{fileWith("script", script.toUtf8())});
    const bool ended = QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, kPatience);
    m_errors = process.readAllStandardError();
    return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

void TestSnippets::sendTheExactBytes_data()
{
    cases();
}

void TestSnippets::sendTheExactBytes()
{
    QFETCH(Json, draft);
    QFETCH(QByteArray, data);
    const EventDraft typed = eventDraftFromJson(draft);
    const EventBody body = eventBody(typed);
    const QByteArray expected = body.head + data + body.tail;
    struct Runner
    {
        const char* tool;
        QStringList programs;
        QStringList arguments;
    };
    const std::vector<Runner> runners = {{"curl", {QStringLiteral("bash"), QStringLiteral("curl")}, {}},
                                         {"python", {QStringLiteral("python3")}, {}},
                                         {"powershell", {QStringLiteral("pwsh")}, {QStringLiteral("-File")}}};
    int ran = 0;
    for (const Runner& runner : runners) {
        OneRequest server;
        const Snippet snippet = tool(runner.tool).write(requestFor(typed, server.url()));
        const bool present = std::none_of(runner.programs.begin(), runner.programs.end(), [](const QString& program) {
            return QStandardPaths::findExecutable(program).isEmpty();
        });
        if (!present || !snippet.refusal.isEmpty())
            continue;
        const int code = run(runner.programs.front(), runner.arguments, snippet.text);
        QVERIFY2(code == 0, m_errors.constData());
        QCOMPARE(server.body, expected);
        QVERIFY(server.head.startsWith("POST /v1/event HTTP/1.1"));
        QCOMPARE(server.header("Authorization"), "Bearer " + kToken);
        QCOMPARE(server.header("X-Dispatch-Org"), QByteArray("it's $HOME"));
        QCOMPARE(server.header("Content-Type"), QByteArray("application/json"));
        ++ran;
    }
    QVERIFY2(ran > 0, "neither curl nor python3 is installed");
}

namespace {

/// Reads ('…' + "`n" + '…') by the rules of PowerShell's about_Quoting_Rules. Nothing when it does not stand there.
std::optional<QString> takeExpression(QStringView& rest)
{
    const auto isQuote = [](QChar c) { return QStringView(u"'‘’‚‛").contains(c); };
    QString text;
    if (!rest.startsWith(u'('))
        return std::nullopt;
    qsizetype at = 1;
    for (; at < rest.size() && rest[at] != u')'; ++at) {
        if (isQuote(rest[at])) {
            for (++at; !isQuote(rest[at]) || isQuote(rest[at + 1]); ++at) {
                if (isQuote(rest[at]))
                    ++at;
                text += rest[at];
            }
        } else if (rest.sliced(at).startsWith(u"\"`n\"") || rest.sliced(at).startsWith(u"\"`r\"")) {
            text += rest[at + 2] == u'n' ? u'\n' : u'\r';
            at += 3;
        } else if (!QStringView(u"+ \n").contains(rest[at])) {
            return std::nullopt;
        }
    }
    rest = rest.sliced(at + 1);
    return text;
}

} // namespace

void TestSnippets::quotesForPowerShell()
{
    QFETCH(Json, draft);
    const EventDraft typed = eventDraftFromJson(draft);
    const EventBody body = eventBody(typed);
    const QString text = tool("powershell").write(requestFor(typed, QStringLiteral("http://h/it's"))).text;
    const auto expressionAfter = [&text](const char* words) {
        QStringView rest = QStringView(text).sliced(text.indexOf(QLatin1String(words)) + qstrlen(words));
        return takeExpression(rest).value_or(QStringLiteral("no expression"));
    };
    QCOMPARE(expressionAfter("$body = "), QString::fromUtf8(body.head));
    QCOMPARE(expressionAfter(" + $data + "), QString::fromUtf8(body.tail));
    QCOMPARE(expressionAfter("-Uri "), QStringLiteral("http://h/it's"));
    QCOMPARE(expressionAfter("('X-Dispatch-Org') = "), QStringLiteral("it's $HOME"));
    QVERIFY(text.contains(QLatin1String("('Authorization') = ('Bearer ') + $Env:DISPATCH_TOKEN\n")));
    if (body.filling != EventBody::Filling::None)
        QCOMPARE(expressionAfter("ReadAllBytes"), QStringLiteral("no expression"));
    if (body.filling != EventBody::Filling::None)
        QCOMPARE(expressionAfter("ReadAllBytes("), body.path);
}

void TestSnippets::handsTheCommandLineWhatItCanSend()
{
    const QString path = fileWith("dispatch", "#!/bin/sh\nprintf '%s\\0' \"$@\" > \"$0.arguments\"\n");
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    EventDraft draft = hostileDraft();
    draft.json = hostileJson();
    const Snippet snippet = tool("dispatch").write(requestFor(draft, {}));
    QCOMPARE(snippet.refusal, QString());
    QCOMPARE(run(QStringLiteral("bash"), {}, snippet.text), 0);
    QFile arguments(path + QLatin1String(".arguments"));
    QVERIFY(arguments.open(QIODevice::ReadOnly));
    QStringList got;
    for (const QByteArray& one : arguments.readAll().split('\0'))
        got << QString::fromUtf8(one);
    QCOMPARE(got,
             (QStringList{QStringLiteral("emit"), QStringLiteral("--source-id=") + draft.source,
                          QStringLiteral("--event-id=") + draft.eventId,
                          QStringLiteral("--event-type-version=") + draft.eventTypeVersion,
                          QStringLiteral("--event-schema-url=") + draft.schemaUrl,
                          QStringLiteral("--data=") + draft.json, QStringLiteral("--"), draft.eventType, QString()}));
}

void TestSnippets::sayWhatCannotBeSent_data()
{
    QTest::addColumn<QString>("tool");
    QTest::addColumn<Json>("draft");
    QTest::addColumn<bool>("chosenTime");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const char* tool, const EventDraft& draft, const char* reason,
                        bool chosenTime = false) {
        QTest::newRow(name) << QString::fromLatin1(tool) << toJson(draft) << chosenTime << QString::fromUtf8(reason);
    };
    EventDraft draft;
    row("nothing", "dispatch", draft, "");
    row("time", "dispatch", draft, "time of sending", true);
    draft.contentType = QStringLiteral("a/b");
    row("type without data", "dispatch", draft, "application/json with data");
    draft.json = QStringLiteral("{}");
    row("type", "dispatch", draft, "application/json with data");
    draft.contentType = QStringLiteral("application/json");
    row("json", "dispatch", draft, "");
    draft.extensions = {{QStringLiteral("a"), QStringLiteral("1")}};
    row("extensions", "dispatch", draft, "extensions");
    draft.extensions = {{}};
    draft.mode = DataMode::Text;
    draft.text = QStringLiteral("x");
    row("text", "dispatch", draft, "fails on text");
    draft.mode = DataMode::File;
    draft.file = FileReference{QStringLiteral("/x"), 1, 0, {}, QStringLiteral("text/plain; charset=utf-8"), true};
    row("file", "dispatch", draft, "fails on files");
    row("text file", "curl", draft, "text file");
    row("text file for python", "python", draft, "");
    draft.forceBinary = true;
    row("forced", "curl", draft, "");
}

void TestSnippets::sayWhatCannotBeSent()
{
    QFETCH(QString, tool);
    QFETCH(Json, draft);
    QFETCH(bool, chosenTime);
    QFETCH(QString, reason);
    const Snippet snippet = ::tool(tool.toLatin1().constData())
                                .write({QStringLiteral("http://h"), {}, eventDraftFromJson(draft), chosenTime});
    QCOMPARE(snippet.text.isEmpty(), !reason.isEmpty());
    QCOMPARE(snippet.refusal.isEmpty(), reason.isEmpty());
    QVERIFY2(snippet.refusal.contains(reason), qPrintable(snippet.refusal));
}

void TestSnippets::keepTokensOut()
{
    SnippetRequest request = requestFor(hostileDraft(), QStringLiteral("http://h"));
    for (const auto& [id, variable] : {std::pair("curl", "\"$DISPATCH_TOKEN\""),
                                       {"powershell", "$Env:DISPATCH_TOKEN"},
                                       {"python", "os.environ['DISPATCH_TOKEN']"}})
        QVERIFY(tool(id).write(request).text.contains(QLatin1String(variable)));
    request.headers[1] = {QStringLiteral("Authorization"), QStringLiteral("Bearer asked-for"), {}};
    for (const char* id : {"curl", "powershell", "python"}) {
        const QString text = tool(id).write(request).text;
        QVERIFY(text.contains(QLatin1String("Bearer asked-for")) && !text.contains(QLatin1String("DISPATCH_TOKEN")));
    }
}

QTEST_GUILESS_MAIN(TestSnippets)
#include "tst_snippets.moc"
