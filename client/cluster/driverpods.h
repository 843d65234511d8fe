// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/kubectlquestion.h"
#include "models/cluster/driveropinion.h"

#include <QTimer>

#include <optional>

namespace client {

/// Asks the cluster about one event driver of Dispatch, by the exact label of its pods, as long as somebody watches.
/// Without a cluster or a driver it does nothing at all.
class DriverPods final : public QObject
{
    Q_OBJECT
public:
    struct Subject
    {
        QString organization;
        QString type;
        QString name;
        models::Status said; ///< by Dispatch

        bool operator==(const Subject&) const = default;
    };
    static constexpr int kEachMSecs = 5'000;
    static constexpr int kLongestMSecs = 60'000;

    /// The commands must outlive it.
    explicit DriverPods(Commands& commands, QObject* parent = nullptr);

    /// Empty = none.
    void setContext(const QString& context);
    void setSubject(std::optional<Subject> subject);
    void setWatching(bool isWatching);
    /// Null = not known yet.
    const models::DriverOpinion* opinion() const { return m_opinion ? &*m_opinion : nullptr; }

Q_SIGNALS:
    void changed();

private:
    void restart();
    void ask();
    void take(const models::Result<QByteArray>& answer);
    void judge();
    void tell(std::optional<models::DriverOpinion> opinion);

    Commands& m_commands;
    KubectlQuestion m_question;
    QTimer m_timer;
    QString m_context;
    std::optional<Subject> m_subject;
    bool m_isWatching = false;
    int m_failures = 0;
    qint64 m_generation = 0;
    std::optional<models::Result<std::vector<models::Pod>>> m_seen; ///< of this subject
    std::optional<models::DriverOpinion> m_opinion;
};

} // namespace client
