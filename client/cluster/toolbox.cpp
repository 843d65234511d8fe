// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/toolbox.h"

#include "client/cluster/commandlog.h"
#include "client/worker.h"
#include "models/json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace client {

using models::Version;

namespace {

struct Row
{
    Tool tool;
    const char* program;
    const char* name;
    const char* purpose;
    Version minimum;
    const char* questions; ///< arguments that make it tell its version
    const char* debian; ///< package; null = none in Debian
    const char* page; ///< where to get it otherwise
};

// The oldest minikube and kubectl are those whose output was measured; Helm 2.15 is the first whose tiller can be had.
// The command line of Dispatch asks a server for its version too, and has no option against that: one that refuses at
// once will do.
constexpr Row kRows[kToolCount] = {
    {Tool::Minikube,
     "minikube",
     "minikube",
     QT_TRANSLATE_NOOP("client::Toolbox", "makes and runs the cluster"),
     {1, 14, 0},
     "version -o json",
     nullptr,
     "https://minikube.sigs.k8s.io/docs/start/"},
    {Tool::Kubectl,
     "kubectl",
     "kubectl",
     QT_TRANSLATE_NOOP("client::Toolbox", "shows what runs in it"),
     {1, 14, 0},
     "version --client -o json",
     "kubernetes-client",
     "https://kubernetes.io/docs/tasks/tools/"},
    {Tool::Helm,
     "helm",
     "Helm",
     QT_TRANSLATE_NOOP("client::Toolbox", "installs Dispatch in it"),
     {2, 15, 0},
     "version --client --short",
     nullptr,
     "https://github.com/helm/helm/releases"},
    {Tool::Dispatch,
     "dispatch",
     "dispatch",
     QT_TRANSLATE_NOOP("client::Toolbox", "the installer of Dispatch"),
     {},
     "version --host 127.0.0.1 --port 1",
     nullptr,
     "https://github.com/vmware-archive/dispatch/releases/tag/v0.1.24"},
    {Tool::OpenSsl,
     "openssl",
     "OpenSSL",
     QT_TRANSLATE_NOOP("client::Toolbox", "makes certificates for Dispatch"),
     {1, 0, 0},
     "version",
     "openssl",
     "https://openssl-library.org/source/"},
    {Tool::Docker,
     "docker",
     "Docker",
     QT_TRANSLATE_NOOP("client::Toolbox", "can carry the cluster as a container"),
     {18, 9, 0},
     "--version",
     "docker.io",
     "https://docs.docker.com/engine/install/"},
    {Tool::Podman,
     "podman",
     "Podman",
     QT_TRANSLATE_NOOP("client::Toolbox", "can carry the cluster as a container"),
     {4, 0, 0},
     "--version",
     "podman",
     "https://podman.io/docs/installation"},
    {Tool::VirtualBox,
     "VBoxManage",
     "VirtualBox",
     QT_TRANSLATE_NOOP("client::Toolbox", "can carry the cluster as a machine"),
     {5, 2, 0},
     "--version",
     nullptr,
     "https://www.virtualbox.org/wiki/Downloads"},
    {Tool::Kvm,
     "virsh",
     "KVM (libvirt)",
     QT_TRANSLATE_NOOP("client::Toolbox", "can carry the cluster as a machine"),
     {1, 3, 0},
     "--version",
     "libvirt-daemon-system",
     "https://minikube.sigs.k8s.io/docs/drivers/kvm2/"},
};

constexpr int kPatienceMSecs = 10'000;

const Row& rowOf(Tool tool)
{
    return kRows[static_cast<std::size_t>(tool)];
}

QString programOf(Tool tool)
{
    return QLatin1String(rowOf(tool).program);
}

/// The one it tells, if it answers as such a tool does: numbers are in many a complaint too.
std::optional<Version> versionOf(Tool tool, const ProcessResult& answer)
{
    if (tool == Tool::Minikube || tool == Tool::Kubectl) {
        const models::Json json = models::parseJson(answer.output).value_or(models::Json());
        const models::Json client = models::valueAt(json, "clientVersion");
        return models::versionIn(tool == Tool::Minikube ? models::textAt(json, "minikubeVersion")
                                                        : models::textAt(client, "gitVersion"));
    }
    const auto version = models::versionIn(QString::fromUtf8(answer.output));
    // Helm 2 names its own version and then fails for want of a cluster.
    const bool mayFail = tool == Tool::Dispatch || (tool == Tool::Helm && version && version->major == 2);
    return answer.exitCode == 0 || mayFail ? version : std::nullopt;
}

} // namespace

