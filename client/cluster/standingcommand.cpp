// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/standingcommand.h"

#include "client/redaction.h"
#include "models/cluster/minikubefailure.h"

#include <utility>

namespace client {

namespace {

constexpr qsizetype kMostLines = 12;
constexpr int kTidyMSecs = 8'000; ///< for routes and helpers to be taken away

} // namespace

StandingCommand::StandingCommand(Commands& commands, Kind kind, const QString& profile, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
    , m_kind(kind)
    , m_profile(profile)
{
}

ProcessOrder StandingCommand::order() const
{
    QStringList arguments = m_kind == Kind::Tunnel ? QStringList{QStringLiteral("tunnel")}
                                                   : QStringList{QStringLiteral("dashboard"), QStringLiteral("--url")};
    arguments << QStringLiteral("-p") << m_profile << QStringLiteral("--user=dispatch-console");
    ProcessOrder order = m_commands.toolbox().order(
        Tool::Minikube, arguments,
        (m_kind == Kind::Tunnel ? tr("open a tunnel to %1") : tr("open the dashboard of %1")).arg(m_profile));
    order.deadlineMSecs = 0;
    // TERM leaves routes and helpers behind (contract minikube §2.8).
    order.endSignal = SIGINT;
    return order;
}

QString StandingCommand::commandLine() const
{
    return m_kind == Kind::Tunnel ? QStringLiteral("minikube tunnel -p %1").arg(m_profile)
                                  : QStringLiteral("minikube dashboard --url -p %1").arg(m_profile);
}

void StandingCommand::start()
{
    if (m_run)
        return;
    m_failure.reset();
    m_said.clear();
    m_address.clear();
    m_wantsTerminal = false;
    m_isStopping = false;
    m_run = m_commands.prepare(order());
    m_run->setGrace(kTidyMSecs);
    connect(m_run.get(), &ProcessRun::lines, this,
            [this](ProcessRun::Stream, const QByteArrayList& lines) { take(lines); });
    connect(m_run.get(), &ProcessRun::finished, this, &StandingCommand::end);
    m_run->start();
    Q_EMIT changed();
}

void StandingCommand::stop()
{
    m_isStopping = true;
    if (m_run)
        m_run->cancel();
}

void StandingCommand::take(const QByteArrayList& lines)
{
    for (const QByteArray& line : lines) {
        const QString text = redactedLine(QString::fromUtf8(line.left(1'000)));
        if (text.trimmed().isEmpty())
            continue;
        if (m_address.isEmpty() && text.startsWith(QLatin1String("http://")))
            m_address = text.trimmed();
        m_wantsTerminal = m_wantsTerminal || text.contains(QLatin1String("sudo"));
        m_said << text;
    }
    while (m_said.size() > kMostLines)
        m_said.removeFirst();
    Q_EMIT changed();
}

void StandingCommand::end(const models::Result<ProcessResult>& result)
{
    if (!m_isStopping) {
        if (!result)
            m_failure = result.error();
        else
            m_failure
                = models::minikubeFailure(order().tried, result->exitCode, std::nullopt, result->output, result->errors)
                      .failure;
    }
    m_address.clear();
    m_run.release()->deleteLater();
    Q_EMIT changed();
}

} // namespace client
