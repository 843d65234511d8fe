// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace models {

/// One line of `minikube … -o json`, a CloudEvent 1.0 (contract minikube §2.3). Members that are not there are empty.
struct MinikubeEvent
{
    enum class Type
    {
        Step,
        Info,
        Warning,
        Error, ///< not the end of it unless it has an exit code
        Download,
        DownloadProgress,
        Other
    };

    Type type = Type::Other;
    QString id = {};
    QString typeName = {}; ///< of the wire
    QString message = {};
    QString name = {}; ///< of the step, or of the reason
    int step = -1; ///< -1 = told none
    int totalSteps = 0;
    QString artifact = {};
    double progress = 0; ///< of a download, 0 to 1
    int exitCode = 0; ///< 0 = not fatal
    QString advice = {};
    QString url = {};
    QString issues = {}; ///< separated by commas
    QByteArray data = {}; ///< as it came, JSON

    bool operator==(const MinikubeEvent&) const = default;
    bool isFatal() const { return type == Type::Error && exitCode != 0; }
    /// It repeats a variable of the environment, which tells nobody anything: "MINIKUBE_IN_STYLE=false".
    bool isEcho() const;
};

/// Nothing when the line is no event: older minikubes put progress bars between them (contract minikube §2.3).
std::optional<MinikubeEvent> minikubeEventFrom(const QByteArray& line);

} // namespace models
