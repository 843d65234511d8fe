// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <yaml-cpp/yaml.h>

#include <string>

namespace models {

/// Writes values as block YAML that each parser reads back as they are: what could be read as something else stands in
/// quotes. For the sources of this folder and of those that write files of their own.
class YamlWriter final
{
public:
    /// `safeForCommandLine`: no bare `---` inside values, where the original cuts files (contract §5).
    explicit YamlWriter(bool safeForCommandLine);

    void beginMap() { m_out << YAML::BeginMap; }
    void endMap() { m_out << YAML::EndMap; }
    void beginList() { m_out << YAML::BeginSeq; }
    void endList() { m_out << YAML::EndSeq; }
    void putKey(const std::string& key);
    void put(const std::string& text);
    void put(const Json& value);
    /// The document so far, with a line end.
    QString text() const;

private:
    const bool m_safe;
    YAML::Emitter m_out;
};

} // namespace models
