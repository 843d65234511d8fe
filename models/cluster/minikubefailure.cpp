// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/minikubefailure.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace models {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(models::ClusterFailure)
};

struct Row
{
    int first; ///< exit codes from this
    int last; ///< to this
    const char* id; ///< begins so; null = any
    ClusterRemedy remedy;
    const char* meaning;
    const char* next; ///< what to do, when minikube has no advice
};

// The first that fits. Reasons with a code of their own come before their range.
constexpr Row kRows[] = {
    {106, 106, "K8S_OLD", ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "This minikube is too new for that version of Kubernetes."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "Choose a newer Kubernetes; for Kubernetes 1.15 take minikube v1.24.0 or older.")},
    {106, 106, "K8S_DOWNGRADE", ClusterRemedy::DeleteAndCreate,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "A cluster cannot go back to an older Kubernetes."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "Delete this cluster and create it again with that version, create a second one, or start it "
                       "with the version it has.")},
    {103, 103, nullptr, ClusterRemedy::Unpause, QT_TRANSLATE_NOOP("models::ClusterFailure", "The cluster is paused."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Unpause it first.")},
    {100, 109, nullptr, ClusterRemedy::SaveLogs,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Kubernetes itself did not come up."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "Start it again. If that does not help, the logs say why, or delete it and create it anew.")},
    {0, 255, "RSRC_OVER_ALLOC_MEM", ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "This machine has less memory than that."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Give the cluster less memory.")},
    {20, 22, nullptr, ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "This machine does not have what was asked for."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Ask for less.")},
    {23, 25, nullptr, ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "The memory does not fit: too little, or more than there is."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Choose another amount of memory.")},
    {26, 26, nullptr, ClusterRemedy::TryAgain, QT_TRANSLATE_NOOP("models::ClusterFailure", "The disk is full."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Free some space, then start again.")},
    {27, 27, nullptr, ClusterRemedy::None,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "minikube may not use a file or device it needs."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Check who owns the files it names.")},
    {28, 29, nullptr, ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "There are fewer processors than that."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Give the cluster fewer processors, or at least the two it needs.")},
    {37, 37, nullptr, ClusterRemedy::None, QT_TRANSLATE_NOOP("models::ClusterFailure", "kubeconfig cannot be written."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Make ~/.kube and its files yours: sudo chown -R $USER ~/.kube.")},
    {38, 38, nullptr, ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "This machine cannot run virtual machines, or that is switched off."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "Switch virtualisation on in the firmware, or use a container driver such as docker.")},
    {30, 39, nullptr, ClusterRemedy::None,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Something on this machine is in the way."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Mend what minikube names, then start again.")},
    {40, 49, nullptr, ClusterRemedy::TryAgain,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Something could not be fetched from the network."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "Check the network, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY, then start again.")},
    {55, 56, nullptr, ClusterRemedy::ShowTools,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Nothing on this machine can carry the cluster with that driver."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Install Docker, or choose another driver.")},
    {57, 57, nullptr, ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "This driver must not be used as this user."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "Start the console as a user that is not root, or use another driver.")},
    {50, 59, nullptr, ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "The driver does not work."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Choose another driver.")},
    {63, 63, nullptr, ClusterRemedy::TryAgain,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "What carries the cluster does not run."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "Start it (for Docker: sudo systemctl start docker), then try again.")},
    {65, 65, nullptr, ClusterRemedy::ShowTools,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "What should carry the cluster is not installed."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Install it, or choose another driver.")},
    {67, 69, nullptr, ClusterRemedy::TryAgain,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "You may not use what should carry the cluster."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "For Docker: sudo usermod -aG docker $USER, then sign in to the desktop again.")},
    {60, 69, nullptr, ClusterRemedy::TryAgain,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "What carries the cluster does not work."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Look at it with its own tools, then try again.")},
    {70, 79, nullptr, ClusterRemedy::TryAgain,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "The network between this machine and the cluster does not work."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Check VPN and firewall, then start again.")},
    {81, 81, nullptr, ClusterRemedy::DeleteAndCreate,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "The cluster was made with another driver."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Start it with its own driver, or delete it and create it again.")},
    {83, 83, nullptr, ClusterRemedy::Start, QT_TRANSLATE_NOOP("models::ClusterFailure", "The cluster does not run."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Start it first.")},
    {85, 85, nullptr, ClusterRemedy::None,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "There is no such profile any more."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Somebody deleted it; create it again if you want it.")},
    {80, 89, nullptr, ClusterRemedy::DeleteAndCreate,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "The machine of the cluster could not be made or started."),
     QT_TRANSLATE_NOOP("models::ClusterFailure",
                       "Start it again. If that does not help, delete it and create it anew.")},
    {90, 99, nullptr, ClusterRemedy::SaveLogs,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "The container runtime in the cluster does not work."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Save the logs and look there, or create it with another runtime.")},
    {11, 11, "MK_ADDON_ENABLE_PAUSED", ClusterRemedy::Unpause,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "The cluster is paused."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Unpause it first.")},
    {111, 111, nullptr, ClusterRemedy::None, QT_TRANSLATE_NOOP("models::ClusterFailure", "A tunnel runs already."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Use that one, or end it where it was started.")},
    {14, 14, nullptr, ClusterRemedy::ChangeSettings,
     QT_TRANSLATE_NOOP("models::ClusterFailure", "minikube does not take one of the settings."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Change the setting it names.")},
    {128, 255, nullptr, ClusterRemedy::TryAgain, QT_TRANSLATE_NOOP("models::ClusterFailure", "minikube was killed."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Look at the state, then try again.")},
    {0, 255, nullptr, ClusterRemedy::TryAgain, QT_TRANSLATE_NOOP("models::ClusterFailure", "minikube could not do it."),
     QT_TRANSLATE_NOOP("models::ClusterFailure", "Read what it said; its logs say more.")},
};

const Row& rowFor(int exitCode, const QString& id)
{
    for (const Row& row : kRows) {
        if (exitCode >= row.first && exitCode <= row.last && (!row.id || id.startsWith(QLatin1String(row.id))))
            return row;
    }
    return kRows[std::size(kRows) - 1];
}

/// Minikube's own words, unless they are a template that nobody filled.
QString readableAdvice(const QString& advice)
{
    if (advice.contains(QLatin1String("{{")))
        return {};
    QStringList kept;
    for (const QString& line : advice.split(u'\n')) {
        if (const QString trimmed = line.trimmed(); !trimmed.isEmpty())
            kept << trimmed;
    }
    return kept.join(u'\n');
}

/// A docker format that went through minikube's own templates leaves this (contract minikube §2.3).
QString cleared(QString message)
{
    static const QRegularExpression unfilled(QStringLiteral("( --format)? (<no value>[-:]?)+"));
    return message.replace(unfilled, QString());
}

/// "X Exiting due to ID: message", as text commands end.
void takeFromText(ClusterFailure& failure, const QString& text)
{
    static const QRegularExpression exiting(QStringLiteral("Exiting due to ([A-Z][A-Z0-9_]+): (.*)"));
    const QRegularExpressionMatch match = exiting.match(text);
    if (match.hasMatch()) {
        failure.id = match.captured(1);
        failure.failure.cameBack = match.captured(2).trimmed();
    } else {
        failure.failure.cameBack = text.section(u'\n', 0, 4).trimmed();
    }
}

} // namespace

QString wordsOfMinikube(const QByteArray& text)
{
    static const QRegularExpression log(QStringLiteral("^[IWEF]\\d{4} \\d\\d:\\d\\d:\\d\\d\\."));
    QStringList kept;
    for (const QByteArray& line : text.left(256 * 1024).split('\n')) {
        const auto event = minikubeEventFrom(line);
        const QString words = event ? event->message : QString::fromUtf8(line).trimmed();
        if (!words.isEmpty() && !log.match(words).hasMatch())
            kept << words;
    }
    return kept.join(u'\n');
}

ClusterFailure minikubeFailure(const QString& tried, int exitCode, const std::optional<MinikubeEvent>& fatal,
                               const QByteArray& output, const QByteArray& errors)
{
    ClusterFailure result;
    result.exitCode = exitCode;
    QString advice;
    if (fatal) {
        result.id = fatal->name;
        result.exitCode = fatal->exitCode;
        result.failure.cameBack = cleared(fatal->message);
        result.url = fatal->url;
        result.issues = fatal->issues.split(u',', Qt::SkipEmptyParts);
        advice = readableAdvice(fatal->advice);
    } else {
        const QString said = wordsOfMinikube(errors);
        takeFromText(result, said.isEmpty() ? wordsOfMinikube(output) : said);
    }
    const Row& row = rowFor(result.exitCode, result.id);
    result.remedy = row.remedy;
    Failure& failure = result.failure;
    failure.kind = result.exitCode == 85 ? FailureKind::NotFound : FailureKind::Process;
    failure.tried = tried;
    failure.code = result.exitCode;
    failure.meaning = Words::tr(row.meaning);
    failure.remedy = advice.isEmpty() ? Words::tr(row.next) : advice;
    failure.raw = (output.right(16'000) + errors.right(16'000));
    return result;
}

} // namespace models
