// SPDX-License-Identifier: Apache-2.0
#include "server/functions/functionruntime.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <archive.h>
#include <archive_entry.h>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

using models::Json;
using server::FunctionLimits;
using server::FunctionRuntime;
using server::FunctionSpec;
using server::RunInput;
using server::RunOutcome;

namespace {

struct Member
{
    std::string name;
    std::string text;
    unsigned type = AE_IFREG; ///< for a link, `text` is its target
};

std::string tarGz(const std::vector<Member>& members)
{
    std::string bytes(16 << 20, '\0');
    size_t used = 0;
    archive* out = archive_write_new();
    archive_write_add_filter_gzip(out);
    archive_write_set_format_pax_restricted(out);
    archive_write_open_memory(out, bytes.data(), bytes.size(), &used);
    for (const Member& member : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.name.c_str());
        archive_entry_set_filetype(entry, member.type);
        archive_entry_set_perm(entry, 0644);
        if (member.type == AE_IFLNK)
            archive_entry_set_symlink(entry, member.text.c_str());
        else
            archive_entry_set_size(entry, la_int64_t(member.text.size()));
        archive_write_header(out, entry);
        if (member.type == AE_IFREG)
            archive_write_data(out, member.text.data(), member.text.size());
        archive_entry_free(entry);
    }
    archive_write_close(out);
    archive_write_free(out);
    bytes.resize(used);
    return bytes;
}

FunctionSpec python(const std::string& id, const std::string& text)
{
    return {id, id, "python3", {}, tarGz({{"hello.py", text}})};
}

FunctionSpec node(const std::string& id, const std::string& text)
{
    return {id, id, "nodejs", {}, tarGz({{"hello.js", text}})};
}

std::string prepared(FunctionRuntime& runtime, const FunctionSpec& spec)
{
    std::promise<std::string> promise;
    runtime.prepare(spec, [&promise](const std::string& problem) { promise.set_value(problem); });
    return promise.get_future().get();
}

RunOutcome ran(FunctionRuntime& runtime, const std::string& id, RunInput input)
{
    std::promise<RunOutcome> promise;
    runtime.run(id, std::move(input), [&promise](RunOutcome outcome) { promise.set_value(std::move(outcome)); });
    return promise.get_future().get();
}

RunInput with(Json payload)
{
    RunInput input;
    input.payload = std::move(payload);
    return input;
}

/// Processes that carry this mark in their environment or arguments, as /proc shows them.
int processesNaming(const std::string& mark)
{
    int count = 0;
    for (const auto& at : std::filesystem::directory_iterator("/proc")) {
        std::ifstream in(at.path() / "cmdline", std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        count += text.find(mark) != std::string::npos ? 1 : 0;
    }
    return count;
}

const char* const kEcho = "def handle(ctx, payload):\n    return payload\n";

} // namespace

class TstFunctionRuntime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir.reset(new QTemporaryDir); }

    void echoesAnyJson_data();
    void echoesAnyJson();
    void echoesLargePayload();
    void givesContext();
    void capturesLogs();
    void reportsExceptions();
    void awaitsPromises();
    void understandsHandlers_data();
    void understandsHandlers();
    void stopsAtTimeout();
    void survivesEndedProcess();
    void endsWhatIsLeftBehind();
    void namesMissingInterpreter();
    void refusesUnknownLanguage();
    void refusesBadSource_data();
    void refusesBadSource();
    void boundsAnswerAndLogs();
    void runsInParallel();
    void refusesRunOfForgotten();
    void leavesNoProcess();
    void endsIdleProcesses();
    void isQuickWhenWarm();

private:
    std::string folder() const { return m_dir->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstFunctionRuntime::echoesAnyJson_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("json");
    for (const char* language : {"python3", "nodejs"}) {
        for (const char* json :
             {"null", "true", "\"text\"", "[1,2.5,-3]", "{\"a\":{\"b\":[null]}}", "\"grüße 漢字 😀 \\u0000 \\n\""})
            QTest::addRow("%s %s", language, json) << QString::fromUtf8(language) << QString::fromUtf8(json);
    }
}

