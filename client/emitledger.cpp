// SPDX-License-Identifier: Apache-2.0
#include "client/emitledger.h"

#include "client/whendone.h"

namespace client {

namespace {

constexpr int kRestMSecs = 250;

} // namespace

EmitLedger::EmitLedger(Journal& journal, IsOpen isOpen, QObject* parent)
    : QObject(parent)
    , m_journal(journal)
    , m_isOpen(std::move(isOpen))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMSecs);
    connect(&m_rest, &QTimer::timeout, this, &EmitLedger::write);
}

LedgerLine& EmitLedger::line(qint64 seq, const QString& eventId)
{
    LedgerLine& line = m_lines[seq];
    line.seq = seq;
    line.eventId = eventId;
    return line;
}

void EmitLedger::changed(qint64 seq)
{
    m_changed.insert(seq);
    if (!m_rest.isActive())
        m_rest.start();
}

void EmitLedger::write()
{
    m_rest.stop();
    if (m_changed.isEmpty() || m_jobId == 0)
        return;
    std::vector<LedgerLine> lines;
    for (const qint64 seq : std::as_const(m_changed)) {
        const LedgerLine line = m_lines.value(seq);
        if (!m_isOpen(line))
            m_lines.remove(seq);
        lines.push_back(line);
    }
    m_changed.clear();
    whenDone(m_journal.writeLedger(m_jobId, lines), this, [this](const models::Result<bool>& written) {
        if (!written)
            Q_EMIT failed(written.error());
    });
}

} // namespace client
