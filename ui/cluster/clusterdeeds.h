// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusters.h"

#include <QMap>
#include <QObject>
#include <QSet>

class QWidget;

namespace ui {

class MessageBar;

/// What a person can do to a profile, with the questions that belong to it. Knows nothing of buttons.
class ClusterDeeds final : public QObject
{
    Q_OBJECT
public:
    struct Deed
    {
        const char* name;
        void (ClusterDeeds::*act)();
        bool (*mayBe)(models::ClusterState state); ///< null = whatever is chosen
    };
    static constexpr std::size_t kCount = 9;
    /// In the order in which they are shown.
    static const Deed* all();

    /// All must outlive it. Dialogs are children of `page`.
    ClusterDeeds(client::Clusters& clusters, MessageBar& message, QWidget& page);

    /// The one the deeds are done to; null = none.
    void setProfile(const models::ClusterProfile* profile);
    bool isPossible(const Deed& deed) const;
    void remedy(models::ClusterRemedy remedy);
    void confirmCancel();
    void saveLogs();
    void start();
    /// A cluster that suits Dispatch, with this version of Kubernetes; empty = the one minikube comes with.
    void createForDispatch(const QString& kubernetes);

Q_SIGNALS:
    /// Something was begun, and is to be seen.
    void underWay(const QString& profile);
    void toolsRequested();

private:
    void act(client::ClusterAction action, const QStringList& more = {});
    void create();
    void createFrom(const std::optional<models::CreatePlan>& plan, const QString& mayReplace);
    void begin(const models::CreatePlan& plan);
    void rememberMade(const QString& name);
    void startNow(const models::ClusterProfile& profile);
    void confirmStart();
    void forgetGone();
    void stop();
    void pause();
    void unpause();
    void confirmDelete();
    void repairContext();
    void copyAddress();

    static const Deed kDeeds[kCount];

    client::Clusters& m_clusters;
    MessageBar& m_message;
    QWidget& m_page;
    std::optional<models::ClusterProfile> m_profile;
    QMap<QString, models::CreatePlan> m_plans; ///< of those made here, for another try
    QSet<QString> m_missing; ///< made here, and not in the last list
    qint64 m_asOf = 0; ///< of that list
};

} // namespace ui
