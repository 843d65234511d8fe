// SPDX-License-Identifier: Apache-2.0
#include "models/matchpreview.h"

#include "models/editdistance.h"
#include "models/matching.h"

#include <algorithm>
#include <map>

namespace models {

namespace {

std::optional<Status> statusOfFunction(const std::vector<Resource>& functions, const QString& name)
{
    for (const Resource& resource : functions) {
        const auto* function = std::get_if<Function>(&resource);
        if (function && function->name == name)
            return function->status;
    }
    return std::nullopt;
}

QStringList namedTwice(const std::vector<MatchHit>& hits)
{
    std::map<QString, int> counts;
    for (const MatchHit& hit : hits)
        ++counts[hit.function];
    QStringList twice;
    for (const auto& [function, count] : counts) {
        if (count > 1)
            twice << function;
    }
    return twice;
}

struct Candidate
{
    int distance; ///< 0 = differs in case only
    NearMiss miss;
};

std::vector<NearMiss> nearMisses(const QString& eventType, const std::vector<Resource>& subscriptions)
{
    std::map<QString, QStringList> types;
    for (const Resource& resource : subscriptions) {
        if (const auto* subscription = std::get_if<Subscription>(&resource))
            types[subscription->eventType] << subscription->name;
    }
    const int limit = slipLimit(eventType);
    std::vector<Candidate> candidates;
    for (auto& [type, names] : types) {
        const int distance = editDistance(eventType, type, limit);
        if (distance > limit)
            continue;
        names.sort();
        candidates.push_back({distance, {type, distance == 0, names}});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
    candidates.resize(std::min(candidates.size(), kMaxNearMisses));
    std::vector<NearMiss> misses;
    for (Candidate& candidate : candidates)
        misses.push_back(std::move(candidate.miss));
    return misses;
}

} // namespace

bool MatchHit::willRun() const
{
    return status.state == State::Ready && functionStatus && functionStatus->state == State::Ready;
}

MatchPreview previewMatches(const QString& eventType, const std::vector<Resource>& subscriptions,
                            const std::vector<Resource>& functions, bool sharesEvents)
{
    MatchPreview preview;
    if (eventType.isEmpty())
        return preview;
    for (const Subscription& subscription : matching(subscriptions, eventType)) {
        preview.hits.push_back({subscription.name, subscription.status, subscription.function,
                                statusOfFunction(functions, subscription.function)});
    }
    std::sort(preview.hits.begin(), preview.hits.end(),
              [](const MatchHit& a, const MatchHit& b) { return a.subscription < b.subscription; });
    preview.shared = sharesEvents && preview.hits.size() > 1;
    if (!preview.shared)
        preview.runTwice = namedTwice(preview.hits);
    preview.dropped = preview.hits.empty();
    if (preview.dropped)
        preview.nearMisses = nearMisses(eventType, subscriptions);
    return preview;
}

} // namespace models
