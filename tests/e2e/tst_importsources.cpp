// SPDX-License-Identifier: Apache-2.0
#include "localwindow.h"
#include "neverblocks.h"
#include "tests/client/scriptserver.h"
#include "tests/ui/parts.h"

#include <QAction>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QInputDialog>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardPaths>

using models::Kind;

/// Every place that an import can come from, through the widgets.
class ImportSourcesTest final : public QObject
{
    Q_OBJECT

    static QStringList planned(ui::ImportWindow& window)
    {
        QStringList names;
        const QAbstractItemModel& plan = *part<QTableView>(window, "import.plan")->model();
        for (int row = 0; row < plan.rowCount(); ++row)
            names << plan.index(row, 2).data().toString();
        return names;
    }

    static QString driverType(const QString& name)
    {
        return QStringLiteral("kind: DriverType\nname: %1\nimage: ticker:1\n").arg(name);
    }

    QString write(const QString& name, const QString& text) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
            qFatal("no file %s", qPrintable(name));
        return file.fileName();
    }

    static void typeAddress(ui::ImportWindow& window, const QUrl& address)
    {
        part<QPushButton>(window, "import.address")->click();
        auto* dialog = part<QInputDialog>(window, "dialog.import.address");
        dialog->setTextValue(address.toString());
        dialog->accept();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<LocalWindow> m_at;

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        m_at = std::make_unique<LocalWindow>();
        QVERIFY(m_at->isLive());
    }

    void cleanup() { m_at.reset(); }

    void takesSeveralFiles()
    {
        ui::ImportWindow& window = m_at->openImport();
        part<QPushButton>(window, "import.files")->click();
        auto* dialog = part<QFileDialog>(window, "dialog.import.files");
        Q_EMIT dialog->filesSelected({write(QStringLiteral("1.yaml"), driverType(QStringLiteral("one"))),
                                      write(QStringLiteral("2.yaml"), driverType(QStringLiteral("two")))});
        dialog->close();
        QTRY_COMPARE(planned(window), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
    }

    void takesADroppedFolder()
    {
        write(QStringLiteral("dropped.yaml"), driverType(QStringLiteral("dropped")));
        ui::ImportWindow& window = m_at->openImport();
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(m_folder.path())});
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &drop);
        QTRY_VERIFY(planned(window).contains(QStringLiteral("dropped")));
    }

    void takesAnAddressAndSaysWhatItHasInstead()
    {
        ScriptServer server;
        server.on("/gone", ScriptServer::answer(404, "<html>nothing here</html>", "text/html"));
        server.on("/wiring", ScriptServer::answer(200, driverType(QStringLiteral("remote")).toUtf8(), "text/yaml"));
        ui::ImportWindow& window = m_at->openImport();
        typeAddress(window, server.url().resolved(QUrl(QStringLiteral("/gone"))));
        QTRY_VERIFY(visibleMessages(window).join(u' ').contains(QLatin1String("status 404")));
        QVERIFY(planned(window).isEmpty());
        typeAddress(window, server.url().resolved(QUrl(QStringLiteral("/wiring"))));
        QTRY_COMPARE(planned(window), QStringList{QStringLiteral("remote")});
        QVERIFY(visibleMessages(window).isEmpty());
    }

    void leavesThePlanOfBeforeWhenAFileCannotBeRead()
    {
        ui::ImportWindow& window = m_at->openImport();
        window.importPaths({m_folder.filePath(QStringLiteral("none.yaml"))});
        QTRY_VERIFY(!visibleMessages(window).isEmpty());
        QVERIFY(visibleMessages(window).join(u' ').contains(QLatin1String("none.yaml")));
        QVERIFY(!part<QPushButton>(window, "import.apply")->isEnabled());
    }

    void plansTenThousandWithALiveWindow()
    {
        QString text;
        for (int i = 0; i < 10'000; ++i)
            text += QStringLiteral("---\nkind: Subscription\nname: s%1\neventType: a.b\nfunction: f\n").arg(i);
        neverBlocks([&](UiWatchdog& watchdog) {
            ui::ImportWindow& window = m_at->openImport();
            auto* progress = part<QProgressBar>(window, "import.progress");
            QTest::qWait(300);
            watchdog.forget();
            QElapsedTimer clock;
            clock.start();
            window.importText(text);
            QVERIFY(progress->isVisible());
            QTRY_COMPARE_WITH_TIMEOUT(part<QTableView>(window, "import.plan")->model()->rowCount(), 10'000, 60'000);
            qInfo() << "10,000 subscriptions read, compared with the server and shown in" << clock.elapsed() << "ms";
            QTRY_VERIFY(!progress->isVisible());
            watchdog.ended(QStringLiteral("planned"));
            delete &window;
        });
    }
};

QTEST_MAIN(ImportSourcesTest)
#include "tst_importsources.moc"
