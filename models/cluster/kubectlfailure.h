// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/failure.h"

namespace models {

/// What an exit code of kubectl that is not 0 means, from what it said (contract minikube §3). Its standard output
/// decides nothing but whether it asked for a name: of a call that failed it may well be an empty list.
/// `tried` is translated: "list the pods of dispatch".
Failure kubectlFailure(int exitCode, const QByteArray& output, const QByteArray& errors, const QString& tried);

/// The lines of its standard error that are for people: without the log lines of its libraries, notes and warnings.
/// What looks secret is masked.
QString kubectlWords(const QByteArray& errors);

} // namespace models
