// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/secretbackend.h"

#include <memory>

namespace client {

/// The keychain of the desktop: Secret Service, KWallet, Windows, macOS. Fails when there is nothing to ask, without
/// asking. One backend, known by its name beforehand; its plain text fall-back is never used.
models::Result<std::unique_ptr<SecretBackend>> systemKeychain();

} // namespace client
