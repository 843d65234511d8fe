// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/createplan.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace models {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(models::CreatePlan)
};

using Field = CreateProblem::Field;

constexpr int kLeastCpus = 2;
constexpr int kLeastMemory = 1'800;
constexpr int kLeastDisk = 2'048;
constexpr int kMostNodes = 16;

/// What a minikube of this age takes at least (contract minikube §2.9).
struct Oldest
{
    Version minikube;
    Version kubernetes;
};

constexpr Oldest kOldest[] = {
    {{1, 37, 0}, {1, 28, 0}},
    {{1, 33, 0}, {1, 20, 0}},
    {{1, 25, 0}, {1, 16, 0}},
    {{1, 18, 0}, {1, 14, 0}},
};

Version oldestFor(const Version& minikube)
{
    for (const Oldest& row : kOldest) {
        if (minikube >= row.minikube)
            return row.kubernetes;
    }
    return {};
}

void judgeKubernetes(const CreatePlan& plan, const std::optional<Version>& minikube,
                     std::vector<CreateProblem>& problems)
{
    if (plan.kubernetes.isEmpty() || plan.kubernetes == QLatin1String("stable")
        || plan.kubernetes == QLatin1String("latest"))
        return;
    const auto version = versionIn(plan.kubernetes);
    if (!version || version->major != 1) {
        problems.push_back({Field::Kubernetes, Words::tr("A version looks like v1.31.0."), false});
        return;
    }
    if (!minikube || *version >= oldestFor(*minikube))
        return;
    problems.push_back({Field::Kubernetes,
                        Words::tr("minikube %1 takes Kubernetes from %2 on. For %3 use minikube v1.24.0.")
                            .arg(minikube->text(), oldestFor(*minikube).text(), version->text()),
                        false});
}

void judgeMachine(const CreatePlan& plan, const MachineLimits& limits, std::vector<CreateProblem>& problems)
{
    if (plan.cpus < kLeastCpus)
        problems.push_back({Field::Cpus, Words::tr("Kubernetes needs at least %1 processors.").arg(kLeastCpus), false});
    else if (limits.cpus > 0 && plan.cpus > limits.cpus)
        problems.push_back({Field::Cpus, Words::tr("This machine has %n processors.", nullptr, limits.cpus), false});
    if (plan.memoryMegabytes < kLeastMemory)
        problems.push_back({Field::Memory, Words::tr("Kubernetes needs at least %1 MB.").arg(kLeastMemory), false});
    else if (limits.memoryMegabytes > 0 && plan.memoryMegabytes > limits.memoryMegabytes)
        problems.push_back({Field::Memory, Words::tr("This machine has %1 MB.").arg(limits.memoryMegabytes), false});
    else if (limits.memoryMegabytes > 0 && plan.memoryMegabytes > limits.memoryMegabytes * 9 / 10)
        problems.push_back(
            {Field::Memory, Words::tr("That leaves next to nothing for everything else on this machine."), true});
    if (plan.diskMegabytes < kLeastDisk)
        problems.push_back({Field::Disk, Words::tr("Images and data need at least %1 MB.").arg(kLeastDisk), false});
    else if (limits.freeDiskMegabytes > 0 && plan.diskMegabytes > limits.freeDiskMegabytes)
        problems.push_back({Field::Disk,
                            Words::tr("Only %1 MB are free; the disk grows as it is used, and may fill up.")
                                .arg(limits.freeDiskMegabytes),
                            true});
    if (plan.nodes < 1 || plan.nodes > kMostNodes)
        problems.push_back({Field::Nodes, Words::tr("From 1 to %1 nodes.").arg(kMostNodes), false});
}

} // namespace

std::vector<CreateProblem> createProblems(const CreatePlan& plan, const MachineLimits& limits, const QStringList& taken,
                                          const std::optional<Version>& minikube)
{
    std::vector<CreateProblem> problems;
    if (const QString problem = profileNameProblem(plan.name); !problem.isEmpty())
        problems.push_back({Field::Name, problem, false});
    else if (taken.contains(plan.name))
        problems.push_back({Field::Name, Words::tr("There is a profile of this name."), false});
    if (plan.driver.isEmpty())
        problems.push_back({Field::Driver, Words::tr("Choose what carries the cluster."), false});
    judgeKubernetes(plan, minikube, problems);
    judgeMachine(plan, limits, problems);
    return problems;
}

