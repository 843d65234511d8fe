// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <compare>
#include <optional>

namespace models {

/// Of a tool or of Kubernetes. What follows the third number is not looked at.
struct Version
{
    int major = 0;
    int minor = 0;
    int patch = 0;

    auto operator<=>(const Version&) const = default;
    /// "v1.15.12", as Kubernetes and minikube write it.
    QString text() const;
};

/// The first that looks like one: "v1.38.1", "1.15", "Client: v2.17.0+ga690bad".
std::optional<Version> versionIn(const QString& text);

} // namespace models
