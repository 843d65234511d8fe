// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/runtrouble.h"

#include "ui/messagebar.h"

namespace ui {

RunTrouble::RunTrouble(client::Session& session, MessageBar& bar)
    : QObject(&bar)
    , m_session(session)
    , m_bar(bar)
{
    connect(&session.runWatch(), &client::RunWatch::failed, this, &RunTrouble::tell);
    connect(&session.runWatch(), &client::RunWatch::recovered, this, &RunTrouble::takeBack);
    connect(&session.watch(), &client::Watch::stateChanged, this, [this] {
        if (m_session.watch().state().failure)
            takeBack();
    });
}

void RunTrouble::tell(const models::Failure& failure)
{
    if (m_session.watch().state().failure)
        return;
    m_told = failure;
    m_bar.showFailure(failure);
}

/// Only what was told here: the bar may say something else by now.
void RunTrouble::takeBack()
{
    if (m_told && m_bar.shows(*m_told))
        m_bar.clear();
    m_told.reset();
}

} // namespace ui
