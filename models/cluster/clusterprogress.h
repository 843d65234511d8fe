// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/minikubeevent.h"

#include <vector>

namespace models {

/// How far a command of minikube is, told by its events. Never runs backwards, although the steps of minikube do
/// (contract minikube §2.3).
struct ClusterProgress
{
    struct Download
    {
        QString artifact;
        double progress = 0; ///< 0 to 1

        bool operator==(const Download&) const = default;
    };

    /// More downloads at once than minikube makes are not listed.
    static constexpr std::size_t kMostDownloads = 12;

    int step = 0; ///< from 0; the highest so far
    int totalSteps = 0; ///< 0 = not told yet
    QString stepName = {}; ///< of the latest step
    QString message = {}; ///< the latest of any kind
    QStringList warnings = {}; ///< and errors that were not the end of it
    std::vector<Download> downloads = {}; ///< those that are not complete
    std::optional<MinikubeEvent> fatal = {};

    bool operator==(const ClusterProgress&) const = default;

    void take(const MinikubeEvent& event);
    /// 0 to 1. Downloads move it between steps.
    double share() const;

private:
    void takeDownload(const MinikubeEvent& event);
};

} // namespace models
