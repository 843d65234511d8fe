// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/failure.h"

#include <tl/expected.hpp>

namespace models {

/// What an operation that can fail answers: its value, or the reason in words a person understands.
template <typename T> using Result = tl::expected<T, Failure>;

inline tl::unexpected<Failure> failed(Failure failure)
{
    return tl::unexpected<Failure>(std::move(failure));
}

} // namespace models
