// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/credentials.h"
#include "models/json.h"

#include <QDateTime>
#include <QTcpSocket>

#include <algorithm>

/// Makes the subscriptions `sub-FIRST` … on a server, many requests on their way at once over one connection. Returns
/// how many the server took. Blocks.
inline int createSubscriptions(const client::Connection& connection, int first, int count)
{
    constexpr int kAtOnce = 100;
    constexpr int kPatience = 20'000;
    client::Credentials credentials(connection);
    const auto credential = credentials.header(QDateTime::currentSecsSinceEpoch());
    if (!credential)
        return 0;
    QTcpSocket socket;
    socket.connectToHost(connection.base.host(), static_cast<quint16>(connection.base.port()));
    if (!socket.waitForConnected(kPatience))
        return 0;
    int taken = 0;
    for (int done = 0; done < count; done += kAtOnce) {
        const int some = std::min(kAtOnce, count - done);
        for (int i = first + done; i < first + done + some; ++i) {
            const QByteArray body = models::dumpJson(
                {{"name", "sub-" + std::to_string(i)}, {"eventType", "a.b"}, {"function", "f"}, {"secrets", nullptr}});
            socket.write("POST /v1/event/subscriptions HTTP/1.1\r\nHost: localhost\r\nX-Dispatch-Org: "
                         + connection.organization.toUtf8() + "\r\n" + credential->name + ": " + credential->value
                         + "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size())
                         + "\r\n\r\n" + body);
        }
        QByteArray answers;
        const auto answered = [&answers] { return answers.count("HTTP/1.1 "); };
        while (answered() < some || !answers.trimmed().endsWith('}')) {
            if (!socket.waitForReadyRead(kPatience))
                return taken;
            answers += socket.readAll();
        }
        taken += static_cast<int>(answers.count("HTTP/1.1 201"));
    }
    return taken;
}
