// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMetaType>
#include <QString>

namespace models {

/// The states of contract §1.4. `None` is for kinds that have none; `Other` keeps a word this program does not know.
enum class State
{
    None,
    Initialized,
    Creating,
    Ready,
    Updating,
    Deleting,
    Error,
    Other
};

/// A state as the server said it. The word is what people see and is never translated.
struct Status
{
    State state = State::None;
    QString word;

    bool operator==(const Status&) const = default;

    /// Between states: worth looking again soon.
    bool isMoving() const;
    /// Reached READY or ERROR: nothing more will happen by itself.
    bool isSettled() const;
};

Status statusFromWord(const QString& word);
Status statusOf(State state);

} // namespace models

Q_DECLARE_METATYPE(models::Status)
