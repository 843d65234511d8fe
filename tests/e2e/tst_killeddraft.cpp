// SPDX-License-Identifier: Apache-2.0
#include "tests/client/localworld.h"
#include "tests/ui/ownsettings.h"
#include "tests/ui/parts.h"
#include "ui/events/draftkeeper.h"
#include "ui/events/eventspage.h"
#include "ui/forms/jsoneditor.h"
#include "ui/mainwindow.h"
#include "ui/workspace.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTabWidget>

#include <csignal>
#include <cstdio>

namespace {

constexpr int kPatience = 60'000;
const QString kType = QStringLiteral("vm.powered.on");
const QString kText = QStringLiteral("typed before the lights went out: 'x' \"y\" \\ {{now}}");

void say(const QByteArray& line)
{
    std::fputs((line + '\n').constData(), stdout);
    std::fflush(stdout);
}

/// A console as a process of its own: the real window on a data folder and a server, and a person at its keyboard.
class Console final
{
public:
    Console(const QString& folder, const QString& server)
        : m_local(folder, QStringLiteral("/nonexistent/dispatch-local"))
        , m_journal(folder)
        , m_window(m_local, m_journal)
    {
        m_window.resize(1'200, 800);
        m_window.show();
        m_connection.base = QUrl(server);
        m_window.useConnection(m_connection);
        auto* tabs = part<QTabWidget>(m_window, "tabs");
        tabs->setCurrentWidget(tabs->findChild<ui::EventsPage*>());
    }

    /// Types, and tells when the journal has it; goes on typing as long as it lives.
    int compose()
    {
        QTest::keyClicks(part<QLineEdit>(m_window, "event.type"), kType);
        auto* data = part<ui::JsonEditor>(m_window, "event.data");
        for (const QChar letter : kText)
            QTest::keyClicks(data, QString(letter), Qt::NoModifier, 1);
        say("typed");
        const QString key = m_connection.base.toString() + u'/' + m_connection.organization;
        if (!QTest::qWaitFor([&] { return kept(key); }, kPatience))
            return 1;
        say("kept");
        for (;;)
            QTest::keyClicks(data, QStringLiteral(" and more"), Qt::NoModifier, 20);
    }

    /// Types without a rest, and tells when that went on for long.
    int hurry()
    {
        QTest::keyClicks(part<QLineEdit>(m_window, "event.type"), kType);
        QElapsedTimer clock;
        clock.start();
        for (bool told = false;;) {
            QTest::keyClicks(part<ui::JsonEditor>(m_window, "event.data"), QStringLiteral("x"), Qt::NoModifier, 20);
            if (told || clock.elapsed() < 3 * ui::DraftKeeper::kMostMSecs)
                continue;
            told = true;
            say("typed");
        }
    }

    /// Shows what the fields hold once the draft of last time is there.
    int look()
    {
        auto* type = part<QLineEdit>(m_window, "event.type");
        (void)QTest::qWaitFor([type] { return !type->text().isEmpty(); }, kPatience);
        say(type->text().toUtf8());
        say(part<ui::JsonEditor>(m_window, "event.data")->exactText().toUtf8());
        return 0;
    }

private:
    bool kept(const QString& key)
    {
        const auto draft = told(m_journal.loadDraft(key));
        const auto json = draft ? models::parseJson(*draft) : models::parseJson("null");
        return json && json->is_object() && models::eventDraftFromJson(*json).json == kText;
    }

    OwnSettings m_settings;
    client::LocalServer m_local;
    client::Journal m_journal;
    ui::MainWindow m_window;
    client::Connection m_connection;
};

} // namespace

/// The draft after the console was ended without a word.
class TestKilledDraft final : public QObject
{
    Q_OBJECT

    DispatchProcess m_server;

    std::unique_ptr<QProcess> start(const QString& deed, const QTemporaryDir& folder)
    {
        auto console = std::make_unique<QProcess>();
        console->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        console->start(QCoreApplication::applicationFilePath(),
                       {deed, folder.path(), m_server.connection().base.toString()});
        return console;
    }

    static bool hears(QProcess& console, const QByteArray& line)
    {
        return QTest::qWaitFor([&] { return console.canReadLine(); }, kPatience)
            && console.readLine().trimmed() == line;
    }

    static void kill(QProcess& console)
    {
        ::kill(static_cast<pid_t>(console.processId()), SIGKILL);
        QVERIFY(console.waitForFinished());
        QCOMPARE(console.exitStatus(), QProcess::CrashExit);
    }

    /// Type and data as the next start shows them.
    QStringList shownByTheNext(const QTemporaryDir& folder)
    {
        const auto console = start(QStringLiteral("look"), folder);
        if (!QTest::qWaitFor([&console] { return console->state() == QProcess::NotRunning; }, kPatience))
            return {};
        return QString::fromUtf8(console->readAllStandardOutput()).split(u'\n');
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }

    void isThereAfterTheNextStart()
    {
        const QTemporaryDir folder;
        const auto console = start(QStringLiteral("compose"), folder);
        QVERIFY(hears(*console, "typed"));
        QVERIFY(hears(*console, "kept"));
        kill(*console);
        const QStringList shown = shownByTheNext(folder);
        QCOMPARE(shown.value(0), kType);
        // More may have been kept while the signal was on its way.
        QVERIFY2(shown.value(1).startsWith(kText), qPrintable(shown.value(1)));
    }

    void isThereFromTheMiddleOfTyping()
    {
        const QTemporaryDir folder;
        const auto console = start(QStringLiteral("hurry"), folder);
        QVERIFY(hears(*console, "typed"));
        kill(*console);
        const QStringList shown = shownByTheNext(folder);
        QCOMPARE(shown.value(0), kType);
        QVERIFY2(shown.value(1).contains(QStringLiteral("xxx")), qPrintable(shown.value(1)));
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString deed = arguments.value(1);
    if (deed == QLatin1String("compose"))
        return Console(arguments.value(2), arguments.value(3)).compose();
    if (deed == QLatin1String("hurry"))
        return Console(arguments.value(2), arguments.value(3)).hurry();
    if (deed == QLatin1String("look"))
        return Console(arguments.value(2), arguments.value(3)).look();
    TestKilledDraft test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_killeddraft.moc"