QStringList startArguments(const CreatePlan& plan)
{
    QStringList arguments = {QStringLiteral("--driver=%1").arg(plan.driver), QStringLiteral("--cpus=%1").arg(plan.cpus),
                             QStringLiteral("--memory=%1").arg(plan.memoryMegabytes),
                             QStringLiteral("--disk-size=%1mb").arg(plan.diskMegabytes),
                             QStringLiteral("--container-runtime=%1").arg(plan.runtime)};
    if (!plan.kubernetes.isEmpty())
        arguments << QStringLiteral("--kubernetes-version=%1").arg(plan.kubernetes);
    if (plan.nodes > 1)
        arguments << QStringLiteral("--nodes=%1").arg(plan.nodes);
    for (const QString& addon : plan.addons)
        arguments << QStringLiteral("--addons=%1").arg(addon);
    return arguments;
}

QMap<QString, QString> readMinikubeConfig(const QByteArray& output)
{
    QMap<QString, QString> config;
    for (const QByteArray& line : output.split('\n')) {
        const QString text = QString::fromUtf8(line).trimmed();
        if (text.startsWith(QLatin1String("- ")) && text.contains(u':'))
            config.insert(text.mid(2).section(u':', 0, 0).trimmed(), text.section(u':', 1).trimmed());
    }
    return config;
}

int megabytesIn(const QString& amount)
{
    static const QRegularExpression pattern(QStringLiteral("\\A\\s*(\\d{1,9})\\s*([kmgt]?)i?b?\\s*\\z"),
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(amount);
    if (!match.hasMatch())
        return 0;
    const qint64 number = match.captured(1).toLongLong();
    const QString unit = match.captured(2).toLower();
    const qint64 megabytes = unit == QLatin1String("k") ? number / 1'024
        : unit == QLatin1String("g")                    ? number * 1'024
        : unit == QLatin1String("t")                    ? number * 1'024 * 1'024
                                                        : number;
    return static_cast<int>(std::min<qint64>(megabytes, 1'000'000'000));
}

CreatePlan planFromDefaults(const QMap<QString, QString>& config, const MachineLimits& limits)
{
    CreatePlan plan;
    plan.name = QStringLiteral("minikube");
    plan.driver = config.value(QStringLiteral("driver"), config.value(QStringLiteral("vm-driver")));
    plan.kubernetes = config.value(QStringLiteral("kubernetes-version"));
    plan.runtime = config.value(QStringLiteral("container-runtime"), plan.runtime);
    // Half of the machine, as long as that is enough for Dispatch or more.
    if (limits.memoryMegabytes > 0)
        plan.memoryMegabytes = std::clamp(limits.memoryMegabytes / 2, 2'048, 6'144);
    if (limits.cpus > 0)
        plan.cpus = std::clamp(limits.cpus / 2, kLeastCpus, 4);
    if (const int cpus = config.value(QStringLiteral("cpus")).toInt(); cpus > 0)
        plan.cpus = cpus;
    if (const int memory = megabytesIn(config.value(QStringLiteral("memory"))); memory > 0)
        plan.memoryMegabytes = memory;
    if (const int disk = megabytesIn(config.value(QStringLiteral("disk-size"))); disk > 0)
        plan.diskMegabytes = disk;
    return plan;
}

QString freeName(const QString& wanted, const QStringList& taken)
{
    QString name = wanted;
    for (int i = 2; taken.contains(name); ++i)
        name = QStringLiteral("%1-%2").arg(wanted).arg(i);
    return name;
}

CreatePlan planOf(const ClusterProfile& profile)
{
    CreatePlan plan;
    plan.name = profile.name;
    plan.driver = profile.driver;
    plan.kubernetes = profile.kubernetes;
    if (!profile.runtime.isEmpty())
        plan.runtime = profile.runtime;
    plan.cpus = profile.cpus > 0 ? profile.cpus : plan.cpus;
    plan.memoryMegabytes = profile.memoryMegabytes > 0 ? profile.memoryMegabytes : plan.memoryMegabytes;
    plan.diskMegabytes = profile.diskMegabytes > 0 ? profile.diskMegabytes : plan.diskMegabytes;
    plan.nodes = std::max(1, profile.nodeCount);
    return plan;
}

CreatePlan planForDispatch(CreatePlan plan)
{
    plan.name = QStringLiteral("dispatch");
    plan.kubernetes = QStringLiteral("v1.15.12");
    plan.runtime = QStringLiteral("docker");
    plan.cpus = std::max(plan.cpus, 4);
    plan.memoryMegabytes = std::max(plan.memoryMegabytes, 6'144);
    plan.diskMegabytes = std::max(plan.diskMegabytes, 51'200);
    return plan;
}

} // namespace models
