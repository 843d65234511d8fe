// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/driveropinion.h"

#include <QCoreApplication>

#include <algorithm>

namespace models {

namespace {

using Verdict = DriverOpinion::Verdict;

constexpr qsizetype kLongestLabel = 63;

QString words(const char* text)
{
    return QCoreApplication::translate("models::DriverOpinion", text);
}

/// The pod that speaks for the driver: one that works, else the one in the worst trouble; those that leave come last.
const Pod* speaker(const std::vector<Pod>& pods)
{
    const auto rank = [](const Pod& pod) {
        if (pod.isAvailable())
            return 0;
        if (pod.status.state == State::Error)
            return 1;
        return pod.status.state == State::Deleting ? 3 : 2;
    };
    const auto best = std::min_element(pods.begin(), pods.end(),
                                       [&rank](const Pod& left, const Pod& right) { return rank(left) < rank(right); });
    return best == pods.end() ? nullptr : &*best;
}

/// "ImagePullBackOff – Back-off pulling image …"
QString troubleOf(const Pod& pod)
{
    return pod.reason.isEmpty() ? pod.status.word : QStringLiteral("%1 – %2").arg(pod.status.word, pod.reason);
}

DriverOpinion withoutPods(const Status& said)
{
    DriverOpinion opinion;
    switch (said.state) {
    case State::Ready:
        opinion.verdict = Verdict::Disagrees;
        opinion.says = words(QT_TRANSLATE_NOOP("models::DriverOpinion", "READY, but the cluster has no pod of it."));
        opinion.remedy = words(QT_TRANSLATE_NOOP("models::DriverOpinion",
                                                 "Check that this is the cluster of the connection. If it is, update "
                                                 "the driver, and Dispatch makes its deployment again."));
        break;
    case State::Error:
    case State::Deleting:
        opinion.verdict = Verdict::Agrees;
        opinion.says = words(QT_TRANSLATE_NOOP("models::DriverOpinion", "The cluster has no pod of it."));
        break;
    default:
        opinion.says = words(QT_TRANSLATE_NOOP("models::DriverOpinion", "The cluster has no pod of it yet."));
        break;
    }
    return opinion;
}

DriverOpinion withWorkingPod(const Status& said, const Pod& pod)
{
    DriverOpinion opinion;
    opinion.verdict = said.state == State::Error ? Verdict::Disagrees : Verdict::Agrees;
    if (said.state == State::Error) {
        opinion.says = words(QT_TRANSLATE_NOOP("models::DriverOpinion",
                                               "ERROR, but its pod %1 runs, and %2 of %3 containers are ready."));
        opinion.remedy = words(QT_TRANSLATE_NOOP(
            "models::DriverOpinion", "Dispatch may not have looked again yet. If it stays so, update the driver."));
    } else {
        opinion.says
            = words(QT_TRANSLATE_NOOP("models::DriverOpinion", "The pod %1 runs, and %2 of %3 containers are ready."));
    }
    opinion.says = opinion.says.arg(pod.name, QString::number(pod.ready), QString::number(pod.wanted));
    if (!pod.reason.isEmpty())
        opinion.says += QStringLiteral(" (%1)").arg(pod.reason);
    if (said.state == State::None || said.state == State::Other)
        opinion.verdict = Verdict::Unknown;
    return opinion;
}

DriverOpinion withIdlePod(const Status& said, const Pod& pod, std::size_t count)
{
    DriverOpinion opinion;
    opinion.remedy = podRemedy(pod.status.word);
    const QString trouble = troubleOf(pod);
    const bool isStuck = pod.status.state == State::Error;
    switch (said.state) {
    case State::Ready:
        opinion.verdict = Verdict::Disagrees;
        opinion.says = words(QT_TRANSLATE_NOOP("models::DriverOpinion", "READY, but 0 of %1 pods are available: %2"))
                           .arg(QString::number(count), trouble);
        break;
    case State::Error:
        opinion.verdict = Verdict::Agrees;
        opinion.says = words(QT_TRANSLATE_NOOP("models::DriverOpinion", "No pod is available: %1")).arg(trouble);
        break;
    case State::Deleting:
        opinion.verdict = Verdict::Agrees;
        opinion.says = words(QT_TRANSLATE_NOOP("models::DriverOpinion", "Its pod is still there: %1")).arg(trouble);
        opinion.remedy.clear();
        break;
    default:
        opinion.verdict = isStuck ? Verdict::Disagrees : Verdict::Agrees;
        opinion.says = (isStuck ? words(QT_TRANSLATE_NOOP("models::DriverOpinion", "%1, but its pod cannot start: %2"))
                                : words(QT_TRANSLATE_NOOP("models::DriverOpinion", "%1, and its pod starts: %2")))
                           .arg(said.word, trouble);
        break;
    }
    if (said.state == State::None || said.state == State::Other)
        opinion.verdict = Verdict::Unknown;
    return opinion;
}

} // namespace

QString driverDeployment(const QString& organization, const QString& type, const QString& name)
{
    return QStringLiteral("event-driver-%1-%2-%3").arg(organization, type, name);
}

QString driverSelector(const QString& organization, const QString& type, const QString& name)
{
    const QString deployment = driverDeployment(organization, type, name);
    const bool isPlain = std::all_of(deployment.cbegin(), deployment.cend(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'.';
    });
    const QChar last = deployment.back();
    if (!isPlain || deployment.size() > kLongestLabel || last == u'-' || last == u'.')
        return {};
    return QStringLiteral("app=event-driver,name=%1").arg(deployment);
}

DriverOpinion driverOpinion(const Status& said, const std::vector<Pod>& pods)
{
    const Pod* pod = speaker(pods);
    if (!pod)
        return withoutPods(said);
    DriverOpinion opinion = pod->isAvailable() ? withWorkingPod(said, *pod) : withIdlePod(said, *pod, pods.size());
    opinion.nameSpace = pod->nameSpace;
    opinion.pod = pod->name;
    return opinion;
}

DriverOpinion noDriverOpinion(const Failure& failure)
{
    DriverOpinion opinion;
    opinion.says
        = words(QT_TRANSLATE_NOOP("models::DriverOpinion", "The cluster could not be asked: %1")).arg(failure.meaning);
    opinion.remedy = failure.remedy;
    return opinion;
}

DriverOpinion impossibleDriver(const Status& said, const QString& deployment)
{
    DriverOpinion opinion;
    opinion.verdict = said.state == State::Ready ? Verdict::Disagrees : Verdict::Unknown;
    opinion.says = words(QT_TRANSLATE_NOOP("models::DriverOpinion",
                                           "Kubernetes can have no deployment with the name %1: it is longer than %2 "
                                           "letters, or has letters that it may not have."))
                       .arg(deployment, QString::number(kLongestLabel));
    opinion.remedy = words(QT_TRANSLATE_NOOP("models::DriverOpinion",
                                             "Make a driver with a shorter name, or of a type with a shorter one."));
    return opinion;
}

} // namespace models
