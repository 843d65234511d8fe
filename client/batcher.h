// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/networkdoor.h"

#include <QPromise>

#include <memory>
#include <set>
#include <vector>

namespace client {

/// Puts requests that are made at the same time into one, for a server that takes that (`/v1/batch` of dispatch-local).
/// One is on its way at a time; what is asked for meanwhile makes up the next. Where the server has no such place, each
/// goes alone from then on, and nothing was done twice.
class Batcher final : public QObject
{
public:
    /// `send` makes one request.
    using Send = std::function<QFuture<models::Result<Reply>>(const Request&)>;

    Batcher(const NetworkDoor& door, Send send);
    ~Batcher() override;

    /// Whether the server may be asked for several things at once.
    void setEnabled(bool enabled) { m_enabled = enabled; }
    bool isEnabled() const { return m_enabled; }
    /// The body has to be JSON. Cancelling the future does not call back what was sent.
    QFuture<models::Result<Reply>> add(const Request& request);

private:
    struct Part
    {
        Request request;
        QPromise<models::Result<Reply>> promise;
    };
    using Parts = std::vector<std::shared_ptr<Part>>;

    void sendNext();
    void sendAlone(const std::shared_ptr<Part>& part);
    void sendTogether(const Parts& parts);
    void answered(const Parts& parts, const models::Result<Reply>& answer);
    void settle(const std::shared_ptr<Part>& part, models::Result<Reply> result);

    const NetworkDoor& m_door;
    const Send m_send;
    Parts m_waiting;
    std::set<std::shared_ptr<Part>> m_open; ///< whose promise is not kept yet
    bool m_enabled = false;
    bool m_underWay = false;
    bool m_planned = false;
};

} // namespace client
