// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/runfollower.h"

namespace ui {

namespace {
/// The number of followers lives with the watch they share.
constexpr const char* kFollowers = "ui.followers";
} // namespace

RunFollower::RunFollower(client::RunWatch& watch, QObject* parent)
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

} // namespace ui
