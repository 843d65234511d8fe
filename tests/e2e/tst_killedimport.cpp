// SPDX-License-Identifier: Apache-2.0
#include "tests/client/localworld.h"
#include "tests/ui/ownsettings.h"
#include "tests/ui/parts.h"
#include "ui/mainwindow.h"
#include "ui/undo/undodialog.h"
#include "ui/workspace.h"
#include "ui/yaml/importwindow.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

#include <csignal>
#include <cstdio>

using models::Kind;
using models::RecordKind;

namespace {

constexpr int kPatience = 60'000;
constexpr int kSubscriptions = 1'200;

QString wiring()
{
    QString text = QStringLiteral("kind: DriverType\nname: clock\nimage: ticker:1\n---\n"
                                  "kind: Driver\nname: nightly\ntype: clock\nconfig: [{key: seconds, value: 9}]\n");
    for (int i = 0; i < kSubscriptions; ++i)
        text += QStringLiteral("---\nkind: Subscription\nname: s%1\neventType: a.b\nfunction: f\n").arg(i);
    return text;
}

/// The real window on a data folder and a server.
class Console final
{
public:
    Console(const QString& folder, const QString& server)
        : m_local(folder, QStringLiteral("/nonexistent/dispatch-local"))
        , m_journal(folder)
        , m_window(m_local, m_journal)
    {
        m_window.show();
        client::Connection connection;
        connection.base = QUrl(server);
        m_window.useConnection(connection);
    }

    bool hasPages()
    {
        return QTest::qWaitFor([this] { return m_window.findChild<QTabWidget*>(QStringLiteral("tabs")) != nullptr; },
                               kPatience);
    }

    /// Imports, and tells when it is in the middle.
    int import()
    {
        if (!hasPages())
            return 1;
        m_window.findChild<ui::Workspace*>()->openImport();
        window()->importText(wiring());
        auto* apply = part<QPushButton>(*window(), "import.apply");
        if (!QTest::qWaitFor([apply] { return apply->isEnabled(); }, kPatience))
            return 1;
        apply->click();
        const QAbstractItemModel& plan = *part<QTableView>(*window(), "import.plan")->model();
        if (!QTest::qWaitFor([&plan] { return plan.index(300, 4).data().toString().contains(QLatin1String("done")); },
                             kPatience))
            return 1;
        std::fputs("started\n", stdout);
        std::fflush(stdout);
        (void)QTest::qWaitFor([] { return false; }, kPatience);
        return 1;
    }

    ui::ImportWindow* window() { return m_window.findChild<ui::ImportWindow*>(); }
    QString summary() { return part<QLabel>(*window(), "import.summary")->text(); }

    /// The import that was interrupted is there by itself.
    bool offersTheRest()
    {
        return QTest::qWaitFor(
            [this] {
                return window() && window()->isVisible() && summary().contains(QLatin1String("was interrupted"));
            },
            kPatience);
    }

private:
    OwnSettings m_settings;
    client::LocalServer m_local;
    client::Journal m_journal;
    ui::MainWindow m_window;
};

} // namespace

/// An import whose console was ended without a word, on the next start.
class TestKilledImport final : public QObject
{
    Q_OBJECT

    std::unique_ptr<LocalWorld> m_world;
    std::unique_ptr<QTemporaryDir> m_folder;

    QString address() const { return m_world->process.connection().base.toString(); }

    std::size_t count(RecordKind kind)
    {
        return told(m_world->session->api().records(kind)).value_or(std::vector<models::Json>()).size();
    }

    void killInTheMiddle()
    {
        QProcess console;
        console.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        console.start(QCoreApplication::applicationFilePath(), {QStringLiteral("import"), m_folder->path(), address()});
        QVERIFY(QTest::qWaitFor([&] { return console.canReadLine(); }, kPatience));
        QCOMPARE(console.readLine().trimmed(), QByteArray("started"));
        ::kill(static_cast<pid_t>(console.processId()), SIGKILL);
        QVERIFY(console.waitForFinished());
        const std::size_t made = count(RecordKind::Subscription);
        QVERIFY2(made >= 250 && made < kSubscriptions, qPrintable(QString::number(made)));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = std::make_unique<LocalWorld>();
        QVERIFY(m_world->start());
        killInTheMiddle();
    }

    void cleanup() { m_world.reset(); }

    void rollsBackWhatWasDone()
    {
        Console console(m_folder->path(), address());
        QVERIFY(console.offersTheRest());
        const QString made = QString::number(count(RecordKind::Subscription) + count(RecordKind::Driver)
                                             + count(RecordKind::DriverType));
        QVERIFY2(console.summary().contains(made + QStringLiteral(" done")), qPrintable(console.summary()));
        auto* rollBack = part<QPushButton>(*console.window(), "import.rollback");
        QTRY_VERIFY_WITH_TIMEOUT(rollBack->isEnabled(), kPatience);
        rollBack->click();
        QTRY_VERIFY_WITH_TIMEOUT(console.window()->findChild<ui::UndoDialog*>(), kPatience);
        part<QPushButton>(*console.window()->findChild<ui::UndoDialog*>(), "undo.start")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!console.window()->findChild<ui::UndoDialog*>(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(count(RecordKind::Driver), std::size_t(0), kPatience);
        QCOMPARE(count(RecordKind::Subscription), std::size_t(0));
        QCOMPARE(count(RecordKind::DriverType), std::size_t(0));
        QVERIFY(!console.summary().contains(QLatin1String("interrupted")));
    }

    void finishesItAndTakesItBackAsOne()
    {
        Console console(m_folder->path(), address());
        QVERIFY(console.offersTheRest());
        auto* apply = part<QPushButton>(*console.window(), "import.apply");
        QTRY_VERIFY_WITH_TIMEOUT(apply->isEnabled(), kPatience);
        apply->click();
        auto* rollBack = part<QPushButton>(*console.window(), "import.rollback");
        QTRY_VERIFY_WITH_TIMEOUT(!apply->isEnabled() && rollBack->isEnabled(), kPatience);
        QCOMPARE(count(RecordKind::Subscription), std::size_t(kSubscriptions));
        QCOMPARE(count(RecordKind::Driver), std::size_t(1));
        rollBack->click();
        QTRY_VERIFY_WITH_TIMEOUT(!rollBack->isEnabled() && !console.window()->isBusy(), 2 * kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(count(RecordKind::Driver), std::size_t(0), kPatience);
        QCOMPARE(count(RecordKind::Subscription), std::size_t(0));
        QCOMPARE(count(RecordKind::DriverType), std::size_t(0));
    }

    void asksOnceOnly()
    {
        {
            Console console(m_folder->path(), address());
            QVERIFY(console.offersTheRest());
        }
        Console again(m_folder->path(), address());
        QVERIFY(again.hasPages());
        QTest::qWait(500);
        QVERIFY(!again.window());
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("import"))
        return Console(arguments.value(2), arguments.value(3)).import();
    TestKilledImport test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_killedimport.moc"
