// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/message.h"

namespace server {

/// Several requests in one, which no original has (docs/architecture.md): a list of at most 100
/// `{"method":…,"path":…,"body":…}` is answered by a list of `{"status":…,"body":…}` in the same order. Each is handled
/// as if it had come alone with the credentials and the organization of the whole; they all begin at once.
void answerBatch(const Request& whole, const Handler& handle, const Respond& respond);

} // namespace server
