// SPDX-License-Identifier: Apache-2.0
#include "clusterworld.h"
#include "ui/cluster/commandsview.h"
#include "uiworld.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabWidget>

/// The commands of the console and what they print, to be read, copied and saved.
class TestClusterCommands final : public QObject
{
    Q_OBJECT

    using Console = ClusterWorld::Console;

    /// Waits for the last command that is listed so, and chooses it.
    static void chooseCommand(QTableView& table, const QString& line)
    {
        int row = -1;
        const auto isThere = [&] {
            for (int i = 0; i < table.model()->rowCount(); ++i) {
                if (table.model()->index(i, ui::CommandsModel::CommandColumn).data().toString() == line)
                    row = i;
            }
            return row >= 0;
        };
        if (!QTest::qWaitFor(isThere))
            qFatal("no command %s", qPrintable(line));
        table.setCurrentIndex(table.model()->index(row, 0));
    }

private Q_SLOTS:
    void init() { m_world = std::make_unique<ClusterWorld>(); }

    void cleanup()
    {
        const bool isUnknown = m_world->standins.isUnknownCall();
        m_world.reset();
        QVERIFY(!isUnknown);
    }

    void showsAndCopiesEveryCommand()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        part<QTabWidget>(console.window, "cluster.tabs")
            ->setCurrentWidget(part<QWidget>(console.window, "cluster.commands"));
        auto* table = part<QTableView>(console.window, "cluster.commands.table");
        // What it asks by itself is there for those who ask for it.
        QTRY_COMPARE(table->model()->rowCount(), 0);
        console.click("cluster.commands.routine");
        QTRY_VERIFY(table->model()->rowCount() >= 2);
        int status = -1;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 1).data().toString().startsWith(QLatin1String("minikube status")))
                status = row;
        }
        QVERIFY(status >= 0);
        table->setCurrentIndex(table->model()->index(status, 0));
        QTRY_VERIFY(part<QPlainTextEdit>(console.window, "cluster.commands.output")
                        ->toPlainText()
                        .contains(QLatin1String("\"Host\"")));
        console.click("cluster.commands.copy");
        QVERIFY(QGuiApplication::clipboard()->text().contains(QLatin1String("minikube status -o json -p lab")));
        UiWorld::picture(console.window, QStringLiteral("cluster-commands"));
        // One that needs its own variables to do the same, and that nobody waited for.
        client::ProcessOrder order;
        order.program = QStringLiteral("/opt/my tools/dispatch");
        order.environment.insert(QStringLiteral("KUBECONFIG"), QStringLiteral("/tmp/my lab/config"));
        {
            client::ProcessRun run(order);
            console.clusters.log().follow(run, order);
        }
        chooseCommand(*table, QStringLiteral("dispatch"));
        QCOMPARE(table->model()->index(table->currentIndex().row(), 2).data().toString(), QStringLiteral("given up"));
        console.click("cluster.commands.copy");
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("KUBECONFIG='/tmp/my lab/config' '/opt/my tools/dispatch'"));
    }

    void readsACommandWhileItPrints()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.clusters.watch().setWatching(false);
        part<QTabWidget>(console.window, "cluster.tabs")
            ->setCurrentWidget(part<QWidget>(console.window, "cluster.commands"));
        client::CommandLog& log = console.clusters.log();
        client::ProcessOrder order;
        order.program = QStringLiteral("printer");
        const qint64 number = log.begin(order);
        int printed = 0;
        const auto print = [&](int count) {
            QByteArrayList lines;
            for (int i = 0; i < count; ++i)
                lines << "line " + QByteArray::number(++printed);
            log.take(number, lines);
        };
        print(100);
        chooseCommand(*part<QTableView>(console.window, "cluster.commands.table"), QStringLiteral("printer"));
        auto* output = part<QPlainTextEdit>(console.window, "cluster.commands.output");
        QTRY_VERIFY(output->toPlainText().endsWith(QLatin1String("line 100")));
        output->moveCursor(QTextCursor::Start);
        QVERIFY(output->find(QStringLiteral("line 50")));
        output->verticalScrollBar()->setValue(20);
        print(50);
        QTRY_VERIFY(output->toPlainText().endsWith(QLatin1String("line 150")));
        QCOMPARE(output->textCursor().selectedText(), QStringLiteral("line 50"));
        QCOMPARE(output->verticalScrollBar()->value(), 20);
        // A routine comes and goes meanwhile, and of the oldest lines some go too: 30 of them.
        output->verticalScrollBar()->setValue(40);
        order.program = QStringLiteral("routine");
        order.isRoutine = true;
        log.end(log.begin(order), client::ProcessResult());
        log.begin(order);
        print(80);
        QTRY_VERIFY(output->toPlainText().endsWith(QLatin1String("line 230")));
        QCOMPARE(output->toPlainText(), log.outputOf(number).join(u'\n'));
        QCOMPARE(output->textCursor().selectedText(), QStringLiteral("line 50"));
        QCOMPARE(output->verticalScrollBar()->value(), 10);
    }

    void savesLogs()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.click("cluster.logs");
        auto* where = console.dialog<QFileDialog>("dialog.logs");
        const QString file = m_world->folder.filePath(QStringLiteral("lab.log"));
        where->selectFile(file);
        Q_EMIT where->fileSelected(file);
        where->close();
        QTRY_VERIFY(QFile::exists(file));
        QTRY_VERIFY(part<ui::MessageBar>(console.window, "cluster.message")->text().contains(file));
        // An answer that is none is not called saved.
        m_world->standins.scenario(QStringLiteral("logs=exit:80:X Exiting due to GUEST_STATUS: no answer"));
        console.click("cluster.logs");
        where = console.dialog<QFileDialog>("dialog.logs");
        const QString none = m_world->folder.filePath(QStringLiteral("none.log"));
        Q_EMIT where->fileSelected(none);
        where->close();
        QTRY_VERIFY(part<ui::MessageBar>(console.window, "cluster.message")
                        ->text()
                        .contains(QLatin1String("Could not read the logs of lab")));
        QVERIFY(!QFile::exists(none));
    }

private:
    std::unique_ptr<ClusterWorld> m_world;
};

QTEST_MAIN(TestClusterCommands)
#include "tst_clustercommands.moc"
