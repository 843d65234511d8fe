// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/kubernetespod.h"

namespace models {

/// What the cluster says about an event driver, beside what Dispatch says. READY of Dispatch only means that the
/// container was started once (contract §1.7).
struct DriverOpinion
{
    enum class Verdict
    {
        Unknown, ///< nobody could be asked, or there is nothing to compare
        Agrees,
        Disagrees
    };

    Verdict verdict = Verdict::Unknown;
    QString says; ///< translated, one or two sentences
    QString remedy; ///< translated; empty = nothing to do
    QString nameSpace; ///< of the pod that it speaks of
    QString pod; ///< its name; empty = none

    bool operator==(const DriverOpinion&) const = default;
};

/// The name of its deployment, and what its pods carry as the label `name` (contract §6, v0.1.24).
QString driverDeployment(const QString& organization, const QString& type, const QString& name);
/// For `kubectl get pods --selector`; empty when Kubernetes cannot have such a deployment: its name is too long, or has
/// letters that no label may have.
QString driverSelector(const QString& organization, const QString& type, const QString& name);

/// `pods` are all that the selector of the driver finds.
DriverOpinion driverOpinion(const Status& said, const std::vector<Pod>& pods);
/// For a driver whose pods could not be asked for.
DriverOpinion noDriverOpinion(const Failure& failure);
/// For a driver without a selector.
DriverOpinion impossibleDriver(const Status& said, const QString& deployment);

} // namespace models
