// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace client {

/// The newest complaint of OpenSSL on this thread, and forgets the others.
QString openSslError();

} // namespace client
