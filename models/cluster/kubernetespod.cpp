// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/kubernetespod.h"

#include "models/cluster/kubernetesjson.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace models {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("models::Kubernetes", text);
}

int countAt(const Json& object, const char* member)
{
    return static_cast<int>(std::clamp<qint64>(numberAt(object, member), 0, std::numeric_limits<int>::max()));
}

/// A wait that is a part of every start.
bool isOrdinaryWait(const QString& word)
{
    return word == QLatin1String("ContainerCreating") || word == QLatin1String("PodInitializing");
}

/// "OOMKilled", or the exit code where the cluster gives no reason.
QString wordOfEnd(const Json& terminated)
{
    const QString reason = textAt(terminated, "reason");
    if (!reason.isEmpty())
        return reason;
    if (const qint64 signal = numberAt(terminated, "signal"); signal != 0)
        return QStringLiteral("Signal:%1").arg(signal);
    return QStringLiteral("ExitCode:%1").arg(numberAt(terminated, "exitCode"));
}

void readState(const Json& status, PodContainer& container)
{
    const Json& state = partOf(status, "state");
    const Json& last = partOf(partOf(status, "lastState"), "terminated");
    container.isReady = flagAt(status, "ready");
    container.restarts = countAt(status, "restartCount");
    container.hasPrevious = last.is_object();
    if (container.hasPrevious) {
        container.lastWord = wordOfEnd(last);
        container.lastExitCode = static_cast<int>(numberAt(last, "exitCode"));
    }
    if (const Json& waiting = partOf(state, "waiting"); waiting.is_object()) {
        container.word = textAt(waiting, "reason");
        container.message = textAt(waiting, "message");
    } else if (const Json& terminated = partOf(state, "terminated"); terminated.is_object()) {
        container.word = wordOfEnd(terminated);
        container.message = textAt(terminated, "message");
        container.lastExitCode = static_cast<int>(numberAt(terminated, "exitCode"));
    } else if (partOf(state, "running").is_object()) {
        container.word = QStringLiteral("Running");
        container.isRunning = true;
    }
}

