// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/eventproblems.h"
#include "models/variables.h"

namespace ui {

/// What there is to say about a draft.
struct Judgement
{
    models::ResolvedDraft resolved;
    std::vector<models::EventProblem> problems; ///< offsets are in the text as typed

    bool isSendable() const { return models::canBeSent(problems); }
    /// Those of one field, problems first.
    std::vector<models::EventProblem> of(models::DraftField field) const;
};

/// Takes time for long data; needs nothing but its arguments, so that it can run on a worker.
Judgement judge(const models::EventDraft& draft, const models::VariableValues& values, models::EventBus bus);

/// True when the data is so long that judging belongs on a worker.
bool takesLong(const models::EventDraft& draft);

} // namespace ui
