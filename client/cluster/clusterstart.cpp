// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/clusterstart.h"

#include "models/cluster/clusterprofile.h"
#include "models/cluster/clusterprogress.h"
#include "models/json.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>

namespace client {

namespace {

constexpr qint64 kFreshSeconds = 600;
constexpr qint64 kMostRead = 512 * 1024;
constexpr int kFirstStep = 0;
constexpr int kDone = 19;

/// Empty = none under way.
QString stepIn(const QString& path, qint64 notBefore)
{
    QFile file(path);
    const QDateTime written = QFileInfo(path).lastModified();
    if (!written.isValid() || written.toMSecsSinceEpoch() <= notBefore
        || written.secsTo(QDateTime::currentDateTime()) > kFreshSeconds || !file.open(QIODevice::ReadOnly))
        return {};
    models::ClusterProgress progress;
    bool isStart = false;
    bool isFirst = true;
    for (const QByteArray& line : file.read(kMostRead).split('\n')) {
        const auto event = models::minikubeEventFrom(line);
        if (!event)
            continue;
        if (std::exchange(isFirst, false))
            isStart = event->step == kFirstStep && event->totalSteps == kDone;
        progress.take(*event);
    }
    const bool goesOn = isStart && !progress.fatal && progress.step < kDone;
    return goesOn ? progress.stepName : QString();
}

} // namespace

QString minikubeFolder()
{
    const QString home = qEnvironmentVariable("MINIKUBE_HOME");
    if (home.isEmpty())
        return QDir::homePath() + QStringLiteral("/.minikube");
    const QString inside = home + QStringLiteral("/.minikube");
    return QFileInfo::exists(inside) ? inside : home;
}

QString profileAt(const QString& folder, const QString& address)
{
    constexpr qsizetype kMostProfiles = 200;
    const QString root = folder + QStringLiteral("/profiles");
    for (const QString& name : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot).mid(0, kMostProfiles)) {
        QFile file(QStringLiteral("%1/%2/config.json").arg(root, name));
        const auto config = models::parseJson(file.open(QIODevice::ReadOnly) ? file.read(kMostRead) : QByteArray("{}"));
        const models::Json nodes = config ? models::valueAt(*config, "Nodes") : models::Json();
        for (std::size_t i = 0; nodes.is_array() && i < nodes.size(); ++i) {
            if (!address.isEmpty() && models::textAt(nodes[i], "IP") == address)
                return name;
        }
    }
    return {};
}

QString profileBehind(const QString& folder, const QString& host, const QString& connection)
{
    const QString profile = profileAt(folder, host);
    const bool isHere = host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
    if (!profile.isEmpty() || !isHere || !models::profileNameProblem(connection).isEmpty())
        return profile;
    const QString config = QStringLiteral("%1/profiles/%2/config.json").arg(folder, connection);
    return QFileInfo::exists(config) ? connection : QString();
}

QMap<QString, QString> startsUnderWay(const QString& folder, const QMap<QString, qint64>& profiles)
{
    QMap<QString, QString> steps;
    for (auto profile = profiles.begin(); profile != profiles.end(); ++profile) {
        const QString path = QStringLiteral("%1/profiles/%2/events.json").arg(folder, profile.key());
        if (const QString step = stepIn(path, profile.value()); !step.isEmpty())
            steps.insert(profile.key(), step);
    }
    return steps;
}

} // namespace client
