// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace models {

/// How a setting of the install file is written and checked.
enum class SettingType
{
    Text,
    Host, ///< a host name or an IP address
    Number, ///< a port
    Flag,
    Choice,
    Address, ///< a URL
    Email
};

/// One setting of the install file of Dispatch 0.1.24 that people are offered (contract §8.2).
struct InstallSetting
{
    const char* path; ///< its members, joined by dots: "dispatch.image.tag"
    SettingType type = SettingType::Text;
    const char* standard = ""; ///< what the installer takes when nothing is said
    const char* choices = ""; ///< joined by |
    bool isRequired = false;
    bool isSecret = false;
};

const std::vector<InstallSetting>& installSettings();
/// Null for a path that is not in the table.
const InstallSetting* installSetting(const QString& path);
QStringList choicesOf(const InstallSetting& setting);
/// What people call it. Empty for what is not in the table.
QString settingTitle(const QString& path);

/// A chart that the installer may install, with what it takes by itself and what stands in for repositories that are
/// gone (contract minikube §5.2, §5.5.4). An empty version is the newest.
struct InstallChart
{
    const char* section; ///< of the install file
    const char* service; ///< as `--service` calls it
    const char* chart;
    const char* version;
    const char* repository; ///< empty = that of Dispatch itself, or not known
    const char* space; ///< namespace
    const char* release;
    const char* newRepository = ""; ///< empty = nothing is known to stand in for it
    const char* newVersion = "";
};

const std::vector<InstallChart>& installCharts();
/// Null for a section that has none.
const InstallChart* installChart(const QString& section);

} // namespace models