void readContainers(const Json& pod, const char* described, const char* said, bool isInit, Pod& into)
{
    const Json& statuses = partOf(partOf(pod, "status"), said);
    const auto place = [&into, isInit](const Json& item) -> PodContainer& {
        const QString name = textAt(item, "name");
        for (PodContainer& known : into.containers) {
            if (known.name == name && known.isInit == isInit)
                return known;
        }
        PodContainer& fresh = into.containers.emplace_back();
        fresh.name = name;
        fresh.image = textAt(item, "image");
        fresh.isInit = isInit;
        return fresh;
    };
    forEachOf(partOf(partOf(pod, "spec"), described), [&place](const Json& item) {
        PodContainer& container = place(item);
        forEachOf(partOf(item, "ports"), [&container](const Json& port) {
            if (const int number = countAt(port, "containerPort"); number > 0 && number <= 65'535)
                container.ports.push_back(number);
        });
    });
    forEachOf(statuses, [&place](const Json& item) { readState(item, place(item)); });
}

struct Verdict
{
    State state = State::None; ///< None = no trouble here
    QString word;
    QString reason;
};

QString lastEnd(const PodContainer& container)
{
    const QString text = container.restarts == 1
        ? words(QT_TRANSLATE_NOOP("models::Kubernetes",
                                  "container %1 was started again once; the last time it ended "
                                  "with exit code %2 (%3)"))
        : words(QT_TRANSLATE_NOOP("models::Kubernetes",
                                  "container %1 was started again %4 times; the last time it "
                                  "ended with exit code %2 (%3)"))
              .replace(QLatin1String("%4"), QString::number(container.restarts));
    return text.arg(container.name, QString::number(container.lastExitCode), container.lastWord);
}

Verdict ofWaiting(const PodContainer& container)
{
    QStringList reasons;
    if (!container.message.isEmpty())
        reasons << container.message;
    if (container.hasPrevious && !isOrdinaryWait(container.word))
        reasons << lastEnd(container);
    return {isOrdinaryWait(container.word) ? State::Creating : State::Error, container.word,
            reasons.join(QStringLiteral("; "))};
}

/// Those that go first, one after the other; the first that is not through stops the pod.
Verdict ofInit(const Pod& pod)
{
    const auto count = std::count_if(pod.containers.begin(), pod.containers.end(),
                                     [](const PodContainer& container) { return container.isInit; });
    qsizetype through = 0;
    for (const PodContainer& container : pod.containers) {
        if (!container.isInit)
            continue;
        const bool ended
            = !container.isRunning && container.lastExitCode == 0 && container.word == QLatin1String("Completed");
        // One that goes on running beside the others is through once it is ready.
        if (ended || (container.isRunning && container.isReady)) {
            ++through;
            continue;
        }
        if (container.word.isEmpty() || container.isRunning || isOrdinaryWait(container.word))
            return {State::Creating, QStringLiteral("Init:%1/%2").arg(through).arg(count), container.message};
        Verdict verdict = ofWaiting(container);
        verdict.word.prepend(QLatin1String("Init:"));
        return verdict;
    }
    return {};
}

/// The worst of its containers; one that cannot start counts more than one that only starts.
Verdict ofContainers(const Pod& pod)
{
    Verdict worst;
    for (const PodContainer& container : pod.containers) {
        if (container.isInit || container.isRunning || container.word.isEmpty())
            continue;
        Verdict verdict = ofWaiting(container);
        if (container.word == QLatin1String("Completed"))
            verdict.state = State::Initialized;
        if (worst.state == State::None || (worst.state != State::Error && verdict.state == State::Error))
            worst = verdict;
    }
    return worst;
}

Verdict ofConditions(const Json& pod)
{
    Verdict verdict;
    forEachOf(partOf(partOf(pod, "status"), "conditions"), [&verdict](const Json& condition) {
        const bool isFalse = textAt(condition, "status") == QLatin1String("False");
        const QString type = textAt(condition, "type");
        const QString reason = textAt(condition, "reason");
        if (isFalse && type == QLatin1String("PodScheduled"))
            verdict = {State::Error, reason.isEmpty() ? QStringLiteral("Unschedulable") : reason,
                       textAt(condition, "message")};
        else if (isFalse && type == QLatin1String("Ready") && verdict.state == State::None)
            verdict = {State::Updating, {}, textAt(condition, "message")};
    });
    return verdict;
}

struct Phase
{
    const char* name;
    const char* word;
    State state;
};

constexpr Phase kPhases[] = {
    {"Pending", "Pending", State::Creating},        {"Running", "Running", State::Ready},
    {"Succeeded", "Completed", State::Initialized}, {"Failed", "Failed", State::Error},
    {"Unknown", "Unknown", State::Other},
};

Verdict ofPhase(const Json& pod)
{
    const Json& status = partOf(pod, "status");
    const QString name = textAt(status, "phase");
    const QString reason = textAt(status, "reason"); // "Evicted", "NodeLost"
    for (const Phase& phase : kPhases) {
        if (name == QLatin1String(phase.name))
            return {phase.state, reason.isEmpty() ? QString(QLatin1String(phase.word)) : reason,
                    textAt(status, "message")};
    }
    return {State::Other, name.isEmpty() ? QStringLiteral("Unknown") : name, {}};
}

/// In the order of contract minikube §3.
Verdict judge(const Json& json, const Pod& pod)
{
    Verdict phase = ofPhase(json);
    if (const Json& metadata = partOf(json, "metadata"); !partOf(metadata, "deletionTimestamp").is_null())
        return {State::Deleting, QStringLiteral("Terminating"), phase.reason};
    if (phase.state == State::Initialized || (phase.state == State::Error && phase.word != QLatin1String("Failed")))
        return phase;
    if (Verdict verdict = ofInit(pod); verdict.state != State::None)
        return verdict;
    if (Verdict verdict = ofContainers(pod); verdict.state != State::None)
        return verdict;
    const Verdict conditions = ofConditions(json);
    if (conditions.state == State::Error)
        return conditions;
    if (conditions.state == State::Updating && phase.state == State::Ready)
        return {State::Updating, phase.word, conditions.reason};
    for (const PodContainer& container : pod.containers) {
        if (phase.reason.isEmpty() && container.isRunning && container.hasPrevious)
            phase.reason = lastEnd(container);
    }
    return phase;
}

Pod podFromJson(const Json& json)
{
    Pod pod;
    const Json& metadata = partOf(json, "metadata");
    pod.name = textAt(metadata, "name");
    pod.nameSpace = textAt(metadata, "namespace");
    pod.uid = textAt(metadata, "uid");
    if (pod.uid.isEmpty())
        pod.uid = pod.nameSpace + u'/' + pod.name;
    pod.created = timeAt(metadata, "creationTimestamp");
    if (const Json& labels = partOf(metadata, "labels"); labels.is_object()) {
        for (const auto& [key, value] : labels.items()) {
            if (value.is_string())
                pod.labels[fromStd(key)] = fromStd(value.get_ref<const std::string&>());
        }
    }
    pod.node = textAt(partOf(json, "spec"), "nodeName");
    readContainers(json, "initContainers", "initContainerStatuses", true, pod);
    readContainers(json, "containers", "containerStatuses", false, pod);
    for (const PodContainer& container : pod.containers) {
        pod.restarts += std::min(container.restarts, std::numeric_limits<int>::max() - pod.restarts);
        pod.wanted += container.isInit ? 0 : 1;
        pod.ready += !container.isInit && container.isReady ? 1 : 0;
    }
    const QString phase = textAt(partOf(json, "status"), "phase");
    pod.isOver = phase == QLatin1String("Succeeded") || phase == QLatin1String("Failed");
    const Verdict verdict = judge(json, pod);
    pod.status = {verdict.state, verdict.word};
    pod.reason = verdict.reason;
    return pod;
}

struct Advice
{
    const char* word;
    const char* remedy;
};

constexpr Advice kAdvice[] = {
    {"ImagePullBackOff",
     QT_TRANSLATE_NOOP("models::Kubernetes",
                       "Check the name of the image, and whether the cluster can reach its "
                       "registry. The events below say what the registry answered.")},
    {"ErrImagePull",
     QT_TRANSLATE_NOOP("models::Kubernetes",
                       "Check the name of the image, and whether the cluster can reach its "
                       "registry. The events below say what the registry answered.")},
    {"InvalidImageName", QT_TRANSLATE_NOOP("models::Kubernetes", "Correct the name of the image.")},
    {"CrashLoopBackOff",
     QT_TRANSLATE_NOOP("models::Kubernetes",
                       "It ends soon after each start. Read the previous log of its container; "
                       "an event driver ends when it is given a setting it does not know.")},
    {"Error", QT_TRANSLATE_NOOP("models::Kubernetes", "Read the previous log of its container.")},
    {"OOMKilled",
     QT_TRANSLATE_NOOP("models::Kubernetes", "It took more memory than it may. Give it, or the cluster, more.")},
    {"CreateContainerConfigError",
     QT_TRANSLATE_NOOP("models::Kubernetes", "A secret or a setting that it needs is not in the cluster.")},
    {"CreateContainerError", QT_TRANSLATE_NOOP("models::Kubernetes", "Look at its events below.")},
    {"Unschedulable",
     QT_TRANSLATE_NOOP("models::Kubernetes",
                       "No node has room for it. Stop what is not needed, or make a cluster "
                       "with more memory and processors.")},
    {"Evicted",
     QT_TRANSLATE_NOOP("models::Kubernetes", "The node ran short of memory or disk. Make room, then delete the pod.")},
};

} // namespace

