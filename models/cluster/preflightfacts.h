// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/clusterprofile.h"
#include "models/cluster/helmlist.h"
#include "models/cluster/installfile.h"

#include <QByteArray>
#include <QStringList>

#include <array>
#include <optional>

namespace models {

/// How Dispatch comes to a person (contract minikube §5.5).
enum class InstallMethod
{
    Classic, ///< the archived installer, with helm 2
    PatchedCharts, ///< charts rewritten for a current Kubernetes, with helm 3 and without the installer
    LocalDispatch ///< the one in the box, without Kubernetes
};

/// What one question brought.
template <typename T> struct Fact
{
    enum class Is
    {
        Unasked,
        Asking,
        Unknown, ///< it was asked, and the answer is of no use
        Known
    };

    Is is = Is::Unasked;
    T value = {};
    QString said = {}; ///< why it is unknown

    bool operator==(const Fact&) const = default;
    bool isKnown() const { return is == Is::Known; }
    bool isOpen() const { return is == Is::Asking; }
    void know(const T& answer) { *this = {Is::Known, answer, {}}; }
    void fail(const QString& why) { *this = {Is::Unknown, {}, why}; }
};

struct ToolFact
{
    bool isLooking = false;
    bool isUsable = false;
    QString path; ///< empty = not found
    std::optional<Version> version;
    QString said; ///< why it cannot be used, or how to get it

    bool operator==(const ToolFact&) const = default;
};

struct NodesFact
{
    int count = 0;
    QStringList notReady;
    QStringList pressed; ///< "minikube: DiskPressure"
    QStringList runtimes; ///< "docker://20.10.8"

    bool operator==(const NodesFact&) const = default;
};

/// Both streams of `helm list --failed --short`: the installer takes any word for the name of a failed release.
struct FailedReleasesFact
{
    QStringList releases;
    QString noise;

    bool operator==(const FailedReleasesFact&) const = default;
};

struct ChartFact
{
    ChartOrder order;
    bool isThere = false;
    QString said;

    bool operator==(const ChartFact&) const = default;
};

/// Everything the rows of the preflight are judged by.
struct PreflightFacts
{
    enum Tool
    {
        Dispatch,
        Helm,
        Kubectl,
        OpenSsl,
        Minikube,
        ToolCount
    };

    InstallMethod method = InstallMethod::Classic;
    QString profile;
    ClusterState state = ClusterState::Unknown;
    QString address; ///< of the cluster; empty = not known
    InstallFile file;
    std::array<ToolFact, ToolCount> tools;
    bool isLinux = true;
    bool hasCgroup2 = false;
    QString httpProxy;
    QString noProxy;
    Fact<QString> folder; ///< the work folder; unknown = it cannot be written
    bool hasOldConfig = false; ///< there is a configuration of an earlier installation in it
    Fact<ClusterProfile> settings; ///< of the profile, without its state
    Fact<QStringList> contexts;
    Fact<Version> server;
    Fact<QStringList> apiVersions;
    Fact<NodesFact> nodes;
    Fact<bool> storage; ///< there is a default class
    Fact<HelmVersions> helm;
    Fact<bool> tillerReady;
    Fact<bool> tillerMay; ///< everything
    Fact<FailedReleasesFact> failedReleases;
    Fact<QString> kubectlNoise;
    Fact<std::vector<ChartFact>> charts; ///< as far as they were asked for, while it is open
    Fact<QStringList> images;
    Fact<std::vector<HelmRelease>> releases;
    Fact<QStringList> spaces;

    bool operator==(const PreflightFacts&) const = default;

    /// What the server says, or the settings of one that cannot be asked.
    std::optional<Version> kubernetes() const;
};

/// Of `kubectl version -o json`.
std::optional<Version> readServerVersion(const QByteArray& output);
/// Of `kubectl get nodes -o json`.
Result<NodesFact> readNodesFact(const QByteArray& output);
/// Of `kubectl get storageclass -o json`.
Result<bool> readDefaultStorage(const QByteArray& output);
/// The names of what any `kubectl get … -o json` lists.
Result<QStringList> readNames(const QByteArray& output);

} // namespace models
