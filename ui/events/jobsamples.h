// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/emitjob.h"

#include <vector>

namespace ui {

/// How a job did over a stretch of its time.
struct JobSample
{
    double seconds = 0; ///< end of the stretch, in time without pauses
    double perSecond = 0; ///< answers
    double p50 = 0; ///< of the answers of the stretch, ms
    double p95 = 0;

    bool operator==(const JobSample&) const = default;
};

/// The course of a job, in bounded memory: when there are too many samples, neighbours become one.
class JobSamples final
{
public:
    static constexpr std::size_t kMost = 512;

    /// To be told often; makes a sample when enough time has passed.
    void take(const client::EmitProgress& progress);
    const std::vector<JobSample>& all() const { return m_samples; }

private:
    void thin();

    std::vector<JobSample> m_samples;
    double m_stretch = 0.25; ///< seconds
    double m_seconds = 0;
    qint64 m_answered = 0;
    client::Latencies m_answers;
};

} // namespace ui
