// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/exchange.h"
#include "models/json.h"

#include <QStringList>

namespace client {

/// What may be kept of an exchange. Masked are: the values of secrets; whatever a key that looks secret stands for,
/// also as `{"key":…,"value":…}`; private keys, signed tokens and addresses with a password, wherever they stand; the
/// credential, wherever it is echoed. Costs a pass over the bodies: for a worker.
struct RedactedExchange
{
    RequestRecord record;
    RecordedBodies bodies;
};

RedactedExchange redacted(const Exchange& exchange);

/// Of each body; a longer one is not kept.
constexpr qsizetype kMostKeptBody = 64 * 1024;

/// With masks in the place of whatever looks secret.
models::Json redactedJson(models::Json json);
/// A line that a command printed, or one of its arguments: masked is what follows a key that looks secret ("token: …",
/// "--set db.password=…"), and whatever looks secret by itself, a line of a PEM file too. Also these secrets, wherever
/// they stand.
QString redactedLine(const QString& line, QStringList secrets = {});
/// A text of many such lines.
QString redactedLines(const QString& text);
/// Of its query, the values that look secret are masked.
QString redactedPath(const QString& path);

} // namespace client
