// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/console.h"

#include "client/session.h"
#include "tests/bench/process.h"
#include "tests/bench/report.h"
#include "tests/common/childserver.h"
#include "tests/common/manysubscriptions.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <cstdio>
#include <ctime>

namespace bench {

namespace {

constexpr int kResources = 10'000;
constexpr int kSettleMSecs = 6'000;
constexpr int kLooks = 20;
constexpr double kIdleMebibytes = 80;
constexpr double kFullMebibytes = 120;
constexpr double kPollMSecs = 5;

void wait(int msecs)
{
    QEventLoop loop;
    QTimer::singleShot(msecs, &loop, &QEventLoop::quit);
    loop.exec();
}

/// What the program weighs some seconds after its start.
double weigh(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.waitForStarted();
    wait(kSettleMSecs);
    const double weight = residentMebibytes(process.processId());
    process.terminate();
    if (!process.waitForFinished(5'000))
        process.kill();
    process.waitForFinished();
    return weight;
}

bool memory(const ChildServer& server)
{
    const QString program = QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-console");
    const QTemporaryDir data;
    const QStringList folder = {QStringLiteral("--data-dir"), data.path()};
    const double bare = weigh(QCoreApplication::applicationFilePath(), {QStringLiteral("--bare-window-stays")});
    const QString floor = QStringLiteral("bare QMainWindow with a table");
    const double idle = weigh(program, folder + QStringList{QStringLiteral("--local")});
    report(QStringLiteral("resident memory, idle on the local Dispatch"), idle, floor, bare, QStringLiteral("MiB"),
           atMost(kIdleMebibytes));
    const double full
        = weigh(program, folder + QStringList{QStringLiteral("--server"), server.connection().base.toString()});
    report(QStringLiteral("resident memory, 10,000 resources"), full, floor, bare, QStringLiteral("MiB"),
           atMost(kFullMebibytes));
    return bare > 0 && idle > 0 && full > 0; // nothing is the weight of a program that ended
}

double threadMSecs()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

bool unchangedPoll(const ChildServer& server)
{
    client::Session session(server.connection(), {100, 100, 1'000});
    client::Watch& watch = session.watch();
    int looks = 0;
    QObject::connect(&watch, &client::Watch::looked, &watch,
                     [&looks](models::Kind kind) { looks += kind == models::Kind::Subscription ? 1 : 0; });
    watch.start();
    QElapsedTimer patience;
    patience.start();
    while (watch.resources(models::Kind::Subscription).size() < kResources && patience.elapsed() < 20'000)
        wait(100);
    wait(1'000);
    looks = 0;
    const double before = threadMSecs();
    while (looks < kLooks && patience.elapsed() < 60'000)
        wait(10);
    const double each = looks > 0 ? (threadMSecs() - before) / looks : 0;
    const QByteArray body(2'500'000, 'x');
    const QByteArray again(body.constData(), body.size());
    bool same = true;
    const double floor = medianMSecs(9, [&] { same = same && body == again; });
    report(QStringLiteral("unchanged poll of 10,000, UI thread a look"), each,
           QStringLiteral("comparing 2.5 MB of bytes"), floor, QStringLiteral("ms"), atMost(kPollMSecs));
    return looks > 0;
}

} // namespace

bool console()
{
    const ChildServer server;
    if (!server.isReady() || createSubscriptions(server.connection(), 0, kResources) != kResources) {
        std::printf("console: no server to look at\n");
        return false;
    }
    const bool looked = unchangedPoll(server);
    return memory(server) && looked;
}

} // namespace bench
