// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/imports.h"

#include "client/importplanner.h"
#include "client/importrun.h"
#include "client/whendone.h"
#include "tests/bench/report.h"
#include "tests/client/localworld.h"

#include <QEventLoop>

#include <cstdio>
#include <functional>

namespace bench {

namespace {

constexpr int kImported = 1'000;
constexpr int kPlanned = 10'000;

QByteArray subscriptions(const char* prefix, int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += "---\nkind: Subscription\nname: " + QByteArray(prefix) + QByteArray::number(i)
            + "\neventType: bench.event\nfunction: f\n";
    return text;
}

client::PlannedImport planOf(client::Session& session, const QByteArray& text)
{
    client::ImportPlanner planner(session);
    client::PlannedImport result;
    QEventLoop loop;
    QObject::connect(&planner, &client::ImportPlanner::planned, &loop, [&](const client::PlannedImport& planned) {
        result = planned;
        loop.quit();
    });
    QObject::connect(&planner, &client::ImportPlanner::failed, &loop, &QEventLoop::quit);
    planner.start({{QStringLiteral("bench"), text, {}}});
    loop.exec();
    return result;
}

double importSeconds(client::Session& session)
{
    QTemporaryDir folder;
    client::Journal journal(folder.path());
    client::Changes changes(session.api(), journal, QStringLiteral("bench"));
    const client::PlannedImport planned = planOf(session, subscriptions("many", kImported));
    client::ImportRun run(changes, planned.plan, std::vector<bool>(planned.plan.size(), true), {});
    QEventLoop loop;
    QObject::connect(&run, &client::ImportRun::stateChanged, &loop, [&] {
        if (run.state() == client::ImportRun::State::Over)
            loop.quit();
    });
    QElapsedTimer timer;
    timer.start();
    run.start();
    loop.exec();
    return run.count(client::ImportOutcome::State::Done) == kImported ? static_cast<double>(timer.nsecsElapsed()) / 1e9
                                                                      : -1;
}

/// As a window does that is open.
void awaitGeneration(client::Session& session)
{
    QEventLoop loop;
    QObject::connect(&session.generation(), &client::GenerationFinder::changed, &loop, &QEventLoop::quit);
    session.generation().find();
    if (session.generation().generation() == client::Generation::Unknown)
        loop.exec();
}

/// As the original command line: the next when the last is answered.
double oneByOneSeconds(client::Session& session)
{
    QEventLoop loop;
    int at = 0;
    std::function<void()> next = [&] {
        if (at == kImported)
            return loop.quit();
        const models::Json body
            = {{"name", "one" + std::to_string(at++)}, {"eventType", "bench.event"}, {"function", "f"}};
        client::whenDone(session.api().createRecord(models::RecordKind::Subscription, body), &loop,
                         [&next](const auto&) { next(); });
    };
    QElapsedTimer timer;
    timer.start();
    next();
    loop.exec();
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

} // namespace

bool imports()
{
    LocalWorld world;
    if (!world.start()) {
        std::printf("imports: no server to import into\n");
        return false;
    }
    awaitGeneration(*world.session);
    world.session->watch().stop();
    const double one = oneByOneSeconds(*world.session);
    const double import = importSeconds(*world.session);
    report(QStringLiteral("import of 1,000 subscriptions"), kImported / import, QStringLiteral("one at a time"),
           kImported / one, QStringLiteral("/s"), above(3 * kImported / one));
    const QByteArray text = subscriptions("plan", kPlanned);
    QElapsedTimer timer;
    timer.start();
    const std::size_t planned = planOf(*world.session, text).plan.size();
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    report(QStringLiteral("plan 10,000 subscriptions"), seconds * 1'000, QStringLiteral("bytes of YAML"),
           static_cast<double>(text.size()), QStringLiteral("ms"), atMost(1'000));
    return import > 0 && planned == kPlanned;
}

} // namespace bench
