// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/firstwindow.h"

#include "client/localserver.h"
#include "tests/bench/report.h"
#include "tests/common/childserver.h"
#include "tests/common/manysubscriptions.h"
#include "ui/mainwindow.h"
#include "ui/translations.h"

#include <QApplication>
#include <QMainWindow>
#include <QProcess>
#include <QStandardItemModel>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>

#include <cstdio>
#include <sys/resource.h>

namespace bench {

namespace {

constexpr int kRows = 200;
constexpr int kTimes = 7;
constexpr double kTimesABareWindow = 3;
constexpr int kGiveUpMSecs = 20'000;

/// Ends the program once the table has rows and the window has painted them.
class Painted final : public QObject
{
public:
    Painted(QWidget& window, const QAbstractItemModel& model)
        : m_window(window)
        , m_model(model)
    {
        connect(&m_look, &QTimer::timeout, this, [this] { look(); });
        m_look.start(1);
        QTimer::singleShot(kGiveUpMSecs, qApp, [] { QCoreApplication::exit(1); });
    }

private:
    void look()
    {
        if (m_model.rowCount() < kRows)
            return;
        m_window.repaint();
        QCoreApplication::exit(0);
    }

    QWidget& m_window;
    const QAbstractItemModel& m_model;
    QTimer m_look;
};

int bareWindow(bool stays)
{
    QMainWindow window;
    QStandardItemModel model(kRows, 5);
    for (int row = 0; row < kRows; ++row) {
        for (int column = 0; column < 5; ++column)
            model.setItem(row, column, new QStandardItem(QStringLiteral("sub-%1").arg(row)));
    }
    auto* table = new QTableView(&window);
    table->setModel(&model);
    window.setCentralWidget(table);
    window.resize(1280, 800);
    window.show();
    if (stays)
        return QApplication::exec();
    const Painted painted(window, model);
    return QApplication::exec();
}

int consoleWindow(const QString& url)
{
    ui::installTranslations(*qApp);
    client::LocalServer local({});
    const QTemporaryDir folder;
    client::Journal journal(folder.path());
    ui::MainWindow window(local, journal);
    window.resize(1280, 800);
    window.show();
    client::Connection connection;
    connection.base = QUrl(url);
    window.useConnection(connection);
    QTabWidget* tabs = nullptr;
    while (!(tabs = window.findChild<QTabWidget*>(QStringLiteral("tabs"))))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    auto* table = window.findChild<QTableView*>(QStringLiteral("page.Subscription.table"));
    tabs->setCurrentWidget(window.findChild<QWidget*>(QStringLiteral("page.Subscription")));
    const Painted painted(window, *table->model());
    return QApplication::exec();
}

struct Cost
{
    double wallMSecs = 0;
    double processorMSecs = 0;
    bool hadRows = true;
};

double childrenMSecs()
{
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    const auto msecs = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return msecs(usage.ru_utime) + msecs(usage.ru_stime);
}

Cost costOf(const QStringList& arguments)
{
    Cost cost;
    const double before = childrenMSecs();
    cost.wallMSecs = medianMSecs(kTimes, [&arguments, &cost] {
        if (QProcess::execute(QCoreApplication::applicationFilePath(), arguments) == 0)
            return;
        cost.hadRows = false;
        std::printf("a window never had its rows: %s\n", qPrintable(arguments.join(QLatin1Char(' '))));
    });
    cost.processorMSecs = (childrenMSecs() - before) / kTimes;
    return cost;
}

} // namespace

std::optional<int> firstWindowChild(int& argc, char** argv)
{
    if (argc < 2)
        return std::nullopt;
    const QString what = QString::fromLocal8Bit(argv[1]);
    const bool stays = what == QLatin1String("--bare-window-stays");
    if (what != QLatin1String("--console-window") && what != QLatin1String("--bare-window") && !stays)
        return std::nullopt;
    const QApplication application(argc, argv);
    return argc > 2 ? consoleWindow(QString::fromLocal8Bit(argv[2])) : bareWindow(stays);
}

bool firstWindow()
{
    const ChildServer server;
    if (!server.isReady() || createSubscriptions(server.connection(), 0, kRows) != kRows) {
        std::printf("first window: no server to look at\n");
        return false;
    }
    const Cost bare = costOf({QStringLiteral("--bare-window")});
    const Cost console = costOf({QStringLiteral("--console-window"), server.connection().base.toString()});
    const QString floor = QStringLiteral("bare QMainWindow with a table");
    report(QStringLiteral("first window with %1 rows, start to paint").arg(kRows), console.wallMSecs, floor,
           bare.wallMSecs, QStringLiteral("ms"), atMost(kTimesABareWindow * bare.wallMSecs));
    report(QStringLiteral("  processor time of it"), console.processorMSecs, floor, bare.processorMSecs,
           QStringLiteral("ms"));
    return bare.hadRows && console.hadRows;
}

} // namespace bench
