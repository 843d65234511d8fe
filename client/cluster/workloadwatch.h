// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/kubectlquestion.h"
#include "models/cluster/kubernetesevent.h"
#include "models/cluster/kubernetesnode.h"
#include "models/cluster/kubernetespod.h"

#include <QTimer>

#include <array>

namespace client {

/// Looks again and again at what runs in one cluster, while somebody watches: pods, events, namespaces, nodes. One
/// question at a time; answers that are the same as before are not read again; a cluster that does not answer is asked
/// less often. What was seen last stays, with its time, when a call fails.
class WorkloadWatch final : public QObject
{
    Q_OBJECT
public:
    enum class Part
    {
        Pods,
        Events,
        Namespaces,
        Nodes
    };
    static constexpr std::size_t kPartCount = 4;
    static constexpr int kEachMSecs = 5'000;
    static constexpr int kLongestMSecs = 60'000;

    /// The commands must outlive it.
    explicit WorkloadWatch(Commands& commands, QObject* parent = nullptr);

    /// Empty = none. Forgets what was seen of another one.
    void setContext(const QString& context);
    const QString& context() const { return m_context; }
    /// Empty = all.
    void setNamespace(const QString& nameSpace);
    const QString& nameSpace() const { return m_nameSpace; }
    /// Whether somebody looks.
    void setWatching(bool isWatching);
    void refresh();
    /// For another rhythm than the usual.
    void setInterval(int msecs) { m_interval = msecs; }

    const std::vector<models::Pod>& pods() const { return m_pods; }
    const std::vector<models::KubernetesEvent>& events() const { return m_events; }
    const std::vector<models::KubernetesNamespace>& namespaces() const { return m_namespaces; }
    const std::vector<models::KubernetesNode>& nodes() const { return m_nodes; }

    /// Of the last try; null = it went well, or there was none.
    const models::Failure* failure(Part part) const;
    /// When it was last seen, in milliseconds since 1970; 0 = never.
    qint64 seenAt(Part part) const { return m_looks[static_cast<std::size_t>(part)].seenAt; }

Q_SIGNALS:
    void changed(client::WorkloadWatch::Part part);
    /// A part was asked for, and answered or not.
    void looked(client::WorkloadWatch::Part part);

private:
    struct Look
    {
        QByteArray digest; ///< of the answer that was read last
        std::optional<models::Failure> failure;
        qint64 seenAt = 0;
    };

    Look& look(Part part) { return m_looks[static_cast<std::size_t>(part)]; }
    void forget(Part part);
    void beginRound();
    void askNext();
    ProcessOrder orderFor(Part part) const;
    void take(const models::Result<QByteArray>& answer);
    template <typename List>
    void read(Part part, const QByteArray& text, List& into, models::Result<List> (*parse)(const QByteArray&));
    void fail(Part part, const models::Failure& failure);
    void goOn();
    void endRound();

    Commands& m_commands;
    KubectlQuestion m_question;
    QTimer m_timer;
    QString m_context;
    QString m_nameSpace;
    bool m_isWatching = false;
    int m_interval = kEachMSecs;
    int m_failures = 0; ///< rounds in a row
    int m_rounds = 0;
    qint64 m_generation = 0; ///< what is read for an earlier one is of no use
    bool m_hasFailed = false; ///< in this round
    std::vector<Part> m_waiting; ///< of this round, the next one last
    std::optional<Part> m_asked;
    std::array<Look, kPartCount> m_looks;
    std::vector<models::Pod> m_pods;
    std::vector<models::KubernetesEvent> m_events;
    std::vector<models::KubernetesNamespace> m_namespaces;
    std::vector<models::KubernetesNode> m_nodes;
};

} // namespace client
