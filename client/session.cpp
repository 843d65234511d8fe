// SPDX-License-Identifier: Apache-2.0
#include "client/session.h"

namespace client {

Session::Session(const Connection& connection, QObject* parent)
    : Session(connection, Watch::Tempo{}, parent)
{
}

Session::Session(const Connection& connection, Watch::Tempo tempo, QObject* parent)
    : QObject(parent)
    , m_door(connection)
    , m_api(m_door)
    , m_watch(m_api, tempo)
    , m_stateTimes(m_watch)
    , m_runWatch(m_api, tempo)
    , m_generation(m_door, m_watch)
{
    const auto learn = [this] { m_door.setTakesBatches(m_generation.generation() == Generation::Local); };
    connect(&m_generation, &GenerationFinder::changed, this, learn);
    learn();
}

void Session::moveTo(const Connection& connection)
{
    m_watch.stop();
    m_door.moveTo(connection);
    m_generation.forget();
    m_watch.start();
    m_runWatch.lookNow();
}

} // namespace client
