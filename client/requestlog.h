// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/exchange.h"

#include <QObject>

#include <deque>
#include <map>
#include <vector>

namespace client {

struct RedactedExchange;

/// The requests of one session, newest last, for people who want to see what is said. Bounded, in memory only, and
/// without secrets: what comes in is redacted on a worker before it is kept.
class RequestLog final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kMostRecords = 5'000;
    static constexpr qint64 kMostBodyBytes = 4LL * 1024 * 1024;

    explicit RequestLog(QObject* parent = nullptr);

    void take(Exchange exchange);
    const std::deque<RequestRecord>& records() const { return m_records; }
    RecordedBodies bodiesOf(qint64 number) const;
    void clear();

Q_SIGNALS:
    /// The first `count` records go. Before they do.
    void aboutToDrop(int count);
    void dropped();
    /// `count` records come behind the last. Before they do.
    void aboutToAdd(int count);
    void added();

private:
    void redactNext();
    void keep(std::vector<RedactedExchange> exchanges);
    void dropOldest(std::size_t count);

    std::deque<RequestRecord> m_records;
    std::map<qint64, RecordedBodies> m_bodies; ///< by number; the oldest go first
    std::vector<Exchange> m_waiting;
    qint64 m_last = 0; ///< number
    qint64 m_bodyBytes = 0;
    int m_era = 0; ///< what was on its way when it was cleared is not kept
    bool m_isAtWork = false;
};

} // namespace client
