// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/dispatchclient.h"
#include "client/generation.h"
#include "client/statetimes.h"

namespace client {

/// One Dispatch in use: its door, its calls, its watches and what they remember. Another Dispatch is a new Session.
class Session final : public QObject
{
    Q_OBJECT
public:
    explicit Session(const Connection& connection, QObject* parent = nullptr);
    Session(const Connection& connection, Watch::Tempo tempo, QObject* parent = nullptr);

    const Connection& connection() const { return m_door.connection(); }
    /// Goes on with the same Dispatch at another address: what was seen stays, and is looked at again at once.
    void moveTo(const Connection& connection);
    NetworkDoor& door() { return m_door; }
    DispatchClient& api() { return m_api; }
    Watch& watch() { return m_watch; }
    const StateTimes& stateTimes() const { return m_stateTimes; }
    RunWatch& runWatch() { return m_runWatch; }
    /// Which Dispatch this is; known some time after find().
    GenerationFinder& generation() { return m_generation; }

private:
    NetworkDoor m_door;
    DispatchClient m_api;
    Watch m_watch;
    StateTimes m_stateTimes;
    RunWatch m_runWatch;
    GenerationFinder m_generation;
};

} // namespace client
