// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commands.h"
#include "client/cluster/installorder.h"
#include "client/profile.h"
#include "models/cluster/installadvice.h"
#include "models/cluster/podwaits.h"

#include <QElapsedTimer>
#include <QTimer>

#include <deque>
#include <optional>

namespace client {

/// How that ended.
struct InstallOutcome
{
    bool isGood = false;
    bool isCancelled = false;
    models::InstallAdvice advice; ///< when it is not good
    std::optional<Profile> profile; ///< to connect to what was installed; without secrets, to be given a name and kept
};

/// Runs the original installer with a kubeconfig of its own, so that it works in this cluster and in no other. Watches
/// the pods meanwhile: they know within a minute what the installer says after ten. One order at a time.
class DispatchInstaller final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kMostLines = 2'000;

    enum class Phase
    {
        Idle,
        Preparing,
        Running,
        Checking, ///< whether it is true what it said
        Over
    };

    /// The commands must outlive it.
    explicit DispatchInstaller(Commands& commands, QObject* parent = nullptr);
    ~DispatchInstaller() override;

    void start(const InstallOrder& order);
    /// What is installed so far stays.
    void cancel();
    bool isRunning() const { return m_phase != Phase::Idle && m_phase != Phase::Over; }
    Phase phase() const { return m_phase; }
    const InstallOrder& order() const { return m_order; }
    const models::InstallOutput& output() const { return m_output; }
    const std::vector<models::PodWait>& waits() const { return m_waits; }
    /// What it printed, without secrets; the last of it.
    const std::deque<QString>& lines() const { return m_lines; }
    qint64 droppedLines() const { return m_droppedLines; }
    qint64 elapsedMSecs() const;
    const InstallOutcome& outcome() const { return m_outcome; }

    /// How often pods are looked at.
    void setPodRhythm(int msecs) { m_podTimer.setInterval(msecs); }

Q_SIGNALS:
    void changed();
    /// At most kMostLines at once: of more, the last.
    void linesAdded(const QStringList& lines);
    /// Once for each order, as the last thing.
    void finished();

private:
    QProcessEnvironment environment() const;
    QMap<QString, QString> programs() const;
    void askForKubeconfig();
    void writeKubeconfig(const models::Result<ProcessResult>& answer);
    void launch();
    void take(ProcessRun::Stream stream, const QByteArrayList& lines);
    QString hidden(const QString& line) const;
    QString hiddenErrors(const QByteArray& errors) const;
    void ended(const models::Result<ProcessResult>& result);
    void checkReleases();
    void readConfig();
    void lookAtPods();
    void addWaits(models::InstallAdvice& advice) const;
    void failWith(const models::Failure& failure);
    void failWith(const models::InstallAdvice& advice);
    void settle(const InstallOutcome& outcome);
    void leaveFolder();

    Commands& m_commands;
    InstallOrder m_order;
    Phase m_phase = Phase::Idle;
    models::InstallOutput m_output;
    std::vector<models::PodWait> m_waits;
    std::deque<QString> m_lines;
    qint64 m_droppedLines = 0;
    QStringList m_secrets;
    InstallOutcome m_outcome;
    std::shared_ptr<QLockFile> m_lock;
    std::unique_ptr<ProcessRun> m_run;
    QTimer m_podTimer;
    QElapsedTimer m_clock;
    qint64 m_elapsed = 0;
    int m_round = 0;
    bool m_looksAtPods = false;
};

} // namespace client