void TstFunctionRuntime::echoesAnyJson()
{
    QFETCH(QString, language);
    QFETCH(QString, json);
    FunctionRuntime runtime(folder());
    const auto spec
        = language == QLatin1String("python3") ? python("f", kEcho) : node("f", "module.exports = (context, p) => p;");
    QCOMPARE(prepared(runtime, spec), std::string());
    const Json payload = Json::parse(json.toStdString());
    const RunOutcome outcome = ran(runtime, "f", with(payload));
    QCOMPARE(outcome.errorMessage, std::string());
    QVERIFY(outcome.output == payload);
}

void TstFunctionRuntime::echoesLargePayload()
{
    FunctionRuntime runtime(folder());
    QCOMPARE(prepared(runtime, python("p", kEcho)), std::string());
    QCOMPARE(prepared(runtime, node("n", "module.exports = (context, p) => p;")), std::string());
    const Json payload{{"text", std::string(5 << 20, 'x')}};
    QVERIFY(ran(runtime, "p", with(payload)).output == payload);
    QVERIFY(ran(runtime, "n", with(payload)).output == payload);
}

void TstFunctionRuntime::givesContext()
{
    FunctionRuntime runtime(folder());
    QCOMPARE(prepared(runtime, python("f", "def handle(ctx, payload):\n    return ctx\n")), std::string());
    RunInput input;
    input.secrets = {{"password", "OpenSesame"}};
    input.event = {{"eventType", "a.b"}, {"eventID", "1"}};
    input.timeout = std::chrono::seconds(20);
    const Json context = ran(runtime, "f", input).output;
    QCOMPARE(context["secrets"]["password"].get<std::string>(), std::string("OpenSesame"));
    QVERIFY(context["event"]["data"].is_null());
    QCOMPARE(context["event"]["eventType"].get<std::string>(), std::string("a.b"));
    QVERIFY(context["deadline"].get<std::string>().back() == 'Z');
}

void TstFunctionRuntime::capturesLogs()
{
    FunctionRuntime runtime(folder());
    QCOMPARE(prepared(runtime,
                      python("p",
                             "import sys\ndef handle(ctx, payload):\n    print('out', payload)\n    print('err', "
                             "file=sys.stderr)\n")),
             std::string());
    QCOMPARE(prepared(runtime, node("n", "module.exports = () => { console.log('a\\nb'); console.error('e'); };")),
             std::string());
    for (int i = 0; i < 3; ++i) {
        const RunOutcome outcome = ran(runtime, "p", with(i));
        QCOMPARE(outcome.logStdout, std::vector<std::string>{"out " + std::to_string(i)});
        QCOMPARE(outcome.logStderr, std::vector<std::string>{"err"});
    }
    const RunOutcome outcome = ran(runtime, "n", {});
    QCOMPARE(outcome.logStdout, (std::vector<std::string>{"a", "b"}));
    QCOMPARE(outcome.logStderr, std::vector<std::string>{"e"});
    QVERIFY(outcome.output.is_null());
}

void TstFunctionRuntime::reportsExceptions()
{
    FunctionRuntime runtime(folder());
    QCOMPARE(prepared(runtime,
                      python("p",
                             "def handle(ctx, payload):\n    if payload == 1:\n        raise ValueError('bad input')\n"
                             "    if payload == 2:\n        return object()\n    raise RuntimeError('boom')\n")),
             std::string());
    QCOMPARE(prepared(runtime, node("n", "module.exports = async () => { throw new Error('boom'); };")), std::string());
    QCOMPARE(ran(runtime, "p", with(1)).errorType, std::string("InputError"));
    QCOMPARE(ran(runtime, "p", with(2)).errorType, std::string("FunctionError"));
    for (const char* id : {"p", "n"}) {
        const RunOutcome outcome = ran(runtime, id, with(3));
        QCOMPARE(outcome.errorType, std::string("FunctionError"));
        QCOMPARE(outcome.errorMessage, std::string("boom"));
        QVERIFY(outcome.stacktrace.size() > 1);
    }
}

