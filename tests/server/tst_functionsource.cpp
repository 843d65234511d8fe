// SPDX-License-Identifier: Apache-2.0
#include "functionhelpers.h"

#include <QFile>
#include <QTest>

/// Which sources, handlers and languages make a function.
class TstFunctionSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir.reset(new QTemporaryDir); }

    void understandsHandlers_data();
    void understandsHandlers();
    void namesMissingInterpreter();
    void refusesUnknownLanguage();
    void refusesBadSource_data();
    void refusesBadSource();

private:
    std::string folder() const { return m_dir->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstFunctionSource::understandsHandlers_data()
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

void TstFunctionSource::understandsHandlers()
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

void TstFunctionSource::namesMissingInterpreter()
{
    FunctionLimits limits;
    limits.searchPath = folder();
    FunctionRuntime runtime(folder() + "/work", 1, limits);
    QCOMPARE(prepared(runtime, python("p", kEcho)),
             std::string("python3 was not found on this machine; install it with: apt install python3"));
    QCOMPARE(prepared(runtime, node("n", "")),
             std::string("node was not found on this machine; install it with: apt install nodejs"));
}

void TstFunctionSource::refusesUnknownLanguage()
{
    FunctionRuntime runtime(folder());
    const std::string problem = prepared(runtime, {"f", "f", "powershell", {}, {}});
    QVERIFY(problem.find("powershell") != std::string::npos && problem.find("python3, nodejs") != std::string::npos);
}

void TstFunctionSource::refusesBadSource_data()
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

void TstFunctionSource::refusesBadSource()
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
    QVERIFY(!runtime.run("f", {}, [](const RunOutcome&) { QFAIL("nothing was prepared"); }));
}

QTEST_GUILESS_MAIN(TstFunctionSource)
#include "tst_functionsource.moc"
