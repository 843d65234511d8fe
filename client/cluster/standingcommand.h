// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commands.h"

#include <optional>

namespace client {

/// A command that stays until somebody stops it, such as a tunnel or the dashboard of Kubernetes. Ends with the
/// console.
class StandingCommand final : public QObject
{
    Q_OBJECT
public:
    enum class Kind
    {
        Tunnel,
        Dashboard
    };

    StandingCommand(Commands& commands, Kind kind, const QString& profile, QObject* parent = nullptr);

    Kind kind() const { return m_kind; }
    const QString& profile() const { return m_profile; }
    void start();
    void stop();
    bool isRunning() const { return m_run != nullptr; }
    /// The address it told; empty as long as it has not.
    const QString& address() const { return m_address; }
    /// The last lines it said.
    const QStringList& said() const { return m_said; }
    /// It wants a password that it cannot ask for here (contract minikube §2.7): to be run in a terminal.
    bool wantsTerminal() const { return m_wantsTerminal; }
    const std::optional<models::Failure>& failure() const { return m_failure; }
    /// For a terminal.
    QString commandLine() const;

Q_SIGNALS:
    void changed();

private:
    void take(const QByteArrayList& lines);
    void end(const models::Result<ProcessResult>& result);
    ProcessOrder order() const;

    Commands& m_commands;
    const Kind m_kind;
    const QString m_profile;
    std::unique_ptr<ProcessRun> m_run;
    QString m_address;
    QStringList m_said;
    bool m_wantsTerminal = false;
    bool m_isStopping = false;
    std::optional<models::Failure> m_failure;
};

} // namespace client
