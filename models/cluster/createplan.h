// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/clusterprofile.h"
#include "models/cluster/version.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <vector>

namespace models {

/// What a new cluster shall be.
struct CreatePlan
{
    QString name;
    /// Never empty: without one minikube tries the next driver after a failure (contract minikube §2.1).
    QString driver;
    QString kubernetes = {}; ///< "v1.15.12"; empty = the one minikube comes with
    QString runtime = QStringLiteral("docker");
    int cpus = 2;
    int memoryMegabytes = 4'096;
    int diskMegabytes = 20'480;
    int nodes = 1;
    QStringList addons = {};

    bool operator==(const CreatePlan&) const = default;
};

/// What the machine has to give; 0 = not known.
struct MachineLimits
{
    int cpus = 0;
    int memoryMegabytes = 0;
    qint64 freeDiskMegabytes = 0;

    bool operator==(const MachineLimits&) const = default;
};

struct CreateProblem
{
    enum class Field
    {
        Name,
        Driver,
        Kubernetes,
        Cpus,
        Memory,
        Disk,
        Nodes
    };

    Field field = Field::Name;
    QString text;
    bool isWarning = false; ///< it may be tried all the same

    bool operator==(const CreateProblem&) const = default;
};

/// What is wrong with it on such a machine, beside profiles of these names and with this minikube.
std::vector<CreateProblem> createProblems(const CreatePlan& plan, const MachineLimits& limits, const QStringList& taken,
                                          const std::optional<Version>& minikube);

/// The arguments of `minikube start` for it, without those that every call has.
QStringList startArguments(const CreatePlan& plan);

/// A plan with what `minikube config view` sets, and what suits the machine otherwise.
CreatePlan planFromDefaults(const QMap<QString, QString>& config, const MachineLimits& limits);
/// The wanted name, or the first of wanted-2, wanted-3… that is not taken.
QString freeName(const QString& wanted, const QStringList& taken);
/// "- key: value" lines.
QMap<QString, QString> readMinikubeConfig(const QByteArray& output);
/// An amount as minikube takes it ("6144", "6g", "6144mb") in megabytes; 0 = it is none.
int megabytesIn(const QString& amount);

/// What an existing cluster is, as a plan for making it anew.
CreatePlan planOf(const ClusterProfile& profile);

/// The cluster that the archived Dispatch runs on (contract minikube §5.5).
CreatePlan planForDispatch(CreatePlan plan);

} // namespace models
