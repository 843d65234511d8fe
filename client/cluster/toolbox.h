// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/processrun.h"
#include "models/cluster/version.h"

#include <QMap>
#include <QObject>

#include <array>
#include <optional>

namespace client {

class CommandLog;

/// The programs of others that a cluster is managed with.
enum class Tool
{
    Minikube,
    Kubectl,
    Helm,
    Dispatch, ///< the original command line, which brings the installer
    OpenSsl,
    Docker,
    Podman,
    VirtualBox,
    Kvm,
};
inline constexpr std::size_t kToolCount = 9;

struct FoundTool
{
    enum class Verdict
    {
        Looking, ///< for the first time at this path
        Missing,
        NotExecutable, ///< a path chosen by hand that cannot be run
        Broken, ///< it ran and said nothing that makes sense, or hung
        TooOld,
        Good
    };

    Tool tool = Tool::Minikube;
    QString path = {}; ///< resolved; empty = not found
    bool isChosen = false; ///< by hand
    Verdict verdict = Verdict::Looking; ///< the last one, while it is asked anew
    std::optional<models::Version> version = {};
    QString said = {}; ///< what it answered, when that was not a version

    bool operator==(const FoundTool&) const = default;
};

/// Finds the tools where a desktop program often cannot see them, asks each for its version, and remembers the paths
/// that were chosen by hand. Knows the environment their commands need.
class Toolbox final : public QObject
{
    Q_OBJECT
public:
    /// `folder` is where the choices are kept; it need not exist.
    explicit Toolbox(const QString& folder, QObject* parent = nullptr);

    /// Where its questions are recorded; null = nowhere. The log must outlive it.
    void setLog(CommandLog* log) { m_log = log; }
    /// Searches and asks anew; changed() tells each step. A tool that is still where it was keeps its verdict
    /// meanwhile.
    void look();
    /// Whether an answer is still to come; also before the first look.
    bool isLooking() const;
    const FoundTool& found(Tool tool) const { return m_found[static_cast<std::size_t>(tool)]; }
    bool isUsable(Tool tool) const { return found(tool).verdict == FoundTool::Verdict::Good; }
    /// Empty = to be searched for again.
    void choose(Tool tool, const QString& path);

    /// A command of this tool: no shell, the environment passed on (proxy, MINIKUBE_*, KUBECONFIG), messages in
    /// English, and other tools on its PATH (contract minikube §2.1).
    ProcessOrder order(Tool tool, const QStringList& arguments, const QString& tried) const;
    QProcessEnvironment environment() const;
    /// Where programs are searched, in this order.
    QStringList searchPath() const;

    static QString nameOf(Tool tool);
    static QString purposeOf(Tool tool);
    static models::Version minimumOf(Tool tool);
    /// How to get it on this system.
    static QString howToGet(Tool tool);

Q_SIGNALS:
    void changed();

private:
    void find(Tool tool);
    void ask(Tool tool);
    void judge(Tool tool, const models::Result<ProcessResult>& answer);
    void save() const;

    QString m_file;
    CommandLog* m_log = nullptr;
    mutable std::shared_ptr<const ProcessGuard> m_guard; ///< from the first command on
    QMap<QString, QString> m_chosen; ///< path by program
    std::array<FoundTool, kToolCount> m_found;
    std::array<std::unique_ptr<ProcessRun>, kToolCount> m_questions;
};

} // namespace client