void TstFunctionRuntime::awaitsPromises()
{
    FunctionRuntime runtime(folder());
    QCOMPARE(prepared(runtime,
                      node("n", "module.exports = (c, p) => new Promise(done => setTimeout(() => done(p + 1), 5));")),
             std::string());
    QCOMPARE(ran(runtime, "n", with(41)).output.get<int>(), 42);
    QCOMPARE(
        prepared(runtime,
                 node("late",
                      "module.exports = () => new Promise(() => setTimeout(() => { throw new Error('late'); }, 1));")),
        std::string());
    QCOMPARE(ran(runtime, "late", {}).errorMessage, std::string("late"));
    QCOMPARE(ran(runtime, "late", {}).errorMessage, std::string("late"));
}

void TstFunctionRuntime::understandsHandlers_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("handler");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* language, const char* handler, const char* problem) {
        QTest::addRow("%s %s", language, handler)
            << QString::fromUtf8(language) << QString::fromUtf8(handler) << QString::fromUtf8(problem);
    };
    row("python3", "hello.handle", "");
    row("python3", "hello", "");
    row("python3", "./hello.py", "");
    row("python3", "hello.other", "");
    row("python3", "hello.absent", "absent");
    row("python3", "nothere.handle", "nothere");
    row("nodejs", "hello", "");
    row("nodejs", "./hello.js", "");
    row("nodejs", "hello.handle", "");
    row("nodejs", "hello.other", "");
    row("nodejs", "hello.absent", "absent");
    row("nodejs", "nothere", "nothere");
}

void TstFunctionRuntime::understandsHandlers()
{
    QFETCH(QString, language);
    QFETCH(QString, handler);
    QFETCH(QString, problem);
    FunctionRuntime runtime(folder());
    FunctionSpec spec{"f", "f", language.toStdString(), handler.toStdString(),
                      tarGz({{"hello.py", "def handle(c, p):\n    return p\ndef other(c, p):\n    return p\n"},
                             {"hello.js", "module.exports = (c, p) => p; module.exports.other = (c, p) => p;"}})};
    const QString answer = QString::fromStdString(prepared(runtime, spec));
    if (problem.isEmpty()) {
        QCOMPARE(answer, QString());
        QCOMPARE(ran(runtime, "f", with(7)).output.get<int>(), 7);
    } else {
        QVERIFY2(answer.contains(problem), qPrintable(answer));
    }
}

void TstFunctionRuntime::stopsAtTimeout()
{
    FunctionRuntime runtime(folder());
    QCOMPARE(
        prepared(
            runtime,
            python(
                "f",
                "import time\ndef handle(ctx, payload):\n    print('before', flush=True)\n    time.sleep(payload)\n")),
        std::string());
    RunInput input = with(600);
    input.timeout = std::chrono::milliseconds(200);
    QElapsedTimer timer;
    timer.start();
    const RunOutcome outcome = ran(runtime, "f", input);
    QVERIFY(timer.elapsed() < 10000);
    QCOMPARE(outcome.errorType, std::string("FunctionError"));
    QVERIFY(outcome.errorMessage.find("200 ms") != std::string::npos);
    QCOMPARE(outcome.logStdout, std::vector<std::string>{"before"});
    QCOMPARE(ran(runtime, "f", with(0)).errorType, std::string());
}

void TstFunctionRuntime::survivesEndedProcess()
{
    FunctionRuntime runtime(folder());
    QCOMPARE(
        prepared(
            runtime,
            python("f",
                   "import os, signal, sys\ndef handle(ctx, how):\n    if how == 'exit':\n        os._exit(3)\n"
                   "    if how == 'sys':\n        sys.exit(4)\n    if how == 'kill':\n        os.kill(os.getpid(), "
                   "signal.SIGKILL)\n    return os.getpid()\n")),
        std::string());
    for (const auto& [how, part] :
         std::map<std::string, std::string>{{"exit", "exit code 3"}, {"sys", "exit code 4"}, {"kill", "signal 9"}}) {
        const RunOutcome outcome = ran(runtime, "f", with(how));
        QCOMPARE(outcome.errorType, std::string("SystemError"));
        QVERIFY2(outcome.errorMessage.find(part) != std::string::npos, outcome.errorMessage.c_str());
        QCOMPARE(ran(runtime, "f", with("fine")).errorType, std::string());
    }
}

