// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/failures.h"

namespace client {

/// The beginning of an answer, for the details of a failure.
QByteArray rawAnswer(const QByteArray& body);
/// What every failure of a request has: what was tried, the status, and the raw answer unless it may hold secrets.
models::Failure failureFrom(const Outcome& outcome);
/// For an answer that is a refusal by its status. A page with status 404 is another program, not a missing resource.
models::Failure refusal(const Outcome& outcome);
/// For a web page where JSON should be.
models::Failure webPage(const Outcome& outcome);

} // namespace client
