// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/journal.h"
#include "models/eventdraft.h"

#include <QElapsedTimer>
#include <QTimer>

namespace ui {

/// Keeps the draft of a connection in the journal, shortly after the last change, so that it survives the end of the
/// program, however it comes.
class DraftKeeper final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kRestMSecs = 500;
    /// Of somebody who types without a rest, no more than this is lost.
    static constexpr int kMostMSecs = 2'000;

    /// The journal must outlive the keeper.
    DraftKeeper(client::Journal& journal, const QString& connection, QObject* parent = nullptr);
    /// Writes what is not written yet.
    ~DraftKeeper() override;

    void keep(const models::EventDraft& draft);

Q_SIGNALS:
    /// What the journal had from earlier; not when keep() was called before.
    void found(const models::EventDraft& draft);
    void failed(const models::Failure& failure);

private:
    void load();
    void write();

    client::Journal& m_journal;
    const QString m_connection;
    QTimer m_rest;
    QElapsedTimer m_sinceFirst; ///< change that is not written yet
    std::optional<models::EventDraft> m_waiting;
    bool m_used = false;
};

} // namespace ui