void TstFunctionRuntime::endsWhatIsLeftBehind()
{
    const std::string mark = "61.0" + std::to_string(QCoreApplication::applicationPid());
    {
        FunctionRuntime runtime(folder());
        QCOMPARE(prepared(runtime,
                          python("f",
                                 "import subprocess\ndef handle(ctx, mark):\n    for apart in (False, True):\n"
                                 "        subprocess.Popen(['sleep', mark], start_new_session=apart)\n")),
                 std::string());
        QCOMPARE(ran(runtime, "f", with(mark)).errorMessage, std::string());
        QTRY_COMPARE(processesNaming(mark), 2);
    }
    QTRY_COMPARE(processesNaming(mark), 0);
}

void TstFunctionRuntime::namesMissingInterpreter()
{
    FunctionLimits limits;
    limits.searchPath = folder();
    FunctionRuntime runtime(folder() + "/work", 1, limits);
    QCOMPARE(prepared(runtime, python("p", kEcho)),
             std::string("python3 was not found on this machine; install it with: apt install python3"));
    QCOMPARE(prepared(runtime, node("n", "")),
             std::string("node was not found on this machine; install it with: apt install nodejs"));
}

void TstFunctionRuntime::refusesUnknownLanguage()
{
    FunctionRuntime runtime(folder());
    const std::string problem = prepared(runtime, {"f", "f", "powershell", {}, {}});
    QVERIFY(problem.find("powershell") != std::string::npos && problem.find("python3, nodejs") != std::string::npos);
}

void TstFunctionRuntime::refusesBadSource_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const std::string& bytes, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromLatin1(part);
    };
    row("empty", {}, "empty");
    row("not an archive", "print('hello')", "tar.gz");
    row("cut off", tarGz({{"hello.py", std::string(kEcho)}}).substr(0, 60), "");
    row("no files", tarGz({}), "");
    row("climbs out", tarGz({{"../evil.py", kEcho}}), "outside");
    row("climbs out deeper", tarGz({{"a/../../evil.py", kEcho}}), "outside");
    row("absolute", tarGz({{"/tmp/evil.py", kEcho}}), "outside");
    row("link out", tarGz({{"hello.py", kEcho}, {"out", "/etc", AE_IFLNK}}), "link");
    row("link up", tarGz({{"hello.py", kEcho}, {"out", "..", AE_IFLNK}}), "link");
    row("file through link", tarGz({{"out", "..", AE_IFLNK}, {"out/evil.py", kEcho}}), "link");
    row("too large", tarGz({{"hello.py", std::string(3 << 20, '#')}}), "larger");
    row("no source file", tarGz({{"readme.txt", "hello"}}), ".py");
    row("syntax error", tarGz({{"hello.py", "def handle(:\n"}}), "SyntaxError");
}

void TstFunctionRuntime::refusesBadSource()
{
    QFETCH(QByteArray, source);
    QFETCH(QString, part);
    FunctionLimits limits;
    limits.unpacked.bytes = 2 << 20;
    FunctionRuntime runtime(folder() + "/work", 1, limits);
    const QString problem = QString::fromStdString(prepared(runtime, {"f", "f", "python3", {}, source.toStdString()}));
    QVERIFY(!problem.isEmpty());
    QVERIFY2(problem.contains(part), qPrintable(problem));
    QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("evil.py"))));
    QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("work/f"))));
    QCOMPARE(ran(runtime, "f", {}).errorType, std::string("SystemError"));
}

void TstFunctionRuntime::boundsAnswerAndLogs()
{
    FunctionLimits limits;
    limits.answerBytes = 1 << 20;
    limits.logBytes = 4096;
    FunctionRuntime runtime(folder(), 1, limits);
    QCOMPARE(
        prepared(
            runtime,
            python("f",
                   "def handle(ctx, size):\n    if size == 0:\n        print('y' * 9000000)\n    return 'x' * size\n")),
        std::string());
    const RunOutcome large = ran(runtime, "f", with(9 << 20));
    QCOMPARE(large.errorType, std::string("FunctionError"));
    QVERIFY(large.errorMessage.find("larger than 1 MB") != std::string::npos);
    const RunOutcome chatty = ran(runtime, "f", with(0));
    QCOMPARE(chatty.errorType, std::string());
    QCOMPARE(chatty.logStdout.size(), size_t(2));
    QCOMPARE(chatty.logStdout.front().size(), size_t(4096));
}

