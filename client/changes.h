// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/dispatchclient.h"
#include "client/journal.h"
#include "models/yaml/recordform.h"

#include <functional>
#include <map>
#include <optional>

namespace client {

/// One change of one record.
struct ChangeOrder
{
    models::RecordKind kind = models::RecordKind::DriverType;
    ChangeOperation operation = ChangeOperation::Create;
    models::Json body; ///< what is sent; of a deletion `name` is enough. Members beyond the kind's table go along
    /// When set, the server's copy must still mean the same as this request form (`null` = there must be none),
    /// otherwise the change fails with kind Conflict. Of a secret only the keys are compared when all values are empty.
    std::optional<models::Json> expected = {};
    qint64 run = 0; ///< the import it belongs to; 0 = none
    /// Told once, when the server has had its last word: what remains is to write it down.
    std::function<void(bool isGood)> onAnswered = {};
    qint64 undoes = 0; ///< the change in the journal that this one takes back: both are Undone then; 0 = none
};

/// A change that was made.
struct Changed
{
    qint64 id = 0; ///< in the journal; 0 when nothing was sent
    models::Json before; ///< request form without secret values; null = there was none
    bool wasNeeded = true; ///< false: the server had the same already, nothing was sent
};

/// How many changes may be on their way together: eight, or batches of them where the server takes several in one
/// request.
int mostAtOnce(DispatchClient& api);

/// The only way by which the console changes a server. Keeps the record as it was before in the journal, and only when
/// that is on disk makes the change, around the faults of the originals (contract §9): nothing is sent when nothing
/// changed, unless the record is in ERROR, which sending the same again can heal; a subscription is deleted and created
/// again instead of updated in place, except on the local Dispatch; a driver keeps `expose` and a secret its tags; a
/// create waits for a deletion that is under way. Values that a secret had before are kept in memory only, for as long
/// as this object lives.
class Changes final : public QObject
{
    Q_OBJECT
public:
    /// Client and journal must outlive the changes. `connection` is the key under which the journal keeps them.
    Changes(DispatchClient& api, Journal& journal, QString connection, QObject* parent = nullptr);
    ~Changes() override;

    /// Ends in each of the five ways; cancelling the future ends what waits and aborts what is sent.
    Answer<Changed> make(ChangeOrder order);

    /// The values of a secret before change `id` of this session; empty when they are not known.
    std::map<QString, QString> valuesBefore(qint64 id) const;

    DispatchClient& api() { return m_api; }
    Journal& journal() { return m_journal; }
    const QString& connection() const { return m_connection; }

Q_SIGNALS:
    /// In the journal something changed that can be undone.
    void made();
    /// Of a replacement: from here on only a create brings the record back.
    void oldDeleted(models::RecordKind kind, const QString& name);

private:
    DispatchClient& m_api;
    Journal& m_journal;
    const QString m_connection;
    std::map<qint64, std::map<QString, QString>> m_valuesBefore;
};

} // namespace client
