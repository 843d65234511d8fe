// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/installfile.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace models {

/// One thing that the installer does, and how far it is.
struct InstallStep
{
    enum class Kind
    {
        Certificate,
        Chart
    };
    enum class Progress
    {
        Waiting,
        Running,
        Done,
        Skipped, ///< a later one began without it
        Failed
    };

    Kind kind = Kind::Chart;
    QString name; ///< of the chart, or the namespace of the certificate
    QString release;
    Progress progress = Progress::Waiting;

    bool operator==(const InstallStep&) const = default;
};

/// What `dispatch install` or `dispatch uninstall` has said so far (contract minikube §5.2). Two certificates and eight
/// charts, unless the file wants more or fewer. Nothing is said while a chart installs.
class InstallOutput final
{
public:
    InstallOutput() = default;
    /// The plan of a file.
    explicit InstallOutput(const InstallFile& file);
    /// The plan of taking it off again: nobody knows how many steps that has.
    static InstallOutput forUninstall();

    /// One line of its standard output.
    void take(const QString& line);
    /// It ended: what was running failed, or is done.
    void end(bool isGood);

    const std::vector<InstallStep>& steps() const { return m_steps; }
    int total() const { return static_cast<int>(m_steps.size()); }
    /// From 1; 0 before the first.
    int current() const;
    /// Null when nothing runs.
    const InstallStep* running() const;
    int doneCharts() const;
    /// All charts of the plan are installed.
    bool isWhole() const;
    int httpPort() const { return m_httpPort; } ///< of the API gateway; 0 = not said
    int httpsPort() const { return m_httpsPort; } ///< likewise
    QString configFile() const { return m_configFile; } ///< that was written; empty = none
    QStringList removed() const { return m_removed; } ///< releases and namespaces, as they were named
    QString removing() const { return m_removing; }

    bool operator==(const InstallOutput&) const = default;

private:
    void begin(InstallStep::Kind kind, const QString& name);
    void finish(const QString& chart, const QString& release);
    bool takeCertificate(const QString& line);
    bool takeChart(const QString& line);
    bool takeRemoval(const QString& line);
    bool takeEnd(const QString& line);

    std::vector<InstallStep> m_steps;
    int m_httpPort = 0;
    int m_httpsPort = 0;
    QString m_configFile;
    QStringList m_removed;
    QString m_removing;
};

} // namespace models
