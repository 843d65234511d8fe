// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/kubectlquestion.h"

#include <QTimer>

namespace client {

/// A port of a pod, reachable on this machine only.
struct PortForward
{
    enum class State
    {
        Starting,
        Ready,
        Retrying, ///< it was ready, and the connection was lost
        Stopping,
        Stopped,
        Failed
    };

    int id = 0;
    QString context = {};
    QString nameSpace = {};
    QString pod = {};
    QString uid = {}; ///< empty = whichever pod has the name
    int remotePort = 0;
    int localPort = 0; ///< before it is ready, the one that is wanted; 0 = the system chooses
    State state = State::Starting;
    std::optional<models::Failure> failure = {}; ///< why it failed, or was lost

    bool operator==(const PortForward&) const = default;

    /// Something of ours runs for it, or will.
    bool isLive() const;
    /// "127.0.0.1:45951"; empty while there is none.
    QString address() const;
};

/// The forwards of this console. kubectl does not connect again by itself, so this does, on the same local port; and it
/// looks now and then whether the pod is still there, which some kubectls notice only when they are used (contract
/// minikube §3). They end with this object.
class PortForwards final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kPatienceMSecs = 20'000; ///< to become ready
    static constexpr int kFirstWaitMSecs = 1'000;
    static constexpr int kLongestWaitMSecs = 30'000;
    static constexpr int kCheckMSecs = 30'000;

    /// The commands must outlive it.
    explicit PortForwards(Commands& commands, QObject* parent = nullptr);
    ~PortForwards() override;

    /// Answers its id. Only the target of `wanted` is looked at.
    int start(PortForward wanted);
    void stop(int id);
    /// Those that live are stopped first.
    void remove(int id);
    std::vector<PortForward> forwards() const;
    const PortForward* find(int id) const;
    int liveCount() const;
    /// For other waits than the usual.
    void setFirstWait(int msecs) { m_firstWait = msecs; }
    void setPatience(int msecs) { m_patience = msecs; }
    void setCheckInterval(int msecs) { m_check.setInterval(msecs); }

Q_SIGNALS:
    void changed();

private:
    struct Entry
    {
        PortForward forward;
        std::unique_ptr<ProcessRun> run;
        std::unique_ptr<QTimer> timer; ///< until it must be ready, or is tried again
        bool wasReady = false;
        bool isLeaving = false; ///< to be removed once it has stopped
        int tries = 0;
    };

    Entry* entry(int id);
    void launch(Entry& entry);
    void heard(int id, ProcessRun::Stream stream, const QByteArrayList& lines);
    void ended(int id, const models::Result<ProcessResult>& result);
    void retry(Entry& entry);
    void settle(Entry& entry, PortForward::State state, std::optional<models::Failure> failure = std::nullopt);
    void checkNext();
    void checked(const models::Result<QByteArray>& answer);

    Commands& m_commands;
    KubectlQuestion m_question;
    QTimer m_check;
    int m_checkedId = 0; ///< whose pod was looked at last
    int m_firstWait = kFirstWaitMSecs;
    int m_patience = kPatienceMSecs;
    int m_lastId = 0;
    std::vector<std::unique_ptr<Entry>> m_entries;
};

} // namespace client
