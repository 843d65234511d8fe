// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/judgement.h"

#include <algorithm>

namespace ui {

using models::DraftField;
using models::EventProblem;
using models::Severity;

namespace {

constexpr qsizetype kLongText = 64 * 1024;

bool concerns(const EventProblem& problem, const models::FieldVariableProblem& variable)
{
    return problem.field == variable.field && problem.row == variable.row;
}

} // namespace

std::vector<EventProblem> Judgement::of(DraftField field) const
{
    std::vector<EventProblem> found;
    std::copy_if(problems.begin(), problems.end(), std::back_inserter(found),
                 [field](const EventProblem& one) { return one.field == field; });
    std::stable_partition(found.begin(), found.end(),
                          [](const EventProblem& one) { return one.severity == Severity::Problem; });
    return found;
}

Judgement judge(const models::EventDraft& draft, const models::VariableValues& values, models::EventBus bus)
{
    Judgement judgement{models::resolve(draft, values), {}};
    const auto& variables = judgement.resolved.problems;
    for (const models::FieldVariableProblem& one : variables)
        judgement.problems.push_back(
            {one.field, one.row, Severity::Problem, one.problem.position, one.problem.explanation});
    for (EventProblem& one : models::eventProblems(judgement.resolved.draft, bus)) {
        // An unknown variable stays as typed, and is then also wrong in other ways.
        const bool told = std::any_of(variables.begin(), variables.end(),
                                      [&one](const auto& variable) { return concerns(one, variable); });
        if (told)
            continue;
        if (one.field == DraftField::Data && one.offset >= 0)
            one.offset = judgement.resolved.dataPlaces.typedPosition(one.offset);
        judgement.problems.push_back(std::move(one));
    }
    return judgement;
}

bool takesLong(const models::EventDraft& draft)
{
    return (draft.mode == models::DataMode::JsonText && draft.json.size() > kLongText)
        || (draft.mode == models::DataMode::Text && draft.text.size() > kLongText);
}

} // namespace ui
