// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/changes.h"

#include <QPromise>

#include <memory>

namespace client {

/// What can be taken back, for a question to a person. Differences are in the direction of the undo.
struct UndoOffer
{
    struct Item
    {
        ChangeRecord change;
        std::vector<models::MemberDifference> differences;
        QString refusal; ///< translated: why this cannot be taken back; empty = it can, as far as the journal knows
        bool valuesAreGone = false; ///< of a secret: it would come back with its keys and without values
    };

    qint64 run = 0; ///< a whole import; 0 = one change
    std::vector<Item> items; ///< in the order of the undo, newest first
};

/// What became of an undo.
struct Undone
{
    int done = 0;
    /// Those that stay as they are, each with its reason. The other ones are taken back.
    std::vector<std::pair<ChangeRecord, models::Failure>> left;
};

/// Takes back the latest change of a connection, or all of the import it belongs to, also after a restart. A record
/// that was changed by somebody else since stays as it is.
class Undo final : public QObject
{
    Q_OBJECT
public:
    using Offered = std::optional<UndoOffer>;

    /// Changes must outlive the undo.
    explicit Undo(Changes& changes, QObject* parent = nullptr);
    ~Undo() override;

    const Connection& server() const { return m_changes.api().door().connection(); }
    /// The latest change of state Done, with the others of its import; nothing when there is none.
    Answer<Offered> latest();
    /// What an import did and has not been taken back.
    Answer<Offered> ofRun(qint64 run);
    /// Takes back what can be. `withoutValues`: secrets too whose values are gone. A single change that stays is a
    /// failure; of an import the rest goes on, and what stays is told. Cancelling ends after those at work.
    Answer<Undone> undo(const UndoOffer& offer, bool withoutValues = false);

private:
    class Job;

    UndoOffer::Item itemOf(const ChangeRecord& change) const;
    UndoOffer offerOf(const std::vector<ChangeRecord>& changes, qint64 run) const;
    void offerRun(const std::shared_ptr<QPromise<models::Result<Offered>>>& promise, qint64 run);

    Changes& m_changes;
};

} // namespace client
