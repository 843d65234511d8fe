// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/emitplan.h"
#include "models/eventbody.h"
#include "models/result.h"

#include <QFile>

#include <vector>

namespace client {

/// One event of a job, ready to go.
struct PlannedEvent
{
    qint64 seq = 0;
    QString eventId;
    QString eventType;
    models::EventBody body;
    QString problem; ///< translated; with one it cannot be sent
};

/// Makes the events of a plan one after the other. Used by one worker thread at a time.
class EmitSource final
{
public:
    static constexpr qint64 kLongestLine = 64LL * 1024 * 1024;

    explicit EmitSource(EmitPlan plan);

    /// Up to `most` events; an empty list at the end. Fails when the file cannot be read.
    models::Result<std::vector<PlannedEvent>> next(int most);

private:
    models::Result<bool> readLine(QByteArray& line);
    PlannedEvent fromLine(const QByteArray& line) const;
    PlannedEvent made(const models::EventDraft& draft) const;

    const EmitPlan m_plan;
    QFile m_file;
    qint64 m_seq = 0;
};

} // namespace client
