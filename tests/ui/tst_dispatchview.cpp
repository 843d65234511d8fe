// SPDX-License-Identifier: Apache-2.0
#include "dispatchwindow.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QTextDocument>
#include <QToolButton>

using client::Profile;
using models::ClusterState;
using ui::DispatchView;

Q_DECLARE_METATYPE(client::Profile)

/// Dispatch on a cluster, through the widgets and with stand-ins for all that is run.
class TestDispatchView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        initConsoleResources();
        qRegisterMetaType<Profile>();
    }

    void asksBeforeItInstallsWhatCannotWork()
    {
        DispatchWindow window;
        window.world.standins.scenario(QStringLiteral("releases=no-tiller"));
        QVERIFY(window.check());
        window.click("cluster.dispatch.install");
        auto* box = window.part<QMessageBox>("dialog.cluster.install");
        QVERIFY(!window.view.installer().isRunning());
        QVERIFY(box->defaultButton() && box->buttonRole(box->defaultButton()) == QMessageBox::RejectRole);
        box->reject();
        QVERIFY(!window.view.installer().isRunning());
        QTRY_VERIFY(!window.view.findChild<QMessageBox*>(QStringLiteral("dialog.cluster.install")));
        window.click("cluster.dispatch.install");
        QSignalSpy over(&window.view.installer(), &client::DispatchInstaller::finished);
        window.part<QPushButton>("cluster.dispatch.install.yes")->click();
        QVERIFY(window.view.installer().isRunning());
        QVERIFY(over.wait(kPatience));
    }

    void checksAndFindsAllWell()
    {
        DispatchWindow window;
        QVERIFY(window.check());
        QCOMPARE(window.cell(QStringLiteral("Version of Helm"), 0), QStringLiteral("good"));
        QVERIFY(window.cell(QStringLiteral("Charts can be fetched"), 2).contains(u'8'));
        QVERIFY(!window.part<QLabel>("cluster.dispatch.summary")->text().isEmpty());
        DispatchWindow::picture(window.view, QStringLiteral("dispatch-check-good"));
        QVERIFY(!window.world.standins.isUnknownCall());
    }

    void saysWhatANewKubernetesWouldHaveToBe()
    {
        DispatchWindow window;
        window.world.addCluster(QStringLiteral("v1.35.1"));
        window.world.standins.scenario(QStringLiteral("helm=3"));
        QVERIFY(window.check());
        QCOMPARE(window.cell(QStringLiteral("Version of Kubernetes"), 0), QStringLiteral("bad"));
        QVERIFY(window.cell(QStringLiteral("Version of Kubernetes"), 3).contains(QLatin1String("v1.15.12")));
        QCOMPARE(window.cell(QStringLiteral("Version of Helm"), 0), QStringLiteral("bad"));
        DispatchWindow::picture(window.view, QStringLiteral("dispatch-check-bad"));
        auto* table = window.part<QTableView>("cluster.dispatch.preflight");
        QCOMPARE(table->currentIndex().row(), window.row(QStringLiteral("Version of Kubernetes")));
        QSignalSpy spy(&window.view, &DispatchView::createRequested);
        window.click("cluster.dispatch.fix");
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().toString(), QStringLiteral("v1.15.12"));
        // What the way of installing does not need is not asked for.
        window.part<QComboBox>("cluster.dispatch.method")->setCurrentIndex(1);
        QCOMPARE(window.cell(QStringLiteral("Version of Kubernetes"), 0), QStringLiteral("good"));
        QVERIFY(!window.part<QPushButton>("cluster.dispatch.install")->isEnabled());
        window.part<QComboBox>("cluster.dispatch.method")->setCurrentIndex(2);
        QCOMPARE(window.cell(QStringLiteral("Version of Kubernetes"), 0), QStringLiteral("not needed"));
    }

    void wantsTheUsualKubernetesForOtherWays()
    {
        DispatchWindow window;
        window.view.setProfile(window.world.name, ClusterState::Absent, {});
        QSignalSpy spy(&window.view, &DispatchView::createRequested);
        auto* table = window.part<QTableView>("cluster.dispatch.preflight");
        for (const int method : {0, 1}) {
            window.part<QComboBox>("cluster.dispatch.method")->setCurrentIndex(method);
            table->setCurrentIndex(table->model()->index(window.row(QStringLiteral("The cluster runs")), 0));
            window.click("cluster.dispatch.fix");
            QCOMPARE(spy.count(), method + 1);
        }
        QCOMPARE(spy.at(0).first().toString(), QLatin1String(models::kClassicKubernetes));
        QCOMPARE(spy.at(1).first().toString(), QString());
    }

    void fixesTheClusterInWhichItWasFound_data()
    {
        QTest::addColumn<QString>("copied"); // empty = its pods are shown
        QTest::newRow("fail-no-tiller") << QStringLiteral("--context=lab ");
        QTest::newRow("fail-timeout") << QString();
    }

    void fixesTheClusterInWhichItWasFound()
    {
        QFETCH(QString, copied);
        DispatchWindow window;
        window.world.standins.scenario(QStringLiteral("install=%1").arg(QLatin1String(QTest::currentDataTag())));
        QVERIFY(window.install());
        window.view.setProfile(QStringLiteral("other"), ClusterState::Running, QStringLiteral("192.168.39.50"));
        QApplication::clipboard()->clear();
        QSignalSpy pods(&window.view, &DispatchView::podsRequested);
        QTest::mouseClick(window.remedy(), Qt::LeftButton);
        if (copied.isEmpty()) {
            QCOMPARE(pods.count(), 1);
            QCOMPARE(pods.first().first().toString(), window.world.name);
        } else {
            QVERIFY2(QApplication::clipboard()->text().contains(copied), qPrintable(QApplication::clipboard()->text()));
        }
    }

    void copiesWhatPeopleShouldRunThemselves()
    {
        DispatchWindow window;
        window.world.standins.scenario(QStringLiteral("releases=recorded"));
        QVERIFY(window.check());
        window.part<QTableView>("cluster.dispatch.preflight")
            ->setCurrentIndex(window.part<QTableView>("cluster.dispatch.preflight")
                                  ->model()
                                  ->index(window.row(QStringLiteral("No releases that failed")), 0));
        window.click("cluster.dispatch.fix");
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("helm --kube-context lab delete --purge postgres\n"));
    }

    void offersToStartWhatIsStopped()
    {
        DispatchWindow window;
        window.view.setProfile(window.world.name, ClusterState::Stopped, window.world.address);
        QVERIFY(!window.part<QPushButton>("cluster.dispatch.install")->isEnabled());
        auto* table = window.part<QTableView>("cluster.dispatch.preflight");
        table->setCurrentIndex(table->model()->index(window.row(QStringLiteral("The cluster runs")), 0));
        QSignalSpy spy(&window.view, &DispatchView::startRequested);
        window.click("cluster.dispatch.fix");
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().toString(), window.world.name);
    }

    void installsAndOffersAConnection()
    {
        DispatchWindow window;
        QSignalSpy offered(&window.view, &DispatchView::connectionOffered);
        QVERIFY(window.install());
        QVERIFY2(window.message().isEmpty(), qPrintable(window.message()));
        QVERIFY(window.part<QWidget>("cluster.dispatch.card")->isVisible());
        QVERIFY(!window.part<QProgressBar>("cluster.dispatch.progress")->isVisible());
        DispatchWindow::picture(window.view, QStringLiteral("dispatch-done"));
        // It is in there still, whatever is looked at by now.
        window.view.setProfile(QStringLiteral("other"), ClusterState::Running, QStringLiteral("192.168.39.50"));
        window.click("cluster.dispatch.connect");
        QCOMPARE(offered.count(), 1);
        const auto profile = offered.first().first().value<Profile>();
        QCOMPARE(profile.base, QUrl(QStringLiteral("https://192.168.39.47:32015")));
        QVERIFY(profile.tls.isInsecure && profile.name.contains(window.world.name));
        QVERIFY(window.part<QPlainTextEdit>("cluster.dispatch.output")
                    ->toPlainText()
                    .contains(QLatin1String("Successfully installed dispatch chart")));
    }

    void showsHowFarItIsAndCancels()
    {
        DispatchWindow window;
        window.world.standins.scenario(QStringLiteral("install=hang:7"));
        window.click("cluster.dispatch.install");
        auto* step = window.part<QLabel>("cluster.dispatch.step");
        QTRY_VERIFY(step->text().contains(QLatin1String("of 10: chart postgresql")));
        QVERIFY(window.part<QProgressBar>("cluster.dispatch.progress")->isVisible());
        QCOMPARE(window.part<QProgressBar>("cluster.dispatch.progress")->maximum(), 10);
        QVERIFY(!window.part<QPushButton>("cluster.dispatch.install")->isEnabled());
        QTest::mouseClick(window.part<QToolButton>("cluster.dispatch.showoutput"), Qt::LeftButton);
        QVERIFY(window.part<QPlainTextEdit>("cluster.dispatch.output")->isVisible());
        DispatchWindow::picture(window.view, QStringLiteral("dispatch-running"));
        window.click("cluster.dispatch.cancel");
        auto* question = window.part<QMessageBox>("dialog.cluster.dispatch.cancel");
        QVERIFY(question->isVisible());
        QCOMPARE(question->defaultButton()->text(), QStringLiteral("&Go on"));
        window.click("cluster.dispatch.cancel.yes");
        QTRY_VERIFY(window.message().contains(QLatin1String("cancelled")));
        QTRY_VERIFY(window.world.alive().empty());
        QVERIFY(window.remedy()->isVisible());
    }

    void explainsAFailureWithItsNextStep_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("button");
        QTest::newRow("fail-no-tiller") << QStringLiteral("tiller") << QStringLiteral("Copy the commands");
        QTest::newRow("fail-helm3") << QStringLiteral("version 3") << QStringLiteral("Choose helm…");
        QTest::newRow("fail-stable-repo") << QStringLiteral("is gone") << QStringLiteral("Use today's repositories");
        QTest::newRow("fail-timeout") << QStringLiteral("ready in time") << QStringLiteral("Show the pods");
        QTest::newRow("unknown-service") << QStringLiteral("installed nothing") << QString();
    }

    void explainsAFailureWithItsNextStep()
    {
        QFETCH(QString, said);
        QFETCH(QString, button);
        DispatchWindow window;
        window.world.standins.scenario(QStringLiteral("install=%1").arg(QLatin1String(QTest::currentDataTag())));
        QVERIFY(window.install());
        QVERIFY2(window.message().contains(said), qPrintable(window.message()));
        QCOMPARE(window.remedy()->isVisible(), !button.isEmpty());
        QCOMPARE(window.remedy()->text(), button);
        QVERIFY(!window.part<QWidget>("cluster.dispatch.card")->isVisible());
        DispatchWindow::picture(window.view, QStringLiteral("dispatch-%1").arg(QLatin1String(QTest::currentDataTag())));
    }

    void asksBeforeItUninstalls()
    {
        DispatchWindow window;
        QVERIFY(window.install());
        window.click("cluster.dispatch.uninstall");
        auto* question = window.part<QMessageBox>("dialog.cluster.uninstall");
        QCOMPARE(question->standardButton(question->defaultButton()), QMessageBox::Cancel);
        for (const char* word : {"dispatch", "kong", "openfaas", "zookeeper", "stay"})
            QVERIFY2(question->informativeText().contains(QLatin1String(word)), word);
        QVERIFY(question->informativeText().contains(window.world.folder.filePath(QStringLiteral("work/"))));
        DispatchWindow::picture(*question, QStringLiteral("dispatch-uninstall"));
        QSignalSpy spy(&window.view.installer(), &client::DispatchInstaller::finished);
        window.click("cluster.dispatch.uninstall.yes");
        QVERIFY(spy.wait(kPatience));
        QVERIFY2(window.message().contains(QLatin1String("uninstalled")), qPrintable(window.message()));
    }

    /// It only works where Dispatch is installed already (contract minikube §5.3).
    void triesWithoutInstalling()
    {
        DispatchWindow window;
        QSignalSpy spy(&window.view.installer(), &client::DispatchInstaller::finished);
        window.click("cluster.dispatch.dryrun");
        QVERIFY(spy.wait(kPatience));
        QVERIFY(!window.view.installer().outcome().isGood && !window.message().isEmpty());
        QVERIFY(window.install());
        window.click("cluster.dispatch.dryrun");
        QVERIFY(spy.wait(kPatience));
        QVERIFY(window.view.installer().outcome().isGood);
        int dry = 0;
        for (const StandinCall& call : window.world.standins.calls(QStringLiteral("dispatch")))
            dry += call.arguments.contains(QStringLiteral("--dry-run")) ? 1 : 0;
        QCOMPARE(dry, 2);
    }

    void leavesTheNamespacesWhenAsked()
    {
        DispatchWindow window;
        for (const bool isKept : {false, true}) {
            window.click("cluster.dispatch.uninstall");
            auto* box = window.part<QMessageBox>("dialog.cluster.uninstall");
            QVERIFY(!box->checkBox()->isChecked());
            QCOMPARE(box->checkBox()->objectName(), QStringLiteral("cluster.dispatch.uninstall.keep"));
            box->checkBox()->setChecked(isKept);
            QSignalSpy spy(&window.view.installer(), &client::DispatchInstaller::finished);
            QSignalSpy gone(box, &QObject::destroyed);
            window.click("cluster.dispatch.uninstall.yes");
            QVERIFY(spy.wait(kPatience));
            QCOMPARE(window.world.standins.calls(QStringLiteral("dispatch"))
                         .back()
                         .arguments.contains(QLatin1String("--keep-namespaces")),
                     isKept);
            QTRY_COMPARE(gone.count(), 1);
        }
    }

    void appendsAChunkOfOutputAtOnce()
    {
        DispatchWindow window;
        constexpr int kLines = 1'500;
        QByteArray flood;
        for (int i = 1; i <= kLines; ++i)
            flood += QByteArray::number(i) + '\n';
        const QString path = window.world.folder.filePath(QStringLiteral("flood"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(flood) == flood.size());
        file.close();
        window.world.standins.replaceTool(QStringLiteral("dispatch"),
                                          QStringLiteral("#!/bin/sh\ncat '%1'\n").arg(path).toUtf8());
        auto* output = window.part<QPlainTextEdit>("cluster.dispatch.output");
        QSignalSpy changes(output->document(), &QTextDocument::contentsChanged);
        QVERIFY(window.install());
        QCOMPARE(output->document()->blockCount(), kLines);
        QVERIFY2(changes.count() < kLines / 10, qPrintable(QString::number(changes.count())));
    }

    void hasANameForEverything()
    {
        DispatchWindow window;
        QVERIFY(window.check());
        for (const QWidget* widget : window.view.findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<const QPushButton*>(widget) || qobject_cast<const QLineEdit*>(widget)
                || qobject_cast<const QComboBox*>(widget) || qobject_cast<const QCheckBox*>(widget)
                || qobject_cast<const QTableView*>(widget) || qobject_cast<const QPlainTextEdit*>(widget);
            if (!isControl || widget->objectName().startsWith(QLatin1String("qt_")))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     qPrintable(widget->objectName()));
        }
        // There is room for all of it in a small window.
        QVERIFY(window.view.minimumSizeHint().width() <= 1000);
        QVERIFY(window.view.minimumSizeHint().height() <= 600);
    }
};

QTEST_MAIN(TestDispatchView)
#include "tst_dispatchview.moc"