bool Pod::isAvailable() const
{
    return status.state != State::Deleting && wanted > 0 && ready >= wanted;
}

const PodContainer* Pod::container(const QString& containerName) const
{
    const auto found
        = std::find_if(containers.begin(), containers.end(),
                       [&containerName](const PodContainer& container) { return container.name == containerName; });
    return found == containers.end() ? nullptr : &*found;
}

QString Pod::mainContainer() const
{
    const PodContainer* first = nullptr;
    for (const PodContainer& container : containers) {
        const bool waitsOnly = container.word.isEmpty() || isOrdinaryWait(container.word);
        const bool isThrough = container.isInit && container.word == QLatin1String("Completed");
        if (!container.isRunning && !waitsOnly && !isThrough)
            return container.name;
        if (!first && !container.isInit)
            first = &container;
    }
    return first ? first->name : QString();
}

Result<std::vector<Pod>> podsFromJson(const QByteArray& text)
{
    const auto items = kubernetesItems(text, words(QT_TRANSLATE_NOOP("models::Kubernetes", "The list of pods")));
    if (!items)
        return failed(items.error());
    std::vector<Pod> pods;
    forEachOf(*items, [&pods](const Json& item) { pods.push_back(podFromJson(item)); });
    std::sort(pods.begin(), pods.end(), [](const Pod& left, const Pod& right) {
        return std::tie(left.nameSpace, left.name, left.uid) < std::tie(right.nameSpace, right.name, right.uid);
    });
    return pods;
}

QString podRemedy(const QString& word)
{
    const QString last = word.section(u':', -1);
    for (const Advice& advice : kAdvice) {
        if (last == QLatin1String(advice.word))
            return words(advice.remedy);
    }
    return {};
}

} // namespace models
