// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/journal.h"

#include <QHash>
#include <QSet>
#include <QTimer>

namespace client {

/// The lines of a job on their way to the journal: what changed is written together, a moment later. A line is
/// forgotten once it is written and nothing more can happen to it.
class EmitLedger final : public QObject
{
    Q_OBJECT
public:
    using IsOpen = std::function<bool(const LedgerLine& line)>;

    /// `isOpen`: whether more can happen to the event of a line.
    EmitLedger(Journal& journal, IsOpen isOpen, QObject* parent = nullptr);

    /// In the journal; 0 until it has answered. Nothing is written before.
    qint64 jobId() const { return m_jobId; }
    void setJobId(qint64 id) { m_jobId = id; }

    LedgerLine& line(qint64 seq, const QString& eventId);
    void changed(qint64 seq);
    /// Writes what changed now.
    void write();

Q_SIGNALS:
    void failed(const models::Failure& failure);

private:
    Journal& m_journal;
    const IsOpen m_isOpen;
    qint64 m_jobId = 0;
    QHash<qint64, LedgerLine> m_lines; ///< that are not final, or not written
    QSet<qint64> m_changed;
    QTimer m_rest;
};

} // namespace client
