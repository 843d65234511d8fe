// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/installoutput.h"

#include <QRegularExpression>

#include <algorithm>

namespace models {

namespace {

using Kind = InstallStep::Kind;
using Progress = InstallStep::Progress;

/// With `--charts-dir` charts are named by their folder.
QString chartName(const QString& said)
{
    return said.section(u'/', -1, -1, QString::SectionSkipEmpty);
}

bool isOver(Progress progress)
{
    return progress == Progress::Done || progress == Progress::Skipped || progress == Progress::Failed;
}

} // namespace

InstallOutput::InstallOutput(const InstallFile& file)
{
    for (const char* const section : {"dispatch", "apiGateway"}) {
        const InstallChart* const chart = installChart(QLatin1String(section));
        const QString said = file.text(QStringLiteral("%1.chart.namespace").arg(QLatin1String(section)));
        m_steps.push_back({Kind::Certificate, said.isEmpty() ? QString::fromLatin1(chart->space) : said, {}, {}});
    }
    for (const ChartOrder& chart : chartsOf(file))
        m_steps.push_back({Kind::Chart, chartName(chart.chart), chart.release, {}});
}

InstallOutput InstallOutput::forUninstall()
{
    return {};
}

void InstallOutput::take(const QString& line)
{
    const QString trimmed = line.trimmed();
    if (!takeChart(trimmed) && !takeCertificate(trimmed) && !takeRemoval(trimmed))
        takeEnd(trimmed);
}

bool InstallOutput::takeCertificate(const QString& line)
{
    if (line.startsWith(QLatin1String("Creating new certificate for domain "))) {
        // Which of the two it is only the next line says; they come in this order.
        const auto next = std::find_if(m_steps.begin(), m_steps.end(), [](const InstallStep& step) {
            return step.kind == Kind::Certificate && step.progress != Progress::Done
                && step.progress != Progress::Running;
        });
        if (next != m_steps.end())
            begin(Kind::Certificate, next->name);
        return true;
    }
    static const QRegularExpression pattern(QStringLiteral("^Updating certificate in namespace (\\S+)$"));
    const auto updating = pattern.match(line);
    if (updating.hasMatch())
        begin(Kind::Certificate, updating.captured(1));
    return updating.hasMatch();
}

bool InstallOutput::takeChart(const QString& line)
{
    static const QRegularExpression end(QStringLiteral("^Successfully installed (\\S+) chart - (\\S+)$"));
    static const QRegularExpression beginning(QStringLiteral("^Installing (\\S+) helm chart$"));
    if (const auto done = end.match(line); done.hasMatch()) {
        finish(chartName(done.captured(1)), done.captured(2));
        return true;
    }
    const auto begun = beginning.match(line);
    if (begun.hasMatch())
        begin(Kind::Chart, chartName(begun.captured(1)));
    return begun.hasMatch();
}

bool InstallOutput::takeRemoval(const QString& line)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(?:Uninstalling|Removing namespace) (\\S+)(?: from namespace \\S+)?$"));
    const auto match = pattern.match(line);
    if (!match.hasMatch())
        return false;
    if (!m_removing.isEmpty())
        m_removed << m_removing;
    m_removing = line;
    return true;
}

bool InstallOutput::takeEnd(const QString& line)
{
    static const QRegularExpression running(QStringLiteral("running at http port: (\\d+) and https port: (\\d+)$"));
    static const QRegularExpression writing(QStringLiteral("^Config file written to: (.+)$"));
    const auto ports = running.match(line);
    const auto written = writing.match(line);
    if (ports.hasMatch()) {
        m_httpPort = ports.captured(1).toInt();
        m_httpsPort = ports.captured(2).toInt();
    } else if (written.hasMatch()) {
        m_configFile = written.captured(1);
    } else {
        return false;
    }
    for (InstallStep& step : m_steps) {
        if (step.progress == Progress::Running)
            step.progress = Progress::Done;
    }
    return true;
}

void InstallOutput::begin(Kind kind, const QString& name)
{
    auto step = std::find_if(m_steps.begin(), m_steps.end(), [&](const InstallStep& one) {
        return one.kind == kind && one.name == name && one.progress != Progress::Done;
    });
    if (step == m_steps.end())
        step = m_steps.insert(m_steps.end(), {kind, name, {}, {}});
    // A step that is over does not say so itself, unless it is a chart.
    for (auto before = m_steps.begin(); before != step; ++before) {
        if (before->progress == Progress::Running)
            before->progress = Progress::Done;
        else if (!isOver(before->progress))
            before->progress = Progress::Skipped;
    }
    step->progress = Progress::Running;
}

void InstallOutput::finish(const QString& chart, const QString& release)
{
    auto step = std::find_if(m_steps.begin(), m_steps.end(), [&](const InstallStep& one) {
        return one.kind == Kind::Chart && one.name == chart && one.progress != Progress::Done;
    });
    if (step == m_steps.end())
        step = m_steps.insert(m_steps.end(), {Kind::Chart, chart, {}, {}});
    step->release = release;
    step->progress = Progress::Done;
}

void InstallOutput::end(bool isGood)
{
    for (InstallStep& step : m_steps) {
        if (step.progress == Progress::Running)
            step.progress = isGood ? Progress::Done : Progress::Failed;
    }
    if (isGood && !m_removing.isEmpty())
        m_removed << m_removing;
    m_removing.clear();
}

int InstallOutput::current() const
{
    int last = 0;
    for (int i = 0; i < total(); ++i) {
        const Progress progress = m_steps[static_cast<std::size_t>(i)].progress;
        if (progress != Progress::Waiting && progress != Progress::Skipped)
            last = i + 1;
    }
    return last;
}

const InstallStep* InstallOutput::running() const
{
    const auto found = std::find_if(m_steps.begin(), m_steps.end(),
                                    [](const InstallStep& step) { return step.progress == Progress::Running; });
    return found == m_steps.end() ? nullptr : &*found;
}

int InstallOutput::doneCharts() const
{
    return static_cast<int>(std::count_if(m_steps.begin(), m_steps.end(), [](const InstallStep& step) {
        return step.kind == Kind::Chart && step.progress == Progress::Done;
    }));
}

bool InstallOutput::isWhole() const
{
    return doneCharts() > 0 && std::all_of(m_steps.begin(), m_steps.end(), [](const InstallStep& step) {
               return step.kind != Kind::Chart || step.progress == Progress::Done;
           });
}

} // namespace models
