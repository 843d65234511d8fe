// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

#include <array>

namespace client {

/// How long things took, in constant memory however many there were: counts in classes that grow by an eighth of a
/// power of two, so that an answer is off by less than 5 %.
class Latencies final
{
public:
    void add(double msecs);
    qint64 count() const { return m_count; }
    /// So many per cent took no longer, in milliseconds; 0 when there is nothing yet.
    double percentile(double percent) const;
    /// What was added after this was still `earlier`.
    Latencies since(const Latencies& earlier) const;

private:
    static constexpr int kPerDoubling = 8;
    static constexpr double kSmallest = 0.05; ///< ms

    std::array<qint64, 28 * kPerDoubling> m_classes = {};
    qint64 m_count = 0;
};

} // namespace client
