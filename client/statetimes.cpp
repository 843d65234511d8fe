// SPDX-License-Identifier: Apache-2.0
#include "client/statetimes.h"

#include <algorithm>

namespace client {

namespace {

constexpr qint64 kMSecsPerSecond = 1'000;
constexpr qint64 kNSecsPerMSec = 1'000'000;

/// A change of state is a write, so the state is at least as old as the last write. A clock that runs ahead proves
/// nothing.
qint64 oldestProof(const models::Resource& resource, qint64 now)
{
    const models::Timestamp modified = models::modifiedOf(resource);
    return modified.isSet() ? std::min(modified.nsecs / kNSecsPerMSec, now) : now;
}

bool isSwing(models::State from, models::State to)
{
    using models::State;
    return (from == State::Ready && to == State::Error) || (from == State::Error && to == State::Ready);
}

} // namespace

StateTimes::StateTimes(Watch& watch, QObject* parent)
    : QObject(parent)
{
    connect(&watch, &Watch::changed, this, &StateTimes::take);
}

void StateTimes::take(models::Kind kind, const models::Difference& difference)
{
    if (!models::resourceKind(kind).hasStatus)
        return;
    auto& known = m_known[static_cast<std::size_t>(kind)];
    for (const QString& name : difference.removed)
        known.remove(name);
    for (const auto* resources : {&difference.added, &difference.changed}) {
        for (const models::Resource& resource : *resources)
            note(resource, known);
    }
}

void StateTimes::note(const models::Resource& resource, QHash<QString, Known>& known)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const models::Status status = models::statusOf(resource);
    const auto found = known.find(models::nameOf(resource));
    if (found == known.end()) {
        known.insert(models::nameOf(resource), {status.word, oldestProof(resource, now), false, {}});
        return;
    }
    if (found->word == status.word)
        return;
    if (isSwing(models::statusFromWord(found->word).state, status.state))
        found->swings.push_back(now);
    std::erase_if(found->swings, [now](qint64 at) { return now - at > models::kSwingMemorySeconds * kMSecsPerSecond; });
    found->word = status.word;
    found->sinceMSecs = now;
    found->exact = true;
}

StateTimes::Stay StateTimes::of(const models::Resource& resource) const
{
    const auto& known = m_known[static_cast<std::size_t>(models::kindOf(resource))];
    const auto found = known.constFind(models::nameOf(resource));
    if (found == known.constEnd())
        return {};
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto swings = std::count_if(found->swings.begin(), found->swings.end(), [now](qint64 at) {
        return now - at <= models::kSwingMemorySeconds * kMSecsPerSecond;
    });
    return {QDateTime::fromMSecsSinceEpoch(found->sinceMSecs), found->exact,
            models::judgeDwell(models::statusOf(resource).state, (now - found->sinceMSecs) / kMSecsPerSecond,
                               static_cast<int>(swings))};
}

} // namespace client
