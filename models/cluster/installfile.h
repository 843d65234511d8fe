// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/installsettings.h"
#include "models/json.h"
#include "models/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace models {

/// The file that `dispatch install` reads (contract §8.2): what it says, with everything it says that the console does
/// not know. What it does not say the installer fills in. Holds passwords: not for logs.
struct InstallFile
{
    Json members = Json::object();

    bool operator==(const InstallFile&) const = default;

    /// The documented one: both hosts, no sign-in.
    static InstallFile forHost(const QString& host);

    /// What the file says at a path of the table; empty when it says nothing.
    QString text(const QString& path) const;
    /// What will be in effect: what is said, or what the installer takes by itself. A false cannot win over a true of
    /// the installer, nor can an empty text.
    QString value(const QString& path) const;
    bool flag(const QString& path) const { return value(path) == QLatin1String("true"); }
    /// An empty text takes the member out, and sections that have nothing left in them.
    void set(const QString& path, const QString& text);
    void setFlag(const QString& path, bool on);
};

/// One chart as this file wants it, with what the installer takes where the file says nothing.
struct ChartOrder
{
    QString section;
    QString chart;
    QString version; ///< empty = the newest
    QString repository; ///< empty = not known
    QString space; ///< namespace
    QString release;

    bool operator==(const ChartOrder&) const = default;
};

/// The charts that this file brings, in the order of the installer: of functions and of transports one kind only.
std::vector<ChartOrder> chartsOf(const InstallFile& file);

/// Lets what is known stand in for the chart repositories that are gone since 2020 (contract minikube §5.5.4), or
/// takes it out again. Others stay.
void replaceRepositories(InstallFile& file, bool replace);
bool replacesRepositories(const InstallFile& file);

/// What the server's rules say against a file.
struct InstallProblem
{
    QString path;
    QString text; ///< translated
    bool isFatal = true; ///< the installer refuses it; otherwise it does something that is not wanted

    bool operator==(const InstallProblem&) const = default;
};

std::vector<InstallProblem> problemsOf(const InstallFile& file);
/// A host name as the installer takes it, or an IP address.
bool isInstallHost(const QString& text);

enum class Secrets
{
    Written,
    Masked ///< for showing; such a file cannot be installed
};

QString toYaml(const InstallFile& file, Secrets secrets);
/// Fails with kind Malformed and the line. `name` is for the failure. Call it on a worker for files of others.
Result<InstallFile> readInstallFile(const QString& name, const QByteArray& bytes);

/// The secrets of the file that are worth hiding in what others print: not those that everybody knows.
QStringList secretsOf(const InstallFile& file);

} // namespace models
