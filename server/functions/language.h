// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace server {

/// A language functions can be written in on this machine. A new one is one line in the table and a worker script.
struct Language
{
    std::vector<std::string> names; ///< as a base image's `language` says it
    std::vector<std::string> programs; ///< interpreters, the preferred one first
    std::vector<std::string> options; ///< before the script
    std::string package; ///< what to install
    std::string scriptName;
    const char* (*script)();
    std::vector<std::string> endings; ///< of source files
    std::vector<std::string> mainFiles; ///< the file that is meant when there are several and no handler
};

/// The language, or why there is none.
tl::expected<const Language*, std::string> findLanguage(const std::string& name);
/// The interpreter's path, looked up in `searchPath` (as PATH), or what is missing and how to install it.
tl::expected<std::string, std::string> findInterpreter(const Language& language, const std::string& searchPath);
/// The handler to call in an unpacked folder; for an empty one, the only source file's. Or why there is none.
tl::expected<std::string, std::string> chooseHandler(const Language& language, const std::string& handler,
                                                     const std::string& folder);

} // namespace server
