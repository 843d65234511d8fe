// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QStringView>

namespace models {

/// How many characters must be changed, added, removed or swapped with their neighbour to get from one text to the
/// other, ignoring case; anything above `limit` is answered as `limit + 1`, which is quick.
int editDistance(QStringView a, QStringView b, int limit);

/// How far apart two words may be to be taken for a slip: a third of their length, at least 1, at most 6.
int slipLimit(QStringView word);

/// The nearest of the candidates within slipLimit(); empty when none is near.
QString nearestWord(const QString& word, const QStringList& candidates);

} // namespace models
