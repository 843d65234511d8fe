// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/functions/functionruntime.h"
#include "server/functions/language.h"

#include <tl/expected.hpp>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

namespace server {

/// A function whose source is unpacked. Its folder goes with the last one who uses it.
struct PreparedFunction
{
    std::string owner;
    std::filesystem::path folder;
    const Language* language = nullptr;
    std::string interpreter;
    std::string handler;
    std::atomic<bool> forgotten{false};

    PreparedFunction() = default;
    PreparedFunction(const PreparedFunction&) = delete;
    PreparedFunction& operator=(const PreparedFunction&) = delete;
    ~PreparedFunction();
};

using FunctionPtr = std::shared_ptr<PreparedFunction>;

/// Unpacks the source below `folder`, in a folder for the function and one in that for this `number`. The error says
/// why it cannot run.
tl::expected<FunctionPtr, std::string> unpackFunction(const FunctionSpec& spec, const std::filesystem::path& folder,
                                                      int number, const std::string& searchPath,
                                                      const UnpackLimits& limits);

} // namespace server
