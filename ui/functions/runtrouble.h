// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"

#include <QObject>

#include <optional>

namespace ui {

class MessageBar;

/// Tells in a page's bar that the runs cannot be read, and takes it back when they can. Silent while the window itself
/// says that the server does not answer: one trouble is told once.
class RunTrouble final : public QObject
{
    Q_OBJECT
public:
    /// Lives and dies with the bar.
    RunTrouble(client::Session& session, MessageBar& bar);

    void tell(const models::Failure& failure);

private:
    void takeBack();

    client::Session& m_session;
    MessageBar& m_bar;
    std::optional<models::Failure> m_told;
};

} // namespace ui
