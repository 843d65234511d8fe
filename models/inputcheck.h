// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventdraft.h"

namespace models {

/// Whether a function was given what was sent.
struct InputCheck
{
    enum class Verdict
    {
        Same,
        Differs,
        Unknown ///< what was sent cannot be told any more
    };
    Verdict verdict = Verdict::Unknown;
    QString place; ///< where they differ: a JSON pointer, or "character 12"; empty = as a whole
    QString sent; ///< there, shortened
    QString received; ///< there, shortened

    bool operator==(const InputCheck&) const = default;
};

/// Compares the data of a resolved draft with the input of a run (contract §7): JSON by value, a text as a string, a
/// file by its SHA-256. Reads no file. Takes as long as the data is: for a worker thread.
InputCheck checkInput(const EventDraft& sent, const Json& received);

} // namespace models
