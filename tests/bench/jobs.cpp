// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/jobs.h"

#include "client/emitjob.h"
#include "client/whendone.h"
#include "tests/bench/report.h"
#include "tests/client/localworld.h"

#include <QEventLoop>

#include <cstdio>
#include <functional>

namespace bench {

namespace {

constexpr int kEvents = 3'000;
/// Of a shell loop around the original `dispatch emit`, measured when the project began.
constexpr double kOriginalPerSecond = 25;

client::EmitPlan plan()
{
    client::EmitPlan made;
    made.draft.eventType = QStringLiteral("bench.event");
    made.draft.json = QStringLiteral("{\"n\": {{seq}}}");
    made.count = kEvents;
    return made;
}

double perSecond(const QElapsedTimer& timer)
{
    return kEvents * 1e9 / static_cast<double>(timer.nsecsElapsed());
}

double jobPerSecond(client::Session& session)
{
    QTemporaryDir folder;
    client::Journal journal(folder.path());
    client::EmitJob job(session, journal, plan());
    QEventLoop loop;
    QObject::connect(&job, &client::EmitJob::ended, &loop, &QEventLoop::quit);
    QElapsedTimer timer;
    timer.start();
    job.start();
    loop.exec();
    const auto progress = job.progress();
    std::printf("%-50s p50 %.1f, p95 %.1f, p99 %.1f ms; accepted %lld\n", "answers of the job",
                progress.answers.percentile(50), progress.answers.percentile(95), progress.answers.percentile(99),
                static_cast<long long>(progress.accepted));
    return perSecond(timer);
}

double oneByOnePerSecond(client::Session& session)
{
    client::EmitSource source(plan());
    auto events = *source.next(kEvents);
    QEventLoop loop;
    std::size_t at = 0;
    std::function<void()> next = [&] {
        if (at == events.size())
            return loop.quit();
        const client::PlannedEvent& event = events[at++];
        client::whenDone(session.api().emitEvent(event.body, event.eventType), &loop, [&next](const auto&) { next(); });
    };
    QElapsedTimer timer;
    timer.start();
    next();
    loop.exec();
    return perSecond(timer);
}

} // namespace

bool jobs()
{
    LocalWorld world;
    if (!world.start()) {
        std::printf("jobs: no server to send to\n");
        return false;
    }
    const double alone = oneByOnePerSecond(*world.session);
    const double job = jobPerSecond(*world.session);
    const QString what = QStringLiteral("events of a job, more is better");
    report(what, job, QStringLiteral("one request after the other"), alone, QStringLiteral("/s"));
    report(what, job, QStringLiteral("a loop of the original command line"), kOriginalPerSecond, QStringLiteral("/s"));
    return true;
}

} // namespace bench
