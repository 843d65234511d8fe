// SPDX-License-Identifier: Apache-2.0
#include "functionhelpers.h"
#include "tests/common/slowness.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <atomic>

/// When the processes of functions begin and end, and what that costs.
class TstFunctionProcesses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir.reset(new QTemporaryDir); }

    void endsWhatIsLeftBehind();
    void refusesRunOfForgotten();
    void retiresAfterTheLastRun();
    void forgetsManyFilesElsewhere();
    void leavesNoProcess();
    void endsIdleProcesses();
    void isQuickWhenWarm();

private:
    std::string folder() const { return m_dir->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstFunctionProcesses::endsWhatIsLeftBehind()
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
        QVERIFY(QTest::qWaitFor([&mark] { return processesNaming(mark) == 2; }));
    }
    QTRY_COMPARE(processesNaming(mark), 0);
}

void TstFunctionProcesses::refusesRunOfForgotten()
{
    FunctionRuntime runtime(folder() + "/work");
    QCOMPARE(prepared(runtime, python("f", "import time\ndef handle(c, p):\n    time.sleep(600)\n")), std::string());
    std::promise<RunOutcome> promise;
    runtime.run("f", {}, [&promise](RunOutcome outcome) { promise.set_value(std::move(outcome)); });
    runtime.forget("f");
    QCOMPARE(promise.get_future().get().errorType, std::string("SystemError"));
    QVERIFY(!runtime.run("f", {}, [](const RunOutcome&) { qFatal("called back"); }));
    QTRY_VERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("work/f"))));
    QTRY_COMPARE(processesNaming(folder()), 0);
}

void TstFunctionProcesses::retiresAfterTheLastRun()
{
    constexpr int kRuns = 10;
    FunctionRuntime runtime(folder() + "/work", 2);
    QCOMPARE(prepared(runtime, python("f", "import time\ndef handle(c, p):\n    time.sleep(0.05)\n    return p\n")),
             std::string());
    std::atomic<int> good{0};
    for (int i = 0; i < kRuns; ++i)
        runtime.run("f", with(i), [&good](const RunOutcome& outcome) { good += outcome.errorType.empty() ? 1 : 0; });
    runtime.retire("f");
    QTRY_COMPARE(good.load(), kRuns);
    QTRY_VERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("work/f"))));
    QTRY_COMPARE(processesNaming(folder()), 0);
    QVERIFY(!runtime.run("f", {}, [](const RunOutcome&) { qFatal("called back"); }));
}

void TstFunctionProcesses::forgetsManyFilesElsewhere()
{
    FunctionRuntime runtime(folder() + "/work");
    FunctionSpec spec = python("f", kEcho);
    std::vector<Member> members = {{"hello.py", kEcho}};
    for (int i = 0; i < 8000; ++i)
        members.push_back({"data/" + std::to_string(i), "x"});
    spec.archive = tarGz(members);
    spec.handler = "hello.handle";
    QCOMPARE(prepared(runtime, spec), std::string());
    QElapsedTimer timer;
    timer.start();
    runtime.forget("f");
    const auto forgetting = timer.nsecsElapsed();
    QTRY_VERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("work/f"))));
    QVERIFY2(forgetting < timer.nsecsElapsed() / 4, qPrintable(QString::number(double(forgetting) / 1e6)));
}

void TstFunctionProcesses::leavesNoProcess()
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

void TstFunctionProcesses::endsIdleProcesses()
{
    FunctionLimits limits;
    limits.idle = std::chrono::milliseconds(300);
    FunctionRuntime runtime(folder(), 2, limits);
    QCOMPARE(prepared(runtime, python("f", kEcho)), std::string());
    QTRY_COMPARE(processesNaming(folder()), 0);
    QCOMPARE(ran(runtime, "f", with(1)).output.get<int>(), 1);
}

void TstFunctionProcesses::isQuickWhenWarm()
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
        QVERIFY(one < 50 * kSlowness);
    }
}

QTEST_GUILESS_MAIN(TstFunctionProcesses)
#include "tst_functionprocesses.moc"
