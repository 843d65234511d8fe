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

    static constexpr int kWidth = 1280;
    static constexpr int kHeight = 800;

private Q_SLOTS:
    void doesTheMainJobAndSavesAPictureOfEachStep_data()
    {
        QTest::addColumn<int>("scale");
        QTest::newRow("100 %") << 1;
        QTest::newRow("200 %") << 2;
    }

    void doesTheMainJobAndSavesAPictureOfEachStep()
    {
        QFETCH(int, scale);
        QTemporaryDir home;
        const QString pictures = home.filePath(QStringLiteral("tour pictures"));
        QProcess console;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.filePath(QStringLiteral("config")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), home.filePath(QStringLiteral("data")));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("QT_SCALE_FACTOR"), QString::number(scale));
        console.setProcessEnvironment(environment);
        console.setProcessChannelMode(QProcess::MergedChannels);
        console.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-console"), {QStringLiteral("--tour"), pictures});
        QVERIFY2(console.waitForFinished(180'000), "the tour did not end");
        const QByteArray said = console.readAll();
        QVERIFY2(console.exitStatus() == QProcess::NormalExit && console.exitCode() == 0, said.constData());

        const QStringList files = QDir(pictures).entryList({QStringLiteral("*.png")}, QDir::Files, QDir::Name);
        QCOMPARE(files.size(), 12);
        for (const QString& file : files) {
            const QImage picture(QDir(pictures).filePath(file));
            QVERIFY2(picture.width() == scale * kWidth && picture.height() == scale * kHeight, qPrintable(file));
        }
        QVERIFY2(said.contains("READY"), said.constData());
    }

    void failsWhenAPictureCannotBeSaved()
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

    void failsWhenAStepCannotHappen()
    {
        // A console that has no dispatch-local beside it, nor on its PATH.
        const QTemporaryDir home;
        const QString alone = home.filePath(QStringLiteral("dispatch-console"));
        QVERIFY(QFile::copy(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-console"), alone));
        QProcess console;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("PATH"), home.path());
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        console.setProcessEnvironment(environment);
        console.start(alone, {QStringLiteral("--tour"), home.filePath(QStringLiteral("pictures"))});
        QVERIFY(console.waitForFinished(180'000));
        QCOMPARE(console.exitCode(), 1);
        const QByteArray said = console.readAllStandardError();
        QVERIFY2(said.contains("not installed"), said.constData());
        QVERIFY(QFile::exists(home.filePath(QStringLiteral("pictures/failed.png"))));
    }
};

QTEST_GUILESS_MAIN(TourTest)
#include "tst_tour.moc"
