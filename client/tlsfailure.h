// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/failures.h"

namespace client {

/// For a connection that could not be secured: which link of the chain failed and why, what to do, and the chain itself
/// as the raw answer.
models::Failure tlsFailure(const Outcome& outcome);

/// One line for each certificate of the chain: of whom, by whom, until when, fingerprint.
QString chainText(const QList<QSslCertificate>& chain);

} // namespace client
