// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/session.h"

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <map>

/// A Dispatch in memory on a real socket: keeps what it is given and says READY. For tests of forms, which need a
/// server that obeys, refuses and changes its mind on command.
class FakeDispatch final : public QTcpServer
{
    Q_OBJECT
public:
    struct Request
    {
        QByteArray method;
        QString path;
        models::Json body;
    };

    explicit FakeDispatch(QObject* parent = nullptr);

    client::Connection connection() const;
    /// The next request of this method gets this answer instead of being obeyed.
    void refuseNext(const QByteArray& method, int status, const QByteArray& body);
    /// The next GET of this path waits until release().
    void holdNext(const QString& path) { m_heldPath = path; }
    bool isHolding() const { return m_heldSocket != nullptr; }
    void release();
    void put(models::Kind kind, const models::Json& resource);
    models::Json find(models::Kind kind, const QString& name) const;
    /// Requests that change something, in order.
    std::vector<Request> changes() const;

    models::Json runs = models::Json::array();
    QString missing; ///< below this path there is nothing in this generation; empty = all is there
    std::function<void(const models::Json& event)> onEvent;

private:
    void serve(QTcpSocket* socket);
    QByteArray answer(const Request& request);
    QByteArray obey(models::Kind kind, const QString& name, const Request& request);

    QHash<QTcpSocket*, QByteArray> m_pending;
    std::map<models::Kind, std::map<QString, models::Json>> m_resources;
    std::vector<Request> m_seen;
    QHash<QByteArray, QByteArray> m_refusals;
    QString m_heldPath;
    QPointer<QTcpSocket> m_heldSocket;
    Request m_held;
};
