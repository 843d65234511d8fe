// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/difference.h"
#include "models/run.h"

#include <QHash>

#include <memory>
#include <vector>

namespace client {

// The thinking part of the watches, for worker threads: no QObject, no shared state.

/// Size and hash of a body, so that an unchanged one is known without keeping it.
struct Fingerprint
{
    qsizetype size = -1;
    QByteArray hash;

    bool operator==(const Fingerprint&) const = default;
};

Fingerprint fingerprintOf(const QByteArray& body);

/// A list as it was seen, sorted by name; shared between threads because nobody changes it.
using Snapshot = std::shared_ptr<const std::vector<models::Resource>>;

struct Transition
{
    QString name;
    models::Status from;
    models::Status to;
};

/// What one look at a list brought.
struct Seen
{
    bool unchanged = false; ///< same bytes: nothing else in here is set
    Fingerprint fingerprint;
    Snapshot resources;
    models::Difference difference;
    std::vector<Transition> transitions;
    bool moving = false; ///< something is between states
};

/// `host` is that of the server: Solo gives 0.0.0.0 as the address of its drivers (contract §9).
models::Result<Seen> examineList(models::Kind kind, const QByteArray& body, const Fingerprint& last,
                                 const Snapshot& before, const QString& host);

/// Null when there is none. `resources` is sorted by name.
const models::Resource* findByName(const std::vector<models::Resource>& resources, const QString& name);

/// What is remembered of a run to tell whether it changed.
struct KnownRun
{
    models::Timestamp executed;
    QByteArray hash;
    bool moving = false;
};

struct SeenRuns
{
    bool unchanged = false;
    Fingerprint fingerprint;
    QHash<QString, KnownRun> known; ///< the newest ones
    std::vector<models::Run> fresh; ///< new or changed
    qint64 newestSeconds = 0; ///< when the newest known run started, by the server's clock
    bool moving = false;
};

/// Keeps the `limit` newest of what was known and what the body brings.
models::Result<SeenRuns> examineRuns(const QByteArray& body, const Fingerprint& last,
                                     const QHash<QString, KnownRun>& before, int limit);

} // namespace client
