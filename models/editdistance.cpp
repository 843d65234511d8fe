// SPDX-License-Identifier: Apache-2.0
#include "models/editdistance.h"

#include <algorithm>
#include <array>
#include <vector>

namespace models {

namespace {

constexpr int kMaxSlips = 6;
constexpr int kCharactersPerSlip = 3;

bool isSwap(QStringView a, QStringView b, qsizetype i, qsizetype j)
{
    return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
}

} // namespace

int editDistance(QStringView a, QStringView b, int limit)
{
    if (qAbs(a.size() - b.size()) > limit)
        return limit + 1;
    const QString left = a.toString().toCaseFolded();
    const QString right = b.toString().toCaseFolded();
    const auto width = static_cast<std::size_t>(right.size()) + 1;
    // Row i holds the distances of the first i characters of `left`; the two rows above are enough to see swaps.
    std::array<std::vector<int>, 3> rows = {std::vector<int>(width), std::vector<int>(width), std::vector<int>(width)};
    for (std::size_t j = 0; j < width; ++j)
        rows[0][j] = static_cast<int>(j);
    for (qsizetype i = 1; i <= left.size(); ++i) {
        auto& row = rows[static_cast<std::size_t>(i % 3)];
        const auto& above = rows[static_cast<std::size_t>((i - 1) % 3)];
        const auto& twoAbove = rows[static_cast<std::size_t>((i + 1) % 3)];
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j < width; ++j) {
            const auto at = static_cast<qsizetype>(j);
            const int change = above[j - 1] + (left[i - 1] == right[at - 1] ? 0 : 1);
            row[j] = std::min({change, above[j] + 1, row[j - 1] + 1});
            if (isSwap(left, right, i, at))
                row[j] = std::min(row[j], twoAbove[j - 2] + 1);
        }
        if (*std::min_element(row.begin(), row.end()) > limit)
            return limit + 1;
    }
    return std::min(rows[static_cast<std::size_t>(left.size() % 3)][width - 1], limit + 1);
}

int slipLimit(QStringView word)
{
    return static_cast<int>(std::clamp<qsizetype>(word.size() / kCharactersPerSlip, 1, kMaxSlips));
}

QString nearestWord(const QString& word, const QStringList& candidates)
{
    QString nearest;
    int best = slipLimit(word) + 1;
    for (const QString& candidate : candidates) {
        if (const int distance = editDistance(word, candidate, best - 1); distance < best) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace models
