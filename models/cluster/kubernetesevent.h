// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"
#include "models/timestamp.h"

#include <vector>

namespace models {

/// What the cluster says about one of its objects; not an event of Dispatch.
struct KubernetesEvent
{
    QString uid; ///< namespace and name where there is none
    QString nameSpace;
    QString type; ///< "Normal" or "Warning"
    QString reason; ///< "FailedScheduling"
    QString objectKind;
    QString objectName;
    QString message;
    QString source; ///< who says so: "kubelet"
    qint64 count = 1;
    Timestamp last; ///< the best of the times it has, many of which may be null

    bool operator==(const KubernetesEvent&) const = default;

    bool isWarning() const;
    QString object() const; ///< "Pod dispatch-api-manager-…"
};

/// Newest first; those without any time last. At most kMostEvents. Failure kind: Malformed.
Result<std::vector<KubernetesEvent>> eventsFromJson(const QByteArray& text);

inline constexpr std::size_t kMostEvents = 5'000;

} // namespace models
