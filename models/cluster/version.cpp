// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/version.h"

#include <QRegularExpression>

namespace models {

QString Version::text() const
{
    return QStringLiteral("v%1.%2.%3").arg(major).arg(minor).arg(patch);
}

std::optional<Version> versionIn(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("(?<![\\d.])v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return Version{match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt()};
}

} // namespace models
