// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringView>

#include <optional>
#include <vector>

namespace models {

/// Something about JSON text, with its place.
struct JsonRemark
{
    enum class Kind
    {
        Syntax, ///< also: nested too deep, invalid UTF-8
        DuplicateKey, ///< receivers keep only the last
        LoneSurrogate, ///< half of a character; receivers replace it
    };
    Kind kind = Kind::Syntax;
    qsizetype offset = 0; ///< in units of the text: UTF-16 or bytes
    int line = 1;
    int column = 1; ///< in characters
    QString message; ///< translated: what is wrong and what would be right

    bool operator==(const JsonRemark&) const = default;
};

struct JsonCheck
{
    std::optional<JsonRemark> error; ///< the first one; nothing after it was looked at
    std::vector<JsonRemark> oddities; ///< legal, but not kept by receivers; in order of place, at most kMaxOddities
};

inline constexpr std::size_t kMaxOddities = 100;

/// Checks JSON text without building values. Numbers may be of any size. Nesting is limited to kMaxJsonDepth. Needs
/// memory for the keys of the objects that are open, 16 bytes each.
JsonCheck checkJson(QStringView text);
JsonCheck checkJson(QByteArrayView utf8);

} // namespace models
