// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/dispatchclient.h"
#include "client/watch.h"

#include <QTimer>

namespace client {

/// An event that was sent on a connection that broke before the answer came.
struct LostEvent
{
    qint64 seq = 0;
    QString eventId;
    QString eventType;
    qint64 sentAt = 0; ///< milliseconds since 1970
};

/// Waits until a server that went away answers again, and finds out which events it had taken before: nothing asks for
/// an event by its id, but a run names the event that caused it (contract §7).
class LostEvents final : public QObject
{
    Q_OBJECT
public:
    enum class Verdict
    {
        Arrived, ///< a run names it
        Missing, ///< it would have caused a run by now: it can be sent again
        Unknowable, ///< nothing READY is subscribed, or the server has no list of runs
    };

    LostEvents(DispatchClient& api, const Watch& watch, QObject* parent = nullptr);

    /// How long after the server is back a run may still turn up.
    void setSettleTime(int msecs) { m_settleMSecs = msecs; }
    void add(const LostEvent& event) { m_lost.push_back(event); }
    /// Begins to look; ends in back(). Harmless while it does.
    void look();
    void stop();

Q_SIGNALS:
    void judged(qint64 seq, client::LostEvents::Verdict verdict);
    /// The server answers, and every event that was added has been judged.
    void back();
    /// Not yet; for people who wait.
    void stillAway(const models::Failure& failure);

private:
    void ask();
    void onRuns(const models::Result<std::vector<models::Run>>& runs);
    void judge(const models::Result<std::vector<models::Run>>& runs);
    bool wouldCauseARun(const QString& eventType) const;
    qint64 since() const;

    DispatchClient& m_api;
    const Watch& m_watch;
    std::vector<LostEvent> m_lost;
    QTimer m_again;
    qint64 m_backSince = 0;
    int m_settleMSecs;
    int m_failures = 0;
    int m_round = 0; ///< answers to earlier looks are dropped
    bool m_looking = false;
};

} // namespace client
