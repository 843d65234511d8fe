// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace server {

struct UnpackLimits
{
    std::uint64_t bytes = 512ULL << 20; ///< of all files together
    int entries = 50000;
};

/// Unpacks a tar.gz below `folder`, which exists. Answers what is wrong with it: nothing is ever written outside, and
/// no link leads there. The folder's contents are unspecified then.
std::optional<std::string> unpack(const std::string& archive, const std::string& folder, UnpackLimits limits = {});

} // namespace server
