// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventdraft.h"

namespace models {

enum class Severity
{
    Problem, ///< the server would refuse it, or it cannot be written at all
    Hint ///< can be sent, but not everything will arrive as typed
};

/// Which Dispatch the event goes to: each loses something else on the way to functions (contract §7).
enum class EventBus
{
    Local, ///< loses nothing
    Solo, ///< the original in one process
    Kubernetes ///< RabbitMQ or Kafka behind it
};

struct EventProblem
{
    DraftField field = DraftField::Data;
    int row = -1; ///< of the extensions
    Severity severity = Severity::Problem;
    qsizetype offset = -1; ///< in the resolved text of the field, when the place is known; UTF-16 units
    QString explanation; ///< translated: what is wrong and what would be right

    bool operator==(const EventProblem&) const = default;
};

/// What the server would say about a resolved draft (contract §1.9), field by field, and what gets lost on the way.
std::vector<EventProblem> eventProblems(const EventDraft& draft, EventBus bus = EventBus::Local);
/// True when none of them stops the event.
bool canBeSent(const std::vector<EventProblem>& problems);

/// Data above this size is worth a hint when a message broker stands behind the server.
inline constexpr qint64 kBrokerFriendlySize = 1'000'000;

} // namespace models
