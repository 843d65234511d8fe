// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resources.h"

#include <optional>

namespace models {

/// A subscription that an event will reach.
struct MatchHit
{
    QString subscription;
    Status status;
    QString function;
    std::optional<Status> functionStatus; ///< none = there is no such function

    bool operator==(const MatchHit&) const = default;
    /// True when subscription and function are READY: the event becomes a run.
    bool willRun() const;
};

/// An event type that has subscriptions and looks like the one asked for.
struct NearMiss
{
    QString eventType;
    bool differsInCaseOnly = false;
    QStringList subscriptions;

    bool operator==(const NearMiss&) const = default;
};

struct MatchPreview
{
    std::vector<MatchHit> hits; ///< by name
    QStringList runTwice; ///< functions that more than one hit names; none when the hits share the events
    bool dropped = false; ///< no subscription matches
    bool shared = false; ///< each event reaches only one of the hits (an original Solo, contract §7)
    std::vector<NearMiss> nearMisses; ///< when dropped: other case first, then nearest; at most kMaxNearMisses

    bool operator==(const MatchPreview&) const = default;
};

inline constexpr std::size_t kMaxNearMisses = 3;

/// What an event of this type will hit. `sharesEvents` says that subscriptions of one type compete for events. An empty
/// type gives an empty preview.
MatchPreview previewMatches(const QString& eventType, const std::vector<Resource>& subscriptions,
                            const std::vector<Resource>& functions, bool sharesEvents);

} // namespace models
