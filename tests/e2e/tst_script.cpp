// SPDX-License-Identifier: Apache-2.0
#include "tests/client/dispatchprocess.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

/// Import and export without a window: the real program on a real dispatch-local, and no display at all.
class ScriptTest final : public QObject
{
    Q_OBJECT

    struct Ended
    {
        int code = -1;
        QString output;
        QString error;
    };

    Ended run(QStringList arguments)
    {
        QProcess console;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_folder.path());
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder.filePath(QStringLiteral("data")));
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QString::fromLatin1(name));
        console.setProcessEnvironment(environment);
        console.setWorkingDirectory(m_folder.path());
        console.setStandardInputFile(QProcess::nullDevice());
        arguments = QStringList{QStringLiteral("--server"), m_server.connection().base.toString()} + arguments;
        console.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-console"), arguments);
        if (!console.waitForFinished(60'000))
            return {};
        return {console.exitCode(), QString::fromUtf8(console.readAllStandardOutput()),
                QString::fromUtf8(console.readAllStandardError())};
    }

    void write(const char* name, const QByteArray& text)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    static QStringList words(const char* line) { return QString::fromLatin1(line).split(u' '); }

    QTemporaryDir m_folder;
    DispatchProcess m_server;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_server.start());
        write("a.yaml",
              "kind: Driver\nname: nightly\ntype: clock\n---\nkind: Secret\nname: key\nsecrets: {p: hunter2}\n");
        write("b.yaml", "kind: DriverType\nname: clock\nimage: ticker:1\n");
        write("wrong.yaml", "kind: Drivr\nname: x\n");
    }

    void plansWithoutChangingAnything()
    {
        const Ended plan = run(words("--import a.yaml b.yaml --plan"));
        QCOMPARE(plan.code, 3);
        QVERIFY2(plan.output.contains(QLatin1String("driver nightly  (a.yaml:1)")), qPrintable(plan.output));
        QVERIFY(plan.output.indexOf(QLatin1String("clock")) < plan.output.indexOf(QLatin1String("nightly")));
        QVERIFY(!plan.output.contains(QLatin1String("hunter2")));
        QCOMPARE(run(words("--export DriverType")).output, QString());
    }

    void asksBeforeItChanges()
    {
        const Ended asked = run(words("--import a.yaml b.yaml --apply"));
        QCOMPARE(asked.code, 1);
        QVERIFY(asked.error.contains(QLatin1String("--yes")));
        QCOMPARE(run(words("--export DriverType")).output, QString());
    }

    void appliesOnceAndFindsItTheSameThen()
    {
        const Ended applied = run(words("--import a.yaml b.yaml --apply --yes --json"));
        QVERIFY2(applied.code == 0, qPrintable(applied.error + applied.output));
        const QJsonArray items
            = QJsonDocument::fromJson(applied.output.toUtf8()).object().value(QLatin1String("items")).toArray();
        QCOMPARE(items.size(), 3);
        for (const QJsonValue& item : items)
            QCOMPARE(item.toObject().value(QLatin1String("result")).toString(), QStringLiteral("done"));
        QVERIFY(!applied.output.contains(QLatin1String("hunter2")));
        QCOMPARE(run(words("--import a.yaml b.yaml --plan")).code, 0);
        const Ended exported = run(words("--export all --output all.yaml"));
        QVERIFY2(exported.code == 0, qPrintable(exported.error));
        const Ended again = run(words("--import all.yaml --plan --json"));
        QVERIFY2(again.code == 0, qPrintable(again.output));
    }

    void tellsMistakesApart()
    {
        const Ended wrong = run(words("--import wrong.yaml --apply --yes"));
        QCOMPARE(wrong.code, 4);
        QVERIFY2(wrong.error.contains(QLatin1String("wrong.yaml:1:7:")), qPrintable(wrong.error));
        QCOMPARE(run(words("--import gone.yaml --plan")).code, 1);
        QCOMPARE(run(words("--import a.yaml")).code, 2);
        QCOMPARE(run(words("--import a.yaml --plan --apply")).code, 2);
        QCOMPARE(run(words("--export Nothing")).code, 2);
    }
};

QTEST_GUILESS_MAIN(ScriptTest)
#include "tst_script.moc"
