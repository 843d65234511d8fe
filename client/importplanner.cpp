// SPDX-License-Identifier: Apache-2.0
#include "client/importplanner.h"

#include "client/failures.h"
#include "client/whendone.h"
#include "client/worker.h"
#include "models/yaml/importreader.h"

#include <atomic>
#include <set>

namespace client {

using models::Json;
using models::RecordKind;

namespace {

constexpr int kTellMSecs = 50;

/// The kinds that the server has to be asked about: those that are named, and those that they refer to.
std::set<RecordKind> kindsOf(const models::ImportReading& reading)
{
    std::set<RecordKind> kinds;
    for (const models::ImportItem& item : reading.items) {
        if (!kinds.insert(item.kind).second)
            continue;
        for (const models::RecordMember& member : models::recordKind(item.kind).members) {
            if (member.refersTo)
                kinds.insert(*member.refersTo);
        }
    }
    return kinds;
}

models::ImportReading readAll(const std::vector<ImportText>& texts, const std::atomic_bool& stopped,
                              std::atomic_int& done)
{
    models::ImportReading all;
    for (const ImportText& text : texts) {
        if (stopped)
            break;
        models::ImportReading one = models::readImport(text.name, text.bytes, text.folder);
        std::move(one.items.begin(), one.items.end(), std::back_inserter(all.items));
        std::move(one.complaints.begin(), one.complaints.end(), std::back_inserter(all.complaints));
        ++done;
    }
    std::vector<models::Complaint> twice = models::takeDuplicates(all.items);
    std::move(twice.begin(), twice.end(), std::back_inserter(all.complaints));
    return all;
}

void fill(models::PlanWorld& world, const std::vector<std::pair<RecordKind, std::vector<Json>>>& lists)
{
    for (const auto& [kind, entities] : lists) {
        auto& byName = world.kinds.at(static_cast<std::size_t>(kind)).byName;
        for (const Json& entity : entities)
            byName[models::textAt(entity, "name")] = models::requestForm(kind, entity);
    }
}

} // namespace

struct ImportPlanner::Shared
{
    std::atomic_bool stopped = false;
    std::atomic_int done = 0;
};

ImportPlanner::ImportPlanner(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    m_tell.setInterval(kTellMSecs);
    connect(&m_tell, &QTimer::timeout, this, [this] {
        const int done = m_stage == Stage::Asking ? m_answers : m_shared->done.load();
        Q_EMIT progressed(m_stage, done, m_total);
    });
}

ImportPlanner::~ImportPlanner()
{
    if (m_shared)
        m_shared->stopped = true;
}

void ImportPlanner::enter(Stage stage, int total)
{
    m_stage = stage;
    m_total = total;
    m_shared->done = 0;
    m_tell.start();
    Q_EMIT progressed(stage, 0, total);
}

/// `then` hears the result unless this run was cancelled or replaced meanwhile.
template <typename Work, typename Then> void ImportPlanner::onWorkerThen(Stage stage, int total, Work work, Then then)
{
    enter(stage, total);
    // Thousands of items: copying them would hold the window up.
    using Result = std::invoke_result_t<Work>;
    auto* const watcher = new QFutureWatcher<Result>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, run = m_shared, then = std::move(then)] {
        watcher->deleteLater();
        if (run == m_shared)
            then(watcher->future().takeResult());
    });
    watcher->setFuture(onWorker(std::move(work)));
}

void ImportPlanner::begin(bool deletesOthers)
{
    if (m_shared)
        m_shared->stopped = true;
    m_shared = std::make_shared<Shared>();
    m_session.generation().find();
    m_lists.clear();
    m_world = {};
    m_world.deletesOthers = deletesOthers;
}

void ImportPlanner::start(std::vector<ImportText> texts, bool deletesOthers)
{
    begin(deletesOthers);
    const int total = static_cast<int>(texts.size());
    onWorkerThen(
        Stage::Reading, total,
        [texts = std::move(texts), shared = m_shared] { return readAll(texts, shared->stopped, shared->done); },
        [this](models::ImportReading reading) {
            m_reading = std::move(reading);
            askServer();
        });
}

void ImportPlanner::start(models::ImportReading reading, bool deletesOthers)
{
    begin(deletesOthers);
    m_reading = std::move(reading);
    askServer();
}

void ImportPlanner::askServer()
{
    std::set<RecordKind> kinds = kindsOf(m_reading);
    // What goes may be used by things of which the files say nothing.
    for (const models::RecordKindInfo& info : models::recordKinds()) {
        if ((m_world.deletesOthers || !m_reading.deletions.empty()) && info.resource)
            kinds.insert(info.kind);
    }
    m_answers = 0;
    enter(Stage::Asking, static_cast<int>(kinds.size()));
    if (kinds.empty())
        compare();
    for (const RecordKind kind : kinds) {
        whenDone(m_session.api().records(kind), this,
                 [this, kind, run = m_shared](const models::Result<std::vector<Json>>& answer) {
                     if (run == m_shared)
                         take(kind, answer);
                 });
    }
}

void ImportPlanner::take(RecordKind kind, const models::Result<std::vector<Json>>& answer)
{
    const bool isMissing = !answer
        && (answer.error().kind == models::FailureKind::NotOnServer
            || answer.error().kind == models::FailureKind::NotFound);
    if (!answer && !isMissing) {
        fail(answer.error());
        return;
    }
    if (isMissing)
        m_world.kinds.at(static_cast<std::size_t>(kind)).unavailable = answer.error();
    else
        m_lists.emplace_back(kind, *answer);
    if (++m_answers == m_total)
        compare();
}

void ImportPlanner::compare()
{
    const Generation generation = m_session.generation().generation();
    m_world.sharesEvents = generation == Generation::Solo;
    m_world.onKubernetes = generation == Generation::Kubernetes;
    m_world.organization = m_session.connection().organization;
    m_world.deletions = m_reading.deletions;
    const int total = static_cast<int>(m_reading.items.size());
    onWorkerThen(
        Stage::Comparing, total,
        [items = std::move(m_reading.items), lists = std::move(m_lists), world = std::move(m_world),
         shared = m_shared]() mutable {
            fill(world, lists);
            return models::planImport(std::move(items), world, [&shared](std::size_t done) {
                shared->done = static_cast<int>(done);
                return !shared->stopped;
            });
        },
        [this](models::Plan plan) {
            m_tell.stop();
            m_shared.reset();
            m_result = {std::move(plan), std::move(m_reading.complaints)};
            Q_EMIT planned(m_result);
        });
}

void ImportPlanner::cancel()
{
    if (m_shared)
        fail(cancelledFailure(tr("plan the import")));
}

void ImportPlanner::fail(const models::Failure& failure)
{
    m_tell.stop();
    m_shared->stopped = true;
    m_shared.reset();
    m_reading = {};
    m_lists.clear();
    m_world = {};
    Q_EMIT failed(failure);
}

} // namespace client
