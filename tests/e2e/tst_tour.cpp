// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

/// The whole main job on the real programs: dispatch-console starts dispatch-local, and the tour works the widgets.
class TourTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesTheMainJobAndSavesAPictureOfEachStep()
    {
        QTemporaryDir home;
        const QString pictures = home.filePath(QStringLiteral("tour pictures"));
        QProcess console;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.filePath(QStringLiteral("config")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), home.filePath(QStringLiteral("data")));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        console.setProcessEnvironment(environment);
        console.setProcessChannelMode(QProcess::MergedChannels);
        console.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-console"), {QStringLiteral("--tour"), pictures});
        QVERIFY2(console.waitForFinished(180'000), "the tour did not end");
        const QByteArray said = console.readAll();
        QVERIFY2(console.exitStatus() == QProcess::NormalExit && console.exitCode() == 0, said.constData());

        const QStringList files = QDir(pictures).entryList({QStringLiteral("*.png")}, QDir::Files, QDir::Name);
        QCOMPARE(files.size(), 9);
        for (const QString& file : files) {
            const QImage picture(QDir(pictures).filePath(file));
            QVERIFY2(picture.width() >= 800 && picture.height() >= 500, qPrintable(file));
        }
        QVERIFY2(said.contains("READY"), said.constData());
    }

    void failsWhenAStepCannotHappen()
    {
        QTemporaryDir home;
        QProcess console;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        console.setProcessEnvironment(environment);
        console.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-console"),
                      {QStringLiteral("--tour"), QStringLiteral("/dev/null/pictures")});
        QVERIFY(console.waitForFinished(180'000));
        QVERIFY(console.exitCode() != 0);
        QVERIFY(!console.readAllStandardError().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TourTest)
#include "tst_tour.moc"
