// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/minikube.h"

#include "client/cluster/clusterstart.h"
#include "client/cluster/kubectlquestion.h"
#include "client/privatefile.h"
#include "client/redaction.h"
#include "client/whendone.h"
#include "client/worker.h"
#include "models/cluster/kubectlfailure.h"
#include "models/cluster/minikubefailure.h"

#include <QDir>
#include <QFile>
#include <QPromise>
#include <QStorageInfo>
#include <QThread>

namespace client {

namespace {

constexpr int kLogsPatienceMSecs = 120'000;
constexpr models::Version kListsServices{1, 30, 0};

models::Result<qint64> saveRedacted(const QByteArray& text, const QString& path)
{
    QByteArray shown;
    for (const QByteArray& line : text.split('\n'))
        shown += redactedLine(QString::fromUtf8(line)).toUtf8() + '\n';
    const auto written = writePrivately(path, shown, Commands::tr("save the logs to %1").arg(path));
    return written ? models::Result<qint64>(shown.size()) : models::failed(written.error());
}

} // namespace

ProcessOrder Minikube::order(const QStringList& arguments, const QString& tried) const
{
    return m_commands.toolbox().order(Tool::Minikube, arguments, tried);
}

template <typename T, typename Read> Minikube::Told<T> Minikube::ask(const ProcessOrder& order, Read read) const
{
    auto promise = std::make_shared<QPromise<models::Result<T>>>();
    promise->start();
    whenDone(m_commands.run(order), &m_commands, [promise, read](const models::Result<ProcessResult>& answer) {
        promise->addResult(answer ? read(*answer) : models::Result<T>(models::failed(answer.error())));
        promise->finish();
    });
    return promise->future();
}

Minikube::Told<std::vector<models::ClusterAddon>> Minikube::addons(const QString& profile) const
{
    return ask<std::vector<models::ClusterAddon>>(
        order({QStringLiteral("addons"), QStringLiteral("list"), QStringLiteral("-o"), QStringLiteral("json"),
               QStringLiteral("-p"), profile},
              Commands::tr("list the add-ons of %1").arg(profile)),
        [](const ProcessResult& answer) { return models::readAddons(answer.exitCode, answer.output, answer.errors); });
}

Minikube::Told<QStringList> Minikube::addonNames() const
{
    return ask<QStringList>(order({QStringLiteral("addons"), QStringLiteral("list"), QStringLiteral("-o"),
                                   QStringLiteral("json"), QStringLiteral("-p"), QStringLiteral("no-such-profile")},
                                  Commands::tr("ask minikube for its add-ons")),
                            [](const ProcessResult& answer) -> models::Result<QStringList> {
                                return models::readAddonNames(answer.output);
                            });
}

bool Minikube::listsServices() const
{
    const auto version = m_commands.toolbox().found(Tool::Minikube).version;
    return !version || *version >= kListsServices;
}

Minikube::Told<std::vector<models::ClusterService>> Minikube::services(const QString& profile, const QString& ip) const
{
    using Services = std::vector<models::ClusterService>;
    const QString tried = Commands::tr("list the services of %1").arg(profile);
    if (listsServices())
        return ask<Services>(order({QStringLiteral("service"), QStringLiteral("list"), QStringLiteral("-o"),
                                    QStringLiteral("json"), QStringLiteral("-p"), profile},
                                   tried),
                             [](const ProcessResult& answer) {
                                 return models::readServices(answer.exitCode, answer.output, answer.errors);
                             });
    return ask<Services>(kubectlOrder(m_commands.toolbox(), profile,
                                      {QStringLiteral("get"), QStringLiteral("svc"), QStringLiteral("-A"),
                                       QStringLiteral("-o"), QStringLiteral("json")},
                                      tried),
                         [ip](const ProcessResult& answer) {
                             return models::readKubernetesServices(answer.exitCode, answer.output, answer.errors, ip);
                         });
}

Minikube::Told<QString> Minikube::ip(const QString& profile) const
{
    return ask<QString>(order({QStringLiteral("ip"), QStringLiteral("-p"), profile},
                              Commands::tr("ask for the address of %1").arg(profile)),
                        [](const ProcessResult& answer) {
                            return models::readClusterIp(answer.exitCode, answer.output, answer.errors);
                        });
}

Minikube::Told<QMap<QString, QString>> Minikube::config() const
{
    return ask<QMap<QString, QString>>(
        order({QStringLiteral("config"), QStringLiteral("view")}, Commands::tr("read the settings of minikube")),
        [](const ProcessResult& answer) -> models::Result<QMap<QString, QString>> {
            return answer.exitCode == 0 ? models::readMinikubeConfig(answer.output) : QMap<QString, QString>();
        });
}

Minikube::Told<QStringList> Minikube::drivers() const
{
    return ask<QStringList>(
        order({QStringLiteral("config"), QStringLiteral("defaults"), QStringLiteral("driver"), QStringLiteral("-o"),
               QStringLiteral("json")},
              Commands::tr("ask minikube for its drivers")),
        [](const ProcessResult& answer) -> models::Result<QStringList> { return models::readDrivers(answer.output); });
}

Minikube::Told<QStringList> Minikube::contexts() const
{
    const QString tried = Commands::tr("read the contexts of kubeconfig");
    return ask<QStringList>(
        m_commands.toolbox().order(
            Tool::Kubectl,
            {QStringLiteral("config"), QStringLiteral("get-contexts"), QStringLiteral("-o"), QStringLiteral("name")},
            tried),
        [tried](const ProcessResult& answer) -> models::Result<QStringList> {
            if (answer.exitCode != 0)
                return models::failed(models::kubectlFailure(answer.exitCode, answer.output, answer.errors, tried));
            return QString::fromUtf8(answer.output).split(u'\n', Qt::SkipEmptyParts);
        });
}

Minikube::Told<qint64> Minikube::saveLogs(const QString& profile, const QString& file) const
{
    const QString tried = Commands::tr("read the logs of %1").arg(profile);
    ProcessOrder logs = order({QStringLiteral("logs"), QStringLiteral("-p"), profile}, tried);
    logs.deadlineMSecs = kLogsPatienceMSecs;
    auto promise = std::make_shared<QPromise<models::Result<qint64>>>();
    promise->start();
    const auto tell = [promise](const models::Result<qint64>& result) {
        promise->addResult(result);
        promise->finish();
    };
    Commands* const commands = &m_commands;
    whenDone(m_commands.run(logs), commands, [=](const models::Result<ProcessResult>& answer) {
        if (!answer) {
            tell(models::failed(answer.error()));
            return;
        }
        // A cluster that does not run has two sections to tell, and then fails (contract minikube §2.7).
        if (answer->exitCode != 0 && answer->output.isEmpty()) {
            tell(models::failed(
                models::minikubeFailure(tried, answer->exitCode, std::nullopt, {}, answer->errors).failure));
            return;
        }
        QByteArray text = answer->output + answer->errors;
        if (answer->isCutOff)
            text += '\n'
                + Commands::tr("(cut off here: `minikube logs -p %1 --file=…` saves all of it)").arg(profile).toUtf8();
        whenDone(onWorker([text, file] { return saveRedacted(text, file); }), commands, tell);
    });
    return promise->future();
}

models::MachineLimits machineLimits()
{
    models::MachineLimits limits;
    limits.cpus = QThread::idealThreadCount();
    QFile memory(QStringLiteral("/proc/meminfo"));
    if (memory.open(QIODevice::ReadOnly)) {
        const QByteArray line = memory.readLine(200); // "MemTotal:  16301234 kB"
        limits.memoryMegabytes = static_cast<int>(line.simplified().split(' ').value(1).toLongLong() / 1024);
    }
    const QStorageInfo disk(QFile::exists(minikubeFolder()) ? minikubeFolder() : QDir::homePath());
    limits.freeDiskMegabytes = disk.bytesAvailable() / (1024 * 1024);
    return limits;
}

} // namespace client
