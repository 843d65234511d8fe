// SPDX-License-Identifier: Apache-2.0
#include "dispatchwindow.h"
#include "models/secretkeys.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QToolButton>

using models::ClusterState;
using ui::DispatchView;

/// The install file of a cluster, in its form and as a text.
class TestInstallSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { initConsoleResources(); }

    void fillsTheFormAndShowsTheFile()
    {
        DispatchWindow window;
        QCOMPARE(window.part<QLineEdit>("install.dispatch.host")->text(), window.world.address);
        QCOMPARE(window.part<QLineEdit>("install.apiGateway.host")->text(), window.world.address);
        QVERIFY(window.part<QCheckBox>("install.dispatch.skipAuth")->isChecked());
        QVERIFY(window.part<QCheckBox>("cluster.dispatch.replace")->isChecked());
        const QString shown = window.part<QPlainTextEdit>("cluster.dispatch.preview")->toPlainText();
        QVERIFY(shown.contains(window.world.address) && shown.contains(QLatin1String("charts.helm.sh")));
        QVERIFY(window.part<QPushButton>("cluster.dispatch.install")->isEnabled());
        window.part<QTabWidget>("cluster.dispatch.tabs")->setCurrentIndex(1);
        DispatchWindow::picture(window.view, QStringLiteral("dispatch-settings"));
    }

    void judgesWhileTyping()
    {
        DispatchWindow window;
        window.part<QTabWidget>("cluster.dispatch.tabs")->setCurrentIndex(1);
        window.type("install.dispatch.host", QStringLiteral("9lives"));
        auto* problem = window.part<QLabel>("cluster.dispatch.problem");
        QVERIFY(problem->isVisible() && problem->text().contains(QLatin1String("begins with a letter")));
        QVERIFY(!window.part<QPushButton>("cluster.dispatch.install")->isEnabled());
        window.type("install.dispatch.host", QStringLiteral("d.example"));
        QVERIFY(!problem->isVisible());
        QVERIFY(window.part<QPushButton>("cluster.dispatch.install")->isEnabled());
        QVERIFY(window.part<QPlainTextEdit>("cluster.dispatch.preview")
                    ->toPlainText()
                    .contains(QLatin1String("d.example")));
    }

    void masksSecretsInThePreview()
    {
        DispatchWindow window;
        window.part<QTabWidget>("cluster.dispatch.tabs")->setCurrentIndex(1);
        QTest::mouseClick(window.part<QWidget>("cluster.dispatch.more")->findChild<QToolButton*>(), Qt::LeftButton);
        window.type("install.postgresql.password", QStringLiteral("tr0ub4dor"));
        const QString shown = window.part<QPlainTextEdit>("cluster.dispatch.preview")->toPlainText();
        QVERIFY(shown.contains(models::secretMask()) && !shown.contains(QLatin1String("tr0ub4dor")));
        QCOMPARE(window.part<QLineEdit>("install.postgresql.password")->echoMode(), QLineEdit::Password);
        DispatchWindow::picture(window.view, QStringLiteral("dispatch-more"));
    }

    void keepsTheBlanksOfAPassword()
    {
        DispatchWindow window;
        window.part<QTabWidget>("cluster.dispatch.tabs")->setCurrentIndex(1);
        QTest::mouseClick(window.part<QWidget>("cluster.dispatch.more")->findChild<QToolButton*>(), Qt::LeftButton);
        window.type("install.postgresql.password", QStringLiteral("correct horse "));
        QCOMPARE(window.part<QLineEdit>("install.postgresql.password")->text(), QStringLiteral("correct horse "));
        window.type("install.postgresql.username", QStringLiteral("two words"));
        QCOMPARE(window.part<QLineEdit>("install.postgresql.username")->text(), QStringLiteral("two words"));
        QVERIFY(window.install());
        QFile file(window.world.workFolder() + QStringLiteral("/install.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("correct horse \""));
    }

    void keepsWhatIsAskedBesideTheFileForEachCluster()
    {
        DispatchWindow window;
        window.part<QTabWidget>("cluster.dispatch.tabs")->setCurrentIndex(1);
        auto* ignore = window.part<QCheckBox>("cluster.dispatch.ignorefailed");
        auto* charts = window.part<QLineEdit>("cluster.dispatch.chartsfolder");
        ignore->setChecked(true);
        charts->setText(QStringLiteral("/my/charts"));
        window.view.setProfile(QStringLiteral("prod"), ClusterState::Running, QStringLiteral("192.168.50.2"));
        QVERIFY(!ignore->isChecked());
        QCOMPARE(charts->text(), QString());
        window.view.setProfile(window.world.name, ClusterState::Running, window.world.address);
        QVERIFY(ignore->isChecked());
        QCOMPARE(charts->text(), QStringLiteral("/my/charts"));
    }

    void followsTheAddressOfTheCluster()
    {
        DispatchWindow window;
        window.type("install.apiGateway.host", QStringLiteral("mine.example"));
        window.view.setProfile(window.world.name, ClusterState::Running, QStringLiteral("192.168.39.48"));
        QCOMPARE(window.part<QLineEdit>("install.dispatch.host")->text(), QStringLiteral("192.168.39.48"));
        QCOMPARE(window.part<QLineEdit>("install.apiGateway.host")->text(), QStringLiteral("mine.example"));
    }

    void followsTheAddressOverAStop()
    {
        DispatchWindow window;
        window.view.setProfile(window.world.name, ClusterState::Stopped, {});
        QCOMPARE(window.part<QLineEdit>("install.dispatch.host")->text(), window.world.address);
        window.view.setProfile(window.world.name, ClusterState::Running, QStringLiteral("192.168.39.48"));
        QCOMPARE(window.part<QLineEdit>("install.dispatch.host")->text(), QStringLiteral("192.168.39.48"));
    }

    void keepsWhatWasTypedForEachCluster()
    {
        DispatchWindow window;
        window.type("install.apiGateway.host", QStringLiteral("mine.example"));
        window.view.setProfile(QStringLiteral("other"), ClusterState::Running, QStringLiteral("192.168.39.50"));
        QCOMPARE(window.part<QLineEdit>("install.apiGateway.host")->text(), QStringLiteral("192.168.39.50"));
        window.type("install.dispatch.host", QStringLiteral("theirs.example"));
        window.view.setProfile(window.world.name, ClusterState::Running, QStringLiteral("192.168.39.48"));
        QCOMPARE(window.part<QLineEdit>("install.apiGateway.host")->text(), QStringLiteral("mine.example"));
        QCOMPARE(window.part<QLineEdit>("install.dispatch.host")->text(), QStringLiteral("192.168.39.48"));
        window.view.setProfile(QStringLiteral("other"), ClusterState::Running, QStringLiteral("192.168.39.50"));
        QCOMPARE(window.part<QLineEdit>("install.dispatch.host")->text(), QStringLiteral("theirs.example"));
    }

    void fixesTheSettingsOfTheClusterInWhichItWasFound()
    {
        DispatchWindow window;
        window.part<QCheckBox>("cluster.dispatch.replace")->click();
        QVERIFY(!window.part<QCheckBox>("cluster.dispatch.replace")->isChecked());
        window.world.standins.scenario(QStringLiteral("install=fail-stable-repo"));
        QVERIFY(window.install());
        window.view.setProfile(QStringLiteral("other"), ClusterState::Running, QStringLiteral("192.168.39.50"));
        window.type("install.dispatch.host", QStringLiteral("theirs.example"));
        const QString others = window.part<QPlainTextEdit>("cluster.dispatch.preview")->toPlainText();
        QTest::mouseClick(window.remedy(), Qt::LeftButton);
        QCOMPARE(window.part<QPlainTextEdit>("cluster.dispatch.preview")->toPlainText(), others);
        window.view.setProfile(window.world.name, ClusterState::Running, window.world.address);
        QVERIFY(window.part<QCheckBox>("cluster.dispatch.replace")->isChecked());
        QCOMPARE(window.part<QLineEdit>("install.dispatch.host")->text(), window.world.address);
    }

    void savesTheFileForTheUserOnly()
    {
        DispatchWindow window;
        window.part<QTabWidget>("cluster.dispatch.tabs")->setCurrentIndex(1);
        window.click("cluster.dispatch.save");
        auto* dialog = window.part<QFileDialog>("dialog.cluster.save");
        const QString path = window.world.folder.filePath(QStringLiteral("mine.yaml"));
        Q_EMIT dialog->fileSelected(path);
        QTRY_VERIFY(window.message().contains(QLatin1String("mine.yaml")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().contains(window.world.address.toUtf8()));
        QVERIFY(!(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther)));
        dialog->close();
    }

    void takesUpTheFileOfAnEarlierTime()
    {
        DispatchWindow window;
        window.part<QTabWidget>("cluster.dispatch.tabs")->setCurrentIndex(1);
        window.type("install.apiGateway.host", QStringLiteral("gate.example"));
        QVERIFY(window.install());
        DispatchView again(window.world.commands, window.world.folder.filePath(QStringLiteral("work")));
        again.setProfile(window.world.name, ClusterState::Running, window.world.address);
        QTRY_COMPARE(part<QLineEdit>(again, "install.apiGateway.host")->text(), QStringLiteral("gate.example"));
    }
};

QTEST_MAIN(TestInstallSettings)
#include "tst_installsettings.moc"
