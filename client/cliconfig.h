// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profile.h"
#include "models/result.h"

#include <QFuture>

#include <vector>

namespace client {

/// One context of the original command line as a profile, with what it signs in with. Memory only.
struct CliContext
{
    Profile profile;
    QByteArray secret; ///< the cookie, or the key as it is in its file; empty = none
    bool isCurrent = false;
};

struct CliConfig
{
    std::vector<CliContext> contexts;
    QStringList remarks; ///< translated: what was found that people should know
};

/// Reads the configuration of the original as the original does (contract §3): lower-case names, no scheme means https,
/// `localhost` and 443 where nothing is said. Fails for what it cannot read, and for the file of versions before
/// 0.1.16.
models::Result<CliConfig> readCliConfig(const QByteArray& json);
/// The file at this path with the keys it names, on a worker. Remarks when others can read it.
QFuture<models::Result<CliConfig>> loadCliConfig(const QString& path);
/// `$DISPATCH_CONFIG`, or the file in the home of the person.
QString cliConfigPath();

} // namespace client
