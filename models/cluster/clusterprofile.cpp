// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/clusterprofile.h"

#include "models/cluster/minikubefailure.h"
#include "models/json.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace models {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(models::ClusterProfile)
};

Failure malformed(const QString& tried, const QByteArray& output)
{
    Failure failure;
    failure.kind = FailureKind::Malformed;
    failure.tried = tried;
    failure.cameBack = QString::fromUtf8(output.left(200));
    failure.meaning = Words::tr("minikube answered something that is none of its known answers.");
    failure.remedy = Words::tr("Check that the tool is minikube, and its version.");
    failure.raw = output.left(4'000);
    return failure;
}

ClusterProfile profileFrom(const Json& entry)
{
    ClusterProfile profile;
    profile.name = textAt(entry, "Name");
    const Json config = valueAt(entry, "Config");
    const Json kubernetes = valueAt(config, "KubernetesConfig");
    const Json nodes = valueAt(config, "Nodes");
    profile.driver = textAt(config, "Driver");
    profile.kubernetes = textAt(kubernetes, "KubernetesVersion");
    profile.runtime = textAt(kubernetes, "ContainerRuntime");
    profile.cpus = static_cast<int>(numberAt(config, "CPUs"));
    profile.memoryMegabytes = static_cast<int>(numberAt(config, "Memory"));
    profile.diskMegabytes = static_cast<int>(numberAt(config, "DiskSize"));
    profile.nodeCount = nodes.is_array() ? static_cast<int>(nodes.size()) : 0;
    if (profile.nodeCount > 0)
        profile.ip = textAt(nodes.front(), "IP");
    return profile;
}

ClusterNode nodeFrom(const Json& entry)
{
    return {textAt(entry, "Name"),      textAt(entry, "Host"),       textAt(entry, "Kubelet"),
            textAt(entry, "APIServer"), textAt(entry, "Kubeconfig"), flagAt(entry, "Worker")};
}

bool saysDriverIsDown(const QByteArray& errors)
{
    return errors.contains("Cannot connect to the Docker daemon") || errors.contains("Cannot connect to Podman")
        || errors.contains("Is the docker daemon running");
}

struct Rule
{
    const char* host; ///< null = any
    const char* apiServer;
    const char* kubeconfig;
    ClusterState state;
};

// The first that fits, of the first node.
constexpr Rule kRules[] = {
    {"Stopped", nullptr, nullptr, ClusterState::Stopped},
    {"Saved", nullptr, nullptr, ClusterState::Stopped},
    {"Stopping", nullptr, nullptr, ClusterState::Stopping},
    {"Starting", nullptr, nullptr, ClusterState::StartingElsewhere},
    {"InsufficientStorage", nullptr, nullptr, ClusterState::DiskFull},
    {"Error", nullptr, nullptr, ClusterState::Degraded},
    {"Timeout", nullptr, nullptr, ClusterState::Degraded},
    {"Running", "Paused", nullptr, ClusterState::Paused},
    {"Running", "Running", "Misconfigured", ClusterState::WrongContext},
    {"Running", "Running", nullptr, ClusterState::Running},
    {"Running", nullptr, nullptr, ClusterState::Degraded},
};

ClusterState stateOf(const ClusterNode& node)
{
    const auto fits = [](const char* wanted, const QString& word) { return !wanted || word == QLatin1String(wanted); };
    for (const Rule& rule : kRules) {
        if (fits(rule.host, node.host) && fits(rule.apiServer, node.apiServer)
            && fits(rule.kubeconfig, node.kubeconfig))
            return rule.state;
    }
    return ClusterState::Unknown;
}

} // namespace

Result<std::vector<ClusterProfile>> readClusterProfiles(int exitCode, const QByteArray& output,
                                                        const QByteArray& errors)
{
    const QString tried = Words::tr("list the profiles of minikube");
    const auto json = parseJson(output);
    // An unreadable kubeconfig makes it fail with an error that says nothing (contract minikube §2.6).
    if (json && json->is_object() && json->contains("error")) {
        Failure failure = malformed(tried, errors.isEmpty() ? output : errors);
        failure.kind = FailureKind::Storage;
        failure.meaning = Words::tr("minikube cannot read its own files, most likely kubeconfig.");
        failure.remedy = Words::tr("Check the file that KUBECONFIG names, or ~/.kube/config: is it YAML, and yours?");
        return failed(failure);
    }
    if (exitCode != 0)
        return failed(minikubeFailure(tried, exitCode, std::nullopt, output, errors).failure);
    if (!json || !json->is_object())
        return failed(malformed(tried, output));
    std::vector<ClusterProfile> profiles;
    for (const char* part : {"valid", "invalid"}) {
        const Json entries = valueAt(*json, part);
        if (!entries.is_array())
            continue;
        for (const Json& entry : entries) {
            ClusterProfile profile = profileFrom(entry);
            profile.isBroken = std::string_view(part) == "invalid";
            if (profile.isBroken)
                profile.state = ClusterState::Broken;
            if (!profile.name.isEmpty())
                profiles.push_back(std::move(profile));
        }
    }
    std::sort(profiles.begin(), profiles.end(),
              [](const ClusterProfile& left, const ClusterProfile& right) { return left.name < right.name; });
    return profiles;
}

Result<ClusterStatus> readClusterStatus(int exitCode, const QByteArray& output, const QByteArray& errors)
{
    constexpr int kUnknownProfile = 85;
    ClusterStatus status;
    if (exitCode == kUnknownProfile) {
        status.state = ClusterState::Absent;
        return status;
    }
    const auto json = parseJson(output);
    const bool isThere = json && (json->is_object() || json->is_array()) && !json->empty();
    if (!json || (!isThere && !json->is_null()))
        return failed(
            minikubeFailure(Words::tr("ask minikube for the state"), exitCode, std::nullopt, output, errors).failure);
    if (json->is_array()) {
        for (const Json& entry : *json)
            status.nodes.push_back(nodeFrom(entry));
    } else if (isThere) {
        status.nodes.push_back(nodeFrom(*json));
    }
    const QString host = isThere ? status.nodes.front().host : QString();
    if (!isThere || host == QLatin1String("Nonexistent"))
        status.state = saysDriverIsDown(errors) ? ClusterState::DriverDown : ClusterState::HostMissing;
    else if (host.isEmpty())
        return failed(malformed(Words::tr("ask minikube for the state"), output));
    else
        status.state = stateOf(status.nodes.front());
    return status;
}

QString profileNameProblem(const QString& name)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9"
                       "\\-]*[A-Za-z0-9])\\z"));
    static const QStringList reserved
        = {QStringLiteral("start"),  QStringLiteral("stop"), QStringLiteral("status"),  QStringLiteral("delete"),
           QStringLiteral("config"), QStringLiteral("open"), QStringLiteral("profile"), QStringLiteral("addons"),
           QStringLiteral("cache"),  QStringLiteral("logs")};
    if (name.size() < 2)
        return Words::tr("A name has at least two letters.");
    if (!pattern.match(name).hasMatch())
        return Words::tr("Letters, digits, - and . only; it begins and ends with a letter or a digit.");
    if (reserved.contains(name.toLower()))
        return Words::tr("minikube keeps this word for itself.");
    return {};
}

} // namespace models