Toolbox::Toolbox(const QString& folder, QObject* parent)
    : QObject(parent)
    , m_file(folder + QStringLiteral("/tools.json"))
{
    for (const Row& row : kRows)
        m_found[static_cast<std::size_t>(row.tool)].tool = row.tool;
    QFile file(m_file);
    const auto kept = models::parseJson(file.open(QIODevice::ReadOnly) ? file.read(64 * 1024) : QByteArray("{}"));
    if (!kept || !kept->is_object())
        return;
    for (const auto& [program, path] : kept->items()) {
        if (path.is_string())
            m_chosen.insert(models::fromStd(program), models::fromStd(path.get<std::string>()));
    }
}

QStringList Toolbox::searchPath() const
{
    QStringList folders = QProcessEnvironment::systemEnvironment()
                              .value(QStringLiteral("PATH"))
                              .split(QDir::listSeparator(), Qt::SkipEmptyParts);
    // A program started from a desktop often does not see these.
    const QString home = QDir::homePath();
    for (const QString& more :
         {QStringLiteral("/usr/local/bin"), QStringLiteral("/opt/homebrew/bin"), home + QStringLiteral("/.local/bin"),
          home + QStringLiteral("/bin"), QStringLiteral("/snap/bin"), home + QStringLiteral("/.docker/bin")}) {
        if (!folders.contains(more))
            folders << more;
    }
    return folders;
}

QProcessEnvironment Toolbox::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QStringList folders = searchPath();
    for (const FoundTool& tool : m_found) {
        const QString folder = QFileInfo(tool.path).path();
        if (tool.isChosen && !folders.contains(folder))
            folders.prepend(folder);
    }
    environment.insert(QStringLiteral("PATH"), folders.join(QDir::listSeparator()));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    environment.insert(QStringLiteral("TERM"), QStringLiteral("dumb"));
    environment.insert(QStringLiteral("MINIKUBE_IN_STYLE"), QStringLiteral("false"));
    environment.insert(QStringLiteral("MINIKUBE_SUPPRESS_DOCKER_PERFORMANCE"), QStringLiteral("true"));
    return environment;
}

ProcessOrder Toolbox::order(Tool tool, const QStringList& arguments, const QString& tried) const
{
    ProcessOrder order;
    order.program = found(tool).path.isEmpty() ? programOf(tool) : found(tool).path;
    order.arguments = arguments;
    order.environment = environment();
    order.tried = tried;
    if (!m_guard)
        m_guard = std::make_shared<const ProcessGuard>();
    order.guard = m_guard;
    return order;
}

void Toolbox::look()
{
    for (const Row& row : kRows)
        find(row.tool);
    Q_EMIT changed();
}

bool Toolbox::isLooking() const
{
    return std::any_of(m_questions.begin(), m_questions.end(), [](const auto& question) { return question != nullptr; })
        || std::any_of(m_found.begin(), m_found.end(),
                       [](const FoundTool& tool) { return tool.verdict == FoundTool::Verdict::Looking; });
}

