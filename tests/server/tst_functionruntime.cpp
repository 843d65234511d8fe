// SPDX-License-Identifier: Apache-2.0
#include "functionhelpers.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>

/// What a function is given, and what becomes of what it does.
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
    void stopsAtTimeout();
    void survivesEndedProcess();
    void boundsAnswerAndLogs();
    void runsInParallel();

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

QTEST_GUILESS_MAIN(TstFunctionRuntime)
#include "tst_functionruntime.moc"
