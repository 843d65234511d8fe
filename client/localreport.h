// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QProcess>
#include <QUrl>

#include <optional>

namespace client {

// What dispatch-local says for itself, turned into values: the lines of its standard output, and how it ended. `log` is
// the end of its standard error; a part of it goes into the failures.

/// Where it serves, or why it cannot start; nothing for a line that says neither.
std::optional<models::Result<QUrl>> readLocalReport(const QByteArray& line, const QByteArray& log);

models::Failure localStartFailure(const QString& cameBack, const QString& meaning, const QString& remedy,
                                  const QByteArray& log);

/// It ended although nobody asked: before it served, or while it did.
models::Failure localEndedFailure(bool wasServing, int code, QProcess::ExitStatus status, const QByteArray& log);

} // namespace client
