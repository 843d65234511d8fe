// SPDX-License-Identifier: Apache-2.0
#include "client/runfollower.h"

namespace client {

namespace {
/// The number of followers lives with the watch they share.
constexpr const char* kFollowers = "client.followers";
} // namespace

RunFollower::RunFollower(RunWatch& watch, QObject* parent)
    : QObject(parent)
    , m_watch(&watch)
{
}

RunFollower::~RunFollower()
{
    follow(false);
}

void RunFollower::follow(bool wanted)
{
    if (!m_watch || wanted == m_following)
        return;
    m_following = wanted;
    const int followers = m_watch->property(kFollowers).toInt() + (wanted ? 1 : -1);
    m_watch->setProperty(kFollowers, followers);
    if (followers == 0)
        m_watch->stop();
    else if (!m_watch->isActive())
        m_watch->start();
}

} // namespace client
