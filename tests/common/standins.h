// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"
#include "tests/common/patience.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <map>
#include <optional>
#include <vector>

/// A profile of the stand-in minikube. Its states: Running, Stopped, Paused, Misconfigured, ApiserverStopped,
/// ApiserverError, InsufficientStorage, ScheduledStop, WorkerStopped, HostMissing, DockerDown, Nonexistent, Starting,
/// Invalid.
struct StandinProfile
{
    QString name = QStringLiteral("minikube");
    QString state = QStringLiteral("Running");
    QString driver = QStringLiteral("docker");
    QString kubernetes = QStringLiteral("v1.35.1");
    QString runtime = QStringLiteral("docker");
    QString address = QStringLiteral("192.168.49.2");
    int cpus = 4;
    int memory = 6144; ///< megabytes
    int disk = 51200; ///< megabytes
    int nodes = 1;
    QStringList addons = {QStringLiteral("default-storageclass"), QStringLiteral("storage-provisioner")};
    bool hasDispatch = false; ///< Dispatch's namespaces, pods, services and releases are there
};

/// One call of a stand-in, as it recorded it.
struct StandinCall
{
    QString program;
    QStringList arguments;
    std::map<QString, QString> environment; ///< what matters of it
    qint64 process = 0;
    qint64 group = 0;
    bool isUnknown = false; ///< nobody thought of it: it failed, and so should the test
    QStringList signalsGot; ///< "SIGINT"
    std::optional<int> exitCode; ///< none = still running, or killed
};

/// Stand-ins for minikube, kubectl, helm and dispatch, found first on PATH while this lives, with a home folder of
/// their own. What they answer depends on their profiles and on the scenario: see tests/standins/README.md.
class Standins
{
public:
    Standins()
    {
        QDir().mkpath(bin());
        QDir().mkpath(minikubeHome());
        QDir().mkpath(state(QStringLiteral("profiles")));
        QDir().mkpath(state(QStringLiteral("objects")));
        for (const QString& name : programs())
            replaceTool(name, launcher(name));
        set("PATH", QFile::encodeName(bin()) + ':' + qgetenv("PATH"));
        set("HOME", QFile::encodeName(home()));
        set("MINIKUBE_HOME", QFile::encodeName(minikubeHome()));
        set("STANDIN_STATE", QFile::encodeName(state()));
        set("STANDIN_LINE_DELAY_MS", "1");
        for (const char* name :
             {"KUBECONFIG", "STANDIN_SCENARIO", "STANDIN_CHUNK", "STANDIN_IDS", "STANDIN_FLOOD_BYTES"})
            set(name, {});
    }
    ~Standins()
    {
        for (const auto& [name, value] : m_before)
            put(name, value);
    }
    Q_DISABLE_COPY_MOVE(Standins)

    static QStringList programs()
    {
        return {QStringLiteral("minikube"), QStringLiteral("kubectl"), QStringLiteral("helm"),
                QStringLiteral("dispatch")};
    }
    QString bin() const { return m_folder.filePath(QStringLiteral("bin")); }
    QString home() const { return m_folder.filePath(QStringLiteral("home")); }
    QString minikubeHome() const { return home() + QStringLiteral("/.minikube"); }
    /// Of the state all processes share, or a file in it.
    QString state(const QString& file = {}) const
    {
        return QDir::cleanPath(m_folder.filePath(QStringLiteral("state/") + file));
    }

    /// What goes wrong from now on: "start=fail-docker-not-running,status@lab=hang"; empty for nothing.
    void scenario(const QString& text) { write(state(QStringLiteral("scenario")), text.toUtf8()); }

    void addProfile(const StandinProfile& profile)
    {
        models::Json addons = models::Json::object();
        for (const QString& addon : profile.addons)
            addons[addon.toStdString()] = true;
        const models::Json json = {{"state", profile.state.toStdString()},
                                   {"driver", profile.driver.toStdString()},
                                   {"kubernetes", profile.kubernetes.toStdString()},
                                   {"runtime", profile.runtime.toStdString()},
                                   {"ip", profile.address.toStdString()},
                                   {"cpus", profile.cpus},
                                   {"memory", profile.memory},
                                   {"disk", profile.disk},
                                   {"nodes", profile.nodes},
                                   {"addons", addons},
                                   {"dispatch", profile.hasDispatch}};
        write(profileFile(profile.name), QByteArray::fromStdString(json.dump()));
        const QString folder = minikubeHome() + QStringLiteral("/profiles/") + profile.name;
        QDir().mkpath(folder);
        if (profile.state != QLatin1String("Invalid"))
            write(folder + QStringLiteral("/config.json"), "{}");
    }
    void addProfile(const QString& name, const QString& profileState = QStringLiteral("Running"))
    {
        StandinProfile profile;
        profile.name = name;
        profile.state = profileState;
        addProfile(profile);
    }
    /// Behind everybody's back.
    void removeProfile(const QString& name)
    {
        QFile::remove(profileFile(name));
        QDir(minikubeHome() + QStringLiteral("/profiles/") + name).removeRecursively();
    }
    /// Empty when there is no such profile.
    QString profileState(const QString& name) const { return models::textAt(jsonOf(profileFile(name)), "state"); }
    /// Behind everybody's back, the rest of it stays.
    void setProfileState(const QString& name, const QString& profileState)
    {
        models::Json json = jsonOf(profileFile(name));
        json["state"] = profileState.toStdString();
        write(profileFile(name), QByteArray::fromStdString(json.dump()));
    }
    QString context() const
    {
        const models::Json said = jsonOf(state(QStringLiteral("context")));
        return said.is_string() ? models::fromStd(said.get<std::string>()) : QString();
    }
    /// The current context of the kubeconfig, as if a start had set it.
    void setContext(const QString& name)
    {
        write(state(QStringLiteral("context")), QByteArray::fromStdString(models::Json(name.toStdString()).dump()));
    }
    /// Another object of the cluster, of a kind in the plural ("pods"); one of the same name replaces a recorded one.
    void addObject(const QString& kind, const models::Json& object)
    {
        const QString file = state(QStringLiteral("objects/%1.json").arg(kind));
        models::Json all = jsonOf(file);
        if (!all.is_array())
            all = models::Json::array();
        all.push_back(object);
        write(file, QByteArray::fromStdString(all.dump()));
    }

