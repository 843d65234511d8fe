// SPDX-License-Identifier: Apache-2.0
#include "client/latencies.h"

#include <algorithm>
#include <cmath>

namespace client {

void Latencies::add(double msecs)
{
    const double steps = std::log2(std::max(msecs, kSmallest) / kSmallest) * kPerDoubling;
    const auto last = m_classes.size() - 1;
    ++m_classes[std::min(static_cast<std::size_t>(steps), last)];
    ++m_count;
}

double Latencies::percentile(double percent) const
{
    if (m_count == 0)
        return 0;
    const auto wanted = static_cast<qint64>(std::ceil(static_cast<double>(m_count) * percent / 100));
    qint64 seen = 0;
    std::size_t i = 0;
    while (i + 1 < m_classes.size() && (seen += m_classes[i]) < wanted)
        ++i;
    // The middle of the class.
    return kSmallest * std::exp2((static_cast<double>(i) + 0.5) / kPerDoubling);
}

Latencies Latencies::since(const Latencies& earlier) const
{
    Latencies later = *this;
    for (std::size_t i = 0; i < later.m_classes.size(); ++i)
        later.m_classes[i] -= earlier.m_classes[i];
    later.m_count -= earlier.m_count;
    return later;
}

} // namespace client
