// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/clusterprogress.h"

#include <algorithm>

namespace models {

namespace {

constexpr qsizetype kMostWarnings = 20;

} // namespace

void ClusterProgress::take(const MinikubeEvent& event)
{
    using Type = MinikubeEvent::Type;
    totalSteps = std::max(totalSteps, event.totalSteps);
    if (event.step >= 0)
        step = std::max(step, event.step);
    if (!event.message.isEmpty() && !event.isEcho())
        message = event.message;
    if (event.isFatal())
        fatal = event;
    else if (event.type == Type::Step)
        stepName = event.name;
    else if (event.type == Type::Warning || event.type == Type::Error)
        warnings << event.message;
    else if (event.type == Type::Download || event.type == Type::DownloadProgress)
        takeDownload(event);
    while (warnings.size() > kMostWarnings)
        warnings.removeFirst();
}

void ClusterProgress::takeDownload(const MinikubeEvent& event)
{
    const auto known = std::find_if(downloads.begin(), downloads.end(),
                                    [&event](const Download& one) { return one.artifact == event.artifact; });
    if (event.progress >= 1) {
        if (known != downloads.end())
            downloads.erase(known);
    } else if (known != downloads.end()) {
        known->progress = std::max(known->progress, event.progress);
    } else if (downloads.size() < kMostDownloads) {
        downloads.push_back({event.artifact, event.progress});
    }
}

double ClusterProgress::share() const
{
    if (totalSteps <= 0)
        return 0;
    double within = 0;
    if (!downloads.empty()) {
        for (const Download& download : downloads)
            within += download.progress;
        within /= static_cast<double>(downloads.size());
    }
    return std::min(1.0, (step + 0.9 * within) / totalSteps);
}

} // namespace models
