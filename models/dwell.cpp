// SPDX-License-Identifier: Apache-2.0
#include "models/dwell.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <optional>

namespace models {

namespace {

constexpr const char* kContext = "models::Dwell";

#define WORD(text) QT_TRANSLATE_NOOP("models::Dwell", text)

constexpr int kMostSwings = 2;

/// How long a state between states takes at most. Pulling an image over a slow line takes a minute or two.
constexpr std::array<std::pair<State, qint64>, 4> kLongest = {{
    {State::Initialized, 60},
    {State::Creating, 180},
    {State::Updating, 180},
    {State::Deleting, 120},
}};

/// The first row that fits counts. No state or kind = any.
struct Step
{
    Dwell dwell;
    std::optional<State> state;
    std::optional<Kind> kind;
    const char* text;
};

constexpr std::array kSteps = {
    Step{Dwell::Flapping,
         {},
         Kind::Driver,
         WORD("It starts and fails in turn. Its settings, its secrets or the system it watches are the usual cause: "
              "correct them with Edit.")},
    Step{Dwell::Flapping, {}, {}, WORD("It works and fails in turn. See in the Uses tab what changes beneath it.")},
    Step{Dwell::Stuck, State::Deleting, {}, WORD("This takes unusually long. Delete it again.")},
    Step{Dwell::Stuck,
         {},
         Kind::Driver,
         WORD("This takes unusually long. Check the image of its driver type, then save it again with Edit, or delete "
              "it.")},
    Step{Dwell::Stuck,
         {},
         Kind::Function,
         WORD("This takes unusually long. Check its language, then save it again with Edit, or delete it.")},
    Step{Dwell::Stuck, {}, {}, WORD("This takes unusually long. Save it again with Edit, or delete it.")},
    Step{Dwell::Normal, State::Error, Kind::Driver,
         WORD("Correct its settings or secrets with Edit; saving starts it again.")},
    Step{Dwell::Normal, State::Error, Kind::Function,
         WORD("Correct the source or the handler with Edit; saving builds it again.")},
    Step{Dwell::Normal,
         State::Error,
         {},
         WORD("Look at the Uses tab for what is missing, then save it again with Edit.")},
    Step{Dwell::Normal, State::Deleting, {}, WORD("It disappears when the server is done.")},
    Step{Dwell::Normal, State::Initialized, {}, WORD("Wait a moment; the list is looked at every second meanwhile.")},
    Step{Dwell::Normal, State::Creating, {}, WORD("Wait a moment; the list is looked at every second meanwhile.")},
    Step{Dwell::Normal, State::Updating, {}, WORD("Wait a moment; the list is looked at every second meanwhile.")},
};

#undef WORD

} // namespace

Dwell judgeDwell(State state, qint64 secondsInState, int swings)
{
    if ((state == State::Ready || state == State::Error) && swings > kMostSwings)
        return Dwell::Flapping;
    const auto limit
        = std::find_if(kLongest.begin(), kLongest.end(), [state](const auto& entry) { return entry.first == state; });
    return limit != kLongest.end() && secondsInState > limit->second ? Dwell::Stuck : Dwell::Normal;
}

QString dwellText(Dwell dwell)
{
    switch (dwell) {
    case Dwell::Stuck:
        return QCoreApplication::translate(kContext, "stuck");
    case Dwell::Flapping:
        return QCoreApplication::translate(kContext, "flapping");
    case Dwell::Normal:
        break;
    }
    return {};
}

QString nextStep(Kind kind, State state, Dwell dwell)
{
    const auto step = std::find_if(kSteps.begin(), kSteps.end(), [=](const Step& each) {
        return each.dwell == dwell && each.state.value_or(state) == state && each.kind.value_or(kind) == kind;
    });
    return step == kSteps.end() ? QString() : QCoreApplication::translate(kContext, step->text);
}

} // namespace models