    std::vector<StandinCall> calls(const QString& program = {}) const
    {
        std::vector<StandinCall> all;
        QFile file(state(QStringLiteral("calls.jsonl")));
        if (file.open(QIODevice::ReadOnly))
            while (!file.atEnd())
                if (const auto entry = models::parseJson(file.readLine()))
                    take(*entry, all);
        if (!program.isEmpty())
            std::erase_if(all, [&program](const StandinCall& call) { return call.program != program; });
        return all;
    }
    /// Whether there was a call that nobody thought of.
    bool isUnknownCall() const
    {
        const auto all = calls();
        return std::any_of(all.begin(), all.end(), [](const StandinCall& call) { return call.isUnknown; });
    }

    /// So that it is not found, a real one of this machine neither.
    void removeTool(const QString& name)
    {
        QFile::remove(bin() + QLatin1Char('/') + name);
        QStringList folders = QString::fromLocal8Bit(qgetenv("PATH")).split(QLatin1Char(':'));
        for (QString& folder : folders)
            if (QFile::exists(folder + QLatin1Char('/') + name))
                folder = shadow(folder, name);
        qputenv("PATH", folders.join(QLatin1Char(':')).toLocal8Bit());
    }
    /// A script of the test instead of the stand-in, with its #! line.
    void replaceTool(const QString& name, const QByteArray& script)
    {
        const QString file = bin() + QLatin1Char('/') + name;
        QFile::remove(file);
        write(file, script);
        QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

private:
    /// The system's own one, if there is one: another may be a wrapper that needs the HOME it was made for.
    static QString python()
    {
        const QString own = QStringLiteral("/usr/bin/python3");
        return QFile::exists(own) ? own : QStandardPaths::findExecutable(QStringLiteral("python3"));
    }
    static QByteArray launcher(const QString& name)
    {
        return "#!" + QFile::encodeName(python())
            + " -SE\nimport sys\nsys.pycache_prefix = '" DISPATCH_BINARY_DIR "/standins'\n"
              "sys.path.insert(0, '" DISPATCH_SOURCE_DIR "/tests/standins')\nimport standin\nstandin.main('"
            + name.toUtf8() + "', sys.argv[1:])\n";
    }
    QString profileFile(const QString& name) const { return state(QStringLiteral("profiles/%1.json").arg(name)); }

    static models::Json jsonOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? models::parseJson(file.readAll()).value_or(models::Json())
                                              : models::Json();
    }
    /// Whole or not at all: a stand-in may be reading.
    static void write(const QString& path, const QByteArray& text)
    {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            qFatal("cannot write %s", qPrintable(path));
    }

    static void take(const models::Json& entry, std::vector<StandinCall>& all)
    {
        const qint64 process = models::numberAt(entry, "pid");
        if (entry.contains("pgid")) {
            StandinCall call;
            call.program = models::textAt(entry, "program");
            call.arguments = models::textsAt(entry, "argv");
            call.process = process;
            call.group = models::numberAt(entry, "pgid");
            const models::Json environment = models::valueAt(entry, "environment");
            for (const auto& [name, value] : environment.items())
                call.environment[QString::fromStdString(name)] = QString::fromStdString(value.get<std::string>());
            all.push_back(call);
            return;
        }
        const auto own = std::find_if(all.rbegin(), all.rend(),
                                      [process](const StandinCall& call) { return call.process == process; });
        if (own == all.rend())
            return;
        own->isUnknown = own->isUnknown || entry.contains("unknown");
        if (entry.contains("signal"))
            own->signalsGot << models::textAt(entry, "signal");
        if (entry.contains("exit"))
            own->exitCode = static_cast<int>(models::numberAt(entry, "exit"));
    }

    /// All that is in a folder, but for one name.
    QString shadow(const QString& folder, const QString& without)
    {
        const QString made = m_folder.filePath(QStringLiteral("shadow%1").arg(++m_shadows));
        QDir().mkpath(made);
        const QDir from(folder);
        for (const QString& name : from.entryList(QDir::Files | QDir::System | QDir::Hidden))
            if (name != without)
                QFile::link(from.filePath(name), made + QLatin1Char('/') + name);
        return made;
    }

    static void put(const QByteArray& name, const std::optional<QByteArray>& value)
    {
        if (value)
            qputenv(name.constData(), *value);
        else
            qunsetenv(name.constData());
    }
    void set(const QByteArray& name, const std::optional<QByteArray>& value)
    {
        m_before[name] = qEnvironmentVariableIsSet(name.constData()) ? std::optional(qgetenv(name.constData()))
                                                                     : std::optional<QByteArray>();
        put(name, value);
    }

    QTemporaryDir m_folder;
    std::map<QByteArray, std::optional<QByteArray>> m_before;
    int m_shadows = 0;
};
