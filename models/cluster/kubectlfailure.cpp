// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/kubectlfailure.h"

#include "models/secretkeys.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace models {

namespace {

constexpr qsizetype kMostRaw = 16 * 1024;
constexpr qsizetype kMostLines = 6;

struct Meaning
{
    const char* sign; ///< in what kubectl said, in lower case
    FailureKind kind;
    const char* meaning;
    const char* remedy;
};

// The first that fits counts: particular ones before general ones.
constexpr Meaning kMeanings[] = {
    {"please enter username", FailureKind::Unauthorized,
     QT_TRANSLATE_NOOP("models::Kubectl", "The kubeconfig has no credentials for this cluster."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Let minikube write the kubeconfig again (Repair context).")},
    {"you must be logged in", FailureKind::Unauthorized,
     QT_TRANSLATE_NOOP("models::Kubectl", "The cluster does not accept the credentials of the kubeconfig."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Let minikube write the kubeconfig again (Repair context).")},
    {"(unauthorized)", FailureKind::Unauthorized,
     QT_TRANSLATE_NOOP("models::Kubectl", "The cluster does not accept the credentials of the kubeconfig."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Let minikube write the kubeconfig again (Repair context).")},
    {"(forbidden)", FailureKind::Forbidden,
     QT_TRANSLATE_NOOP("models::Kubectl", "You may not do that in this cluster. It says nothing about what is there."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Choose another namespace, or ask for the right.")},
    {"context was not found", FailureKind::Unreachable,
     QT_TRANSLATE_NOOP("models::Kubectl",
                       "The kubeconfig does not know this cluster. minikube takes it out when the "
                       "cluster stops."),
     QT_TRANSLATE_NOOP("models::Kubectl",
                       "Start the cluster, or let minikube write the kubeconfig again (Update "
                       "context).")},
    {"\" does not exist", FailureKind::Unreachable,
     QT_TRANSLATE_NOOP("models::Kubectl",
                       "The kubeconfig does not know this cluster. minikube takes it out when the "
                       "cluster stops."),
     QT_TRANSLATE_NOOP("models::Kubectl",
                       "Start the cluster, or let minikube write the kubeconfig again (Update "
                       "context).")},
    {"no configuration has been provided", FailureKind::Unreachable,
     QT_TRANSLATE_NOOP("models::Kubectl", "There is no kubeconfig."),
     QT_TRANSLATE_NOOP("models::Kubectl",
                       "Start the cluster, or let minikube write the kubeconfig again (Update "
                       "context).")},
    {"error loading config file", FailureKind::Malformed,
     QT_TRANSLATE_NOOP("models::Kubectl", "The kubeconfig cannot be read."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Correct the file, or move it away and let minikube write a new one.")},
    {"metrics api not available", FailureKind::NotOnServer,
     QT_TRANSLATE_NOOP("models::Kubectl", "The cluster measures nothing: the add-on metrics-server is not enabled."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Enable the add-on metrics-server and wait a minute.")},
    {"previous terminated container", FailureKind::NotFound,
     QT_TRANSLATE_NOOP("models::Kubectl", "There was no container before this one, or its log is gone."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Read the log of the one that is there.")},
    {"is waiting to start", FailureKind::Conflict,
     QT_TRANSLATE_NOOP("models::Kubectl", "The container has not started, so there is no log of it."),
     QT_TRANSLATE_NOOP("models::Kubectl", "The reason of the pod and its events say what it waits for.")},
    {"podinitializing", FailureKind::Conflict,
     QT_TRANSLATE_NOOP("models::Kubectl", "The container has not started, so there is no log of it."),
     QT_TRANSLATE_NOOP("models::Kubectl", "The reason of the pod and its events say what it waits for.")},
    {"address already in use", FailureKind::Conflict,
     QT_TRANSLATE_NOOP("models::Kubectl", "Another program has this local port."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Choose another local port, or let the system choose one.")},
    {"unable to listen on", FailureKind::Conflict,
     QT_TRANSLATE_NOOP("models::Kubectl", "The local port cannot be opened."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Choose another local port, or let the system choose one.")},
    {"pod is not running", FailureKind::Conflict,
     QT_TRANSLATE_NOOP("models::Kubectl", "The pod does not run, so nothing can be forwarded to it."),
     QT_TRANSLATE_NOOP("models::Kubectl", "The reason of the pod and its events say what it waits for.")},
    {"lost connection to pod", FailureKind::Unreachable,
     QT_TRANSLATE_NOOP("models::Kubectl", "The connection to the pod was lost: it, or the cluster, went away."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Look whether the pod still runs.")},
    {"exceeded its progress deadline", FailureKind::ServerError,
     QT_TRANSLATE_NOOP("models::Kubectl", "It did not become ready in time."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Look at its pods and their events.")},
    {"(notfound)", FailureKind::NotFound, QT_TRANSLATE_NOOP("models::Kubectl", "It is not there, or not any more."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Refresh the list.")},
    {"x509:", FailureKind::Tls,
     QT_TRANSLATE_NOOP("models::Kubectl", "The certificate of the cluster is not the one of the kubeconfig."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Let minikube write the kubeconfig again (Repair context).")},
    {"was refused", FailureKind::Unreachable,
     QT_TRANSLATE_NOOP("models::Kubectl", "The cluster does not answer: it is stopped, paused, or still starting."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Look at its state on this page, and start it.")},
    {"connection refused", FailureKind::Unreachable,
     QT_TRANSLATE_NOOP("models::Kubectl", "The cluster does not answer: it is stopped, paused, or still starting."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Look at its state on this page, and start it.")},
    {"tls handshake timeout", FailureKind::TimedOut,
     QT_TRANSLATE_NOOP("models::Kubectl", "The cluster did not answer in time: it is paused, or overloaded."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Look at its state on this page; unpause it, or give it more memory.")},
    {"timeout", FailureKind::TimedOut,
     QT_TRANSLATE_NOOP("models::Kubectl", "The cluster did not answer in time: it is paused, or overloaded."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Look at its state on this page; unpause it, or give it more memory.")},
    {"deadline exceeded", FailureKind::TimedOut,
     QT_TRANSLATE_NOOP("models::Kubectl", "The cluster did not answer in time: it is paused, or overloaded."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Look at its state on this page; unpause it, or give it more memory.")},
    {"no such host", FailureKind::Unreachable,
     QT_TRANSLATE_NOOP("models::Kubectl", "The address of the cluster does not exist."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Let minikube write the kubeconfig again (Repair context).")},
    {"no route to host", FailureKind::Unreachable,
     QT_TRANSLATE_NOOP("models::Kubectl", "The machine of the cluster cannot be reached."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Look at its state on this page, and start it.")},
    {"(badrequest)", FailureKind::Invalid, QT_TRANSLATE_NOOP("models::Kubectl", "The cluster did not accept that."),
     QT_TRANSLATE_NOOP("models::Kubectl", "What it said names the reason.")},
    {"unknown flag", FailureKind::Invalid,
     QT_TRANSLATE_NOOP("models::Kubectl", "This kubectl is too old, or no kubectl of Kubernetes."),
     QT_TRANSLATE_NOOP("models::Kubectl", "Install a newer one, or choose another one.")},
};

/// "E1123 08:31:58.031577     959 memcache.go:265] …"
bool isLibraryLog(const QString& line)
{
    static const QRegularExpression pattern(
        QStringLiteral("^[EWIF]\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+ +\\d+ [\\w.-]+:\\d+\\]"));
    return pattern.match(line).hasMatch();
}

bool isNote(const QString& line)
{
    return line.startsWith(QLatin1String("Warning:"), Qt::CaseInsensitive)
        || line.startsWith(QLatin1String("Defaulted container "));
}

} // namespace

QString kubectlWords(const QByteArray& errors)
{
    const QString text = QString::fromUtf8(errors.right(kMostRaw));
    QStringList forPeople;
    QStringList others;
    for (const QString& raw : text.split(u'\n')) {
        const QString line = raw.trimmed();
        if (!line.isEmpty())
            (isLibraryLog(line) || isNote(line) ? others : forPeople) << (looksSecretValue(line) ? secretMask() : line);
    }
    QStringList& lines = forPeople.isEmpty() ? others : forPeople;
    if (lines.size() > kMostLines)
        lines = lines.mid(lines.size() - kMostLines);
    return lines.join(u'\n');
}

Failure kubectlFailure(int exitCode, const QByteArray& output, const QByteArray& errors, const QString& tried)
{
    Failure failure;
    failure.tried = tried;
    failure.cameBack = kubectlWords(errors);
    failure.raw = failure.cameBack.toUtf8();
    const bool asked = output.left(kMostRaw).toLower().contains("please enter username");
    const QString said = asked ? QStringLiteral("please enter username") : failure.cameBack.toLower();
    if (failure.cameBack.isEmpty())
        failure.cameBack = QCoreApplication::translate("models::Kubectl", "nothing, and exit code %1").arg(exitCode);
    for (const Meaning& meaning : kMeanings) {
        if (!said.contains(QLatin1String(meaning.sign)))
            continue;
        failure.kind = meaning.kind;
        failure.meaning = QCoreApplication::translate("models::Kubectl", meaning.meaning);
        failure.remedy = QCoreApplication::translate("models::Kubectl", meaning.remedy);
        return failure;
    }
    failure.kind = FailureKind::Process;
    failure.meaning
        = QCoreApplication::translate("models::Kubectl", "kubectl could not do it (exit code %1).").arg(exitCode);
    failure.remedy = QCoreApplication::translate("models::Kubectl", "What it said names the reason.");
    return failure;
}

} // namespace models
