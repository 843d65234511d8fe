// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/undo.h"

#include <set>

namespace client {

/// Takes changes back in the order given, which is the latest first. Those of one kind cannot need each other, so
/// several of them are on their way at once; the next kind waits for their end.
class TakeBack final : public QObject
{
    Q_OBJECT
public:
    /// Changes must outlive it. `withoutValues`: secrets too whose values are gone.
    TakeBack(Changes& changes, std::vector<UndoOffer::Item> items, bool withoutValues, QObject* parent);

    void start() { pump(); }
    /// What is on its way still ends.
    void stop() { m_isStopped = true; }
    const std::vector<UndoOffer::Item>& items() const { return m_items; }

Q_SIGNALS:
    /// One is as it was before, or stays with a reason.
    void ended(std::size_t item, const std::optional<models::Failure>& failure);
    /// Once, as the last thing.
    void over();

private:
    void pump();
    bool fits(const ChangeRecord& change) const;
    void begin(std::size_t item);
    void answered(std::size_t item, const models::Result<Changed>& changed);
    void finished(std::size_t item, const std::optional<models::Failure>& failure);
    QString refusal(const UndoOffer::Item& item, bool knowsValues) const;

    Changes& m_changes;
    const std::vector<UndoOffer::Item> m_items;
    const bool m_withoutValues;
    QString m_kind; ///< of those on their way
    std::set<QString> m_names; ///< likewise
    std::size_t m_next = 0;
    int m_underWay = 0;
    bool m_isStopped = false;
    bool m_isOver = false;
};

} // namespace client
