// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace server {

/// A fresh UUIDv4.
std::string newUuid();

} // namespace server
