// SPDX-License-Identifier: Apache-2.0
#include "scriptserver.h"

#include <QDateTime>

QByteArray json(const char* text)
{
    return QByteArray(text).replace('\'', '"');
}

ScriptServer::ScriptServer(QObject* parent)
    : QTcpServer(parent)
{
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* const socket = nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { serve(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_pending.remove(socket);
                socket->deleteLater();
            });
        }
    });
    listen(QHostAddress::LocalHost);
}

QUrl ScriptServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort()));
}

void ScriptServer::on(const QByteArray& path, Act act)
{
    m_acts.insert(path, std::move(act));
}

int ScriptServer::count(const QByteArray& path) const
{
    return static_cast<int>(std::count_if(seen.begin(), seen.end(),
                                          [&path](const Seen& request) { return request.path.startsWith(path); }));
}

void ScriptServer::dropConnections()
{
    for (QTcpSocket* socket : findChildren<QTcpSocket*>())
        socket->abort();
}

void ScriptServer::serve(QTcpSocket* socket)
{
    QByteArray& pending = m_pending[socket];
    pending += socket->readAll();
    const qsizetype head = pending.indexOf("\r\n\r\n");
    if (head < 0)
        return;
    QList<QByteArray> lines = pending.left(head).split('\n');
    const QList<QByteArray> first = lines.takeFirst().trimmed().split(' ');
    Seen request{first.value(0), first.value(1), {}, {}, QDateTime::currentMSecsSinceEpoch()};
    for (const QByteArray& line : lines) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length", "0").toLongLong();
    if (pending.size() < head + 4 + length)
        return;
    request.body = pending.mid(head + 4, length);
    pending.remove(0, head + 4 + length);
    seen << request;

    QByteArray best;
    for (auto act = m_acts.cbegin(); act != m_acts.cend(); ++act) {
        if (request.path.startsWith(act.key()) && act.key().size() > best.size())
            best = act.key();
    }
    const Act act = m_acts.value(best, answer(404, json("{'code':404,'message':'path was not found'}")));
    act(socket, request);
}

QByteArray ScriptServer::message(int status, const QByteArray& body, const QByteArray& type, const QByteArray& headers)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\nContent-Type: " + type
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body;
}

ScriptServer::Act ScriptServer::answer(int status, const QByteArray& body, const QByteArray& type,
                                       const QByteArray& headers)
{
    return bytes(message(status, body, type, headers), false);
}

ScriptServer::Act ScriptServer::bytes(const QByteArray& raw, bool close)
{
    return [raw, close](QTcpSocket* socket, const Seen&) {
        socket->write(raw);
        if (close)
            socket->disconnectFromHost();
    };
}

ScriptServer::Act ScriptServer::silence()
{
    return [](QTcpSocket*, const Seen&) {};
}

ScriptServer::Act ScriptServer::hangUp()
{
    return [](QTcpSocket* socket, const Seen&) { socket->disconnectFromHost(); };
}
