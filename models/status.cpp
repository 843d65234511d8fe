// SPDX-License-Identifier: Apache-2.0
#include "models/status.h"

#include <array>
#include <utility>

namespace models {

namespace {

constexpr std::array<std::pair<State, const char*>, 6> kWords = {{
    {State::Initialized, "INITIALIZED"},
    {State::Creating, "CREATING"},
    {State::Ready, "READY"},
    {State::Updating, "UPDATING"},
    {State::Deleting, "DELETING"},
    {State::Error, "ERROR"},
}};

} // namespace

bool Status::isMoving() const
{
    return state == State::Initialized || state == State::Creating || state == State::Updating
        || state == State::Deleting;
}

bool Status::isSettled() const
{
    return state == State::Ready || state == State::Error;
}

Status statusFromWord(const QString& word)
{
    if (word.isEmpty())
        return {};
    for (const auto& [state, known] : kWords) {
        if (word == QLatin1String(known))
            return {state, word};
    }
    return {State::Other, word};
}

Status statusOf(State state)
{
    for (const auto& [known, word] : kWords) {
        if (known == state)
            return {state, QString::fromLatin1(word)};
    }
    return {};
}

} // namespace models
