// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/yaml/importreader.h"

#include <string>
#include <utility>
#include <vector>

namespace models {

/// One node of a YAML document with its place. Aliases are followed and merge keys (`<<`) are merged in.
struct YamlNode
{
    enum class Type
    {
        Null,
        Scalar,
        Sequence,
        Map
    };

    Type type = Type::Null;
    std::string text; ///< of a scalar
    bool isPlain = false; ///< a scalar without quotes, so that `8080` is a number
    int line = 0; ///< from 1
    int column = 0; ///< from 1
    std::vector<YamlNode> items; ///< of a sequence
    std::vector<std::pair<YamlNode, YamlNode>> members; ///< of a map, in the order of the file

    bool isScalar() const { return type == Type::Scalar; }
    bool isMap() const { return type == Type::Map; }
    bool isSequence() const { return type == Type::Sequence; }
    bool isNull() const;
    /// The value of the first member of that name; null when there is none.
    const YamlNode* find(std::string_view name) const;
};

struct YamlDocuments
{
    std::vector<YamlNode> documents; ///< up to the first complaint; empty ones are left out
    std::vector<Complaint> complaints; ///< one at most: behind a syntax error nothing can be trusted
};

/// Cuts UTF-8 text into documents by YAML's own rules. Never throws, never runs deep or on without end.
YamlDocuments readYamlTree(const QString& file, const std::string& text, const ImportLimits& limits);

/// What the node means as JSON, by plainScalar(). Keys become texts.
Json jsonOf(const YamlNode& node);
/// What a scalar or nothing means where a text is wanted.
std::string textOf(const YamlNode& node);

} // namespace models