void Toolbox::find(Tool tool)
{
    FoundTool& found = m_found[static_cast<std::size_t>(tool)];
    m_questions[static_cast<std::size_t>(tool)].reset();
    const FoundTool before = std::exchange(found, FoundTool{tool});
    if (const QString chosen = m_chosen.value(programOf(tool)); !chosen.isEmpty()) {
        found.path = chosen;
        found.isChosen = true;
        const QFileInfo file(chosen);
        if (!file.isFile() || !file.isExecutable()) {
            found.verdict = FoundTool::Verdict::NotExecutable;
            return;
        }
    } else {
        found.path = QStandardPaths::findExecutable(programOf(tool), searchPath());
    }
    if (found.path.isEmpty()) {
        found.verdict = FoundTool::Verdict::Missing;
        return;
    }
    if (found.path == before.path && before.verdict != FoundTool::Verdict::NotExecutable) {
        found.verdict = before.verdict;
        found.version = before.version;
        found.said = before.said;
    }
    ask(tool);
}

void Toolbox::ask(Tool tool)
{
    ProcessOrder question = order(tool, QString::fromLatin1(rowOf(tool).questions).split(u' '),
                                  tr("ask %1 for its version").arg(nameOf(tool)));
    question.deadlineMSecs = kPatienceMSecs;
    question.isRoutine = true;
    question.isExitAnswer = tool == Tool::Dispatch || tool == Tool::Helm;
    auto& run = m_questions[static_cast<std::size_t>(tool)];
    run = std::make_unique<ProcessRun>(question);
    if (m_log)
        m_log->follow(*run, question);
    connect(run.get(), &ProcessRun::finished, this,
            [this, tool](const models::Result<ProcessResult>& answer) { judge(tool, answer); });
    run->start();
}

void Toolbox::judge(Tool tool, const models::Result<ProcessResult>& answer)
{
    FoundTool& found = m_found[static_cast<std::size_t>(tool)];
    found.verdict = FoundTool::Verdict::Broken;
    found.version.reset();
    found.said.clear();
    if (!answer) {
        found.said = answer.error().cameBack;
    } else {
        found.version = versionOf(tool, *answer);
        // The installer of Dispatch tells none.
        const bool isPlain = tool == Tool::Dispatch && answer->exitCode == 0;
        if (found.version || isPlain)
            found.verdict = found.version && *found.version < minimumOf(tool) ? FoundTool::Verdict::TooOld
                                                                              : FoundTool::Verdict::Good;
        else
            found.said = QString::fromUtf8((answer->output + answer->errors).left(500)).trimmed();
    }
    m_questions[static_cast<std::size_t>(tool)].release()->deleteLater();
    Q_EMIT changed();
}

void Toolbox::choose(Tool tool, const QString& path)
{
    if (path.isEmpty())
        m_chosen.remove(programOf(tool));
    else
        m_chosen.insert(programOf(tool), path);
    save();
    find(tool);
    Q_EMIT changed();
}

void Toolbox::save() const
{
    models::Json chosen = models::Json::object();
    for (auto one = m_chosen.begin(); one != m_chosen.end(); ++one)
        chosen[models::toStd(one.key())] = models::toStd(one.value());
    onWorker([file = m_file, text = models::dumpJson(chosen, 2)] {
        QDir().mkpath(QFileInfo(file).path());
        QSaveFile out(file);
        if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size())
            out.commit();
    });
}

QString Toolbox::nameOf(Tool tool)
{
    return QLatin1String(rowOf(tool).name);
}

QString Toolbox::purposeOf(Tool tool)
{
    return tr(rowOf(tool).purpose);
}

Version Toolbox::minimumOf(Tool tool)
{
    return rowOf(tool).minimum;
}

QString Toolbox::howToGet(Tool tool)
{
    const Row& row = rowOf(tool);
    static const bool hasApt = QFileInfo::exists(QStringLiteral("/usr/bin/apt-get"));
    return row.debian && hasApt ? tr("sudo apt install %1").arg(QLatin1String(row.debian))
                                : tr("get it from %1").arg(QLatin1String(row.page));
}

} // namespace client
