// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/clusters.h"
#include "client/journal.h"
#include "tests/common/runs.h"
#include "tests/common/standins.h"
#include "tests/common/told.h"

#include <QTemporaryDir>

#include <memory>

/// The folder of a console and the stand-ins that it works with.
struct ClustersWorld
{
    /// A console that looks at its clusters.
    struct Console
    {
        explicit Console(const QString& folder)
            : journal(folder)
            , clusters(folder, journal)
        {
            clusters.wake();
            clusters.watch().setWatching(true);
        }

        models::ClusterState stateOf(const QString& name)
        {
            const models::ClusterProfile* const profile = clusters.watch().find(name);
            return profile ? profile->state : models::ClusterState::Absent;
        }

        /// Those of minikube in the history.
        std::vector<client::SentEvent> events()
        {
            client::SentQuery query;
            query.eventType = QStringLiteral("io.k8s.sigs.minikube");
            return told(journal.search(query)).value_or(std::vector<client::SentEvent>());
        }

        client::Journal journal;
        client::Clusters clusters;
    };

    static client::ClusterOrder startOf(const QString& name)
    {
        return {
            client::ClusterAction::Start, name, {QStringLiteral("--driver=docker")}, true, QStringLiteral("docker")};
    }

    QTemporaryDir folder;
    Standins standins;
};
