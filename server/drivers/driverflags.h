// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include <map>
#include <string>
#include <variant>

namespace server {

/// The parameters of a driver, read as Go's flag package reads `--key=value` (contract §6): an unknown key or a value
/// of the wrong kind ends the driver. The type of the default is the kind of the parameter.
class DriverFlags
{
public:
    using Value = std::variant<bool, long long, std::string>;

    explicit DriverFlags(std::map<std::string, Value> defaults);

    /// The values, or why they cannot be taken, naming the key and the keys there are.
    tl::expected<DriverFlags, std::string> parsed(const std::map<std::string, std::string>& config) const;

    bool flag(const std::string& key) const { return std::get<bool>(m_values.at(key)); }
    long long number(const std::string& key) const { return std::get<long long>(m_values.at(key)); }
    const std::string& text(const std::string& key) const { return std::get<std::string>(m_values.at(key)); }

private:
    std::map<std::string, Value> m_values;
};

} // namespace server
