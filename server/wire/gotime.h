// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace server {

/// What the server echoes for a missing event time.
inline constexpr std::string_view kGoZeroTime = "0001-01-01T00:00:00.000Z";

/// Reads an RFC 3339 time and writes it with exactly three decimals in its own offset. Empty text is the zero time. The
/// error is Go's sentence: `parsing time "yesterday" as "2006-…": cannot parse "yesterday" as "2006"`.
tl::expected<std::string, std::string> normalizedGoTime(std::string_view text);

} // namespace server
