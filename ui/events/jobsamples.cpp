// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/jobsamples.h"

#include <algorithm>

namespace ui {

namespace {

constexpr double kMedianPercent = 50;
constexpr double kSlowPercent = 95;

JobSample merged(const JobSample& left, const JobSample& right)
{
    return {right.seconds, (left.perSecond + right.perSecond) / 2, (left.p50 + right.p50) / 2,
            std::max(left.p95, right.p95)};
}

} // namespace

void JobSamples::take(const client::EmitProgress& progress)
{
    const double seconds = static_cast<double>(progress.activeMSecs) / 1'000;
    const qint64 answered = progress.answered();
    const bool ended
        = progress.state == client::EmitProgress::State::Done || progress.state == client::EmitProgress::State::Stopped;
    const double passed = seconds - m_seconds;
    if (passed <= 0 || (passed < m_stretch && !(ended && answered > m_answered)))
        return;
    const client::Latencies answers = progress.answers.since(m_answers);
    m_samples.push_back({seconds, static_cast<double>(answered - m_answered) / passed,
                         answers.percentile(kMedianPercent), answers.percentile(kSlowPercent)});
    m_seconds = seconds;
    m_answered = answered;
    m_answers = progress.answers;
    if (m_samples.size() >= JobSamples::kMost)
        thin();
}

void JobSamples::thin()
{
    std::vector<JobSample> half;
    for (std::size_t i = 0; i + 1 < m_samples.size(); i += 2)
        half.push_back(merged(m_samples[i], m_samples[i + 1]));
    m_samples = std::move(half);
    m_stretch *= 2;
}

} // namespace ui