void TstFunctionRuntime::runsInParallel()
{
    FunctionRuntime runtime(folder(), 4);
    // Each run waits until all four are there: that ends only when they truly overlap.
    QCOMPARE(prepared(runtime,
                      python("f",
                             "import os, time\ndef handle(ctx, p):\n    open(p[0] + '/here%d' % p[1], 'w').close()\n"
                             "    while not all(os.path.exists(p[0] + '/here%d' % i) for i in range(4)):\n        "
                             "time.sleep(0.01)\n")),
             std::string());
    std::atomic<int> finished{0};
    for (int i = 0; i < 4; ++i) {
        RunInput input = with({folder(), i});
        input.timeout = std::chrono::seconds(60);
        runtime.run("f", input,
                    [&finished](const RunOutcome& outcome) { finished += outcome.errorType.empty() ? 1 : 0; });
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished.load(), 4, 60000);
}

void TstFunctionRuntime::refusesRunOfForgotten()
{
    FunctionRuntime runtime(folder() + "/work");
    QCOMPARE(prepared(runtime, python("f", "import time\ndef handle(c, p):\n    time.sleep(600)\n")), std::string());
    std::promise<RunOutcome> promise;
    runtime.run("f", {}, [&promise](RunOutcome outcome) { promise.set_value(std::move(outcome)); });
    runtime.forget("f");
    QCOMPARE(promise.get_future().get().errorType, std::string("SystemError"));
    QCOMPARE(ran(runtime, "f", {}).errorType, std::string("SystemError"));
    QTRY_VERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("work/f"))));
    QTRY_COMPARE(processesNaming(folder()), 0);
}

void TstFunctionRuntime::leavesNoProcess()
{
    {
        FunctionRuntime runtime(folder() + "/work", 2);
        QCOMPARE(prepared(runtime, python("p", "import time\ndef handle(c, p):\n    time.sleep(600)\n")),
                 std::string());
        QCOMPARE(prepared(runtime, node("n", "module.exports = () => new Promise(() => {});")), std::string());
        for (int i = 0; i < 5; ++i) {
            runtime.run("p", {}, [](const RunOutcome&) { qFatal("called back"); });
            runtime.run("n", {}, [](const RunOutcome&) { qFatal("called back"); });
        }
        QVERIFY(processesNaming(folder()) > 0);
    }
    QCOMPARE(processesNaming(folder()), 0);
}

void TstFunctionRuntime::endsIdleProcesses()
{
    FunctionLimits limits;
    limits.idle = std::chrono::milliseconds(300);
    FunctionRuntime runtime(folder(), 2, limits);
    QCOMPARE(prepared(runtime, python("f", kEcho)), std::string());
    QTRY_COMPARE(processesNaming(folder()), 0);
    QCOMPARE(ran(runtime, "f", with(1)).output.get<int>(), 1);
}

void TstFunctionRuntime::isQuickWhenWarm()
{
    FunctionRuntime runtime(folder());
    QCOMPARE(prepared(runtime, python("p", kEcho)), std::string());
    QCOMPARE(prepared(runtime, node("n", "module.exports = (c, p) => p;")), std::string());
    for (const char* id : {"p", "n"}) {
        constexpr int kRuns = 500;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < kRuns; ++i)
            QCOMPARE(ran(runtime, id, with(i)).output.get<int>(), i);
        const double one = double(timer.nsecsElapsed()) / 1e6 / kRuns;
        std::atomic<int> finished{0};
        timer.restart();
        for (int i = 0; i < 4 * kRuns; ++i)
            runtime.run(id, with(i), [&finished](const RunOutcome&) { ++finished; });
        QTRY_COMPARE_WITH_TIMEOUT(finished.load(), 4 * kRuns, 60000);
        const double rate = 4 * kRuns / (double(timer.elapsed() + 1) / 1000);
        qInfo("%s: a warm run takes %.3f ms, %.0f runs/s with four at a time", id, one, rate);
        QVERIFY(one < 50);
    }
}

QTEST_GUILESS_MAIN(TstFunctionRuntime)
#include "tst_functionruntime.moc"
