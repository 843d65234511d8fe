// SPDX-License-Identifier: Apache-2.0
#include "fakedispatch.h"

#include <QUrl>

using models::Json;
using models::Kind;

namespace {

QByteArray message(int status, const QByteArray& body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\nContent-Type: application/json\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray message(int status, const Json& body)
{
    return message(status, models::dumpJson(body));
}

} // namespace

FakeDispatch::FakeDispatch(QObject* parent)
    : QTcpServer(parent)
{
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { serve(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_pending.remove(socket);
                socket->deleteLater();
            });
        }
    });
    listen(QHostAddress::LocalHost);
}

client::Connection FakeDispatch::connection() const
{
    client::Connection connection;
    connection.name = QStringLiteral("test");
    connection.base = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort()));
    connection.signIn = client::CookieSignIn{};
    return connection;
}

void FakeDispatch::refuseNext(const QByteArray& method, int status, const QByteArray& body)
{
    m_refusals.insert(method, message(status, body));
}

void FakeDispatch::release()
{
    if (QTcpSocket* socket = std::exchange(m_heldSocket, nullptr))
        socket->write(answer(m_held));
}

void FakeDispatch::put(Kind kind, const Json& resource)
{
    m_resources[kind][models::textAt(resource, "name")] = resource;
}

Json FakeDispatch::find(Kind kind, const QString& name) const
{
    const auto& all = m_resources.find(kind);
    if (all == m_resources.end() || !all->second.contains(name))
        return nullptr;
    return all->second.at(name);
}

std::vector<FakeDispatch::Request> FakeDispatch::changes() const
{
    std::vector<Request> changes;
    for (const Request& request : m_seen) {
        if (request.method != "GET")
            changes.push_back(request);
    }
    return changes;
}

void FakeDispatch::serve(QTcpSocket* socket)
{
    QByteArray& pending = m_pending[socket];
    pending += socket->readAll();
    const qsizetype head = pending.indexOf("\r\n\r\n");
    if (head < 0)
        return;
    const QByteArray headers = pending.left(head);
    qsizetype length = 0;
    for (const QByteArray& line : headers.split('\n')) {
        if (line.toLower().startsWith("content-length:"))
            length = line.mid(15).trimmed().toLongLong();
    }
    if (pending.size() < head + 4 + length)
        return;
    const QList<QByteArray> first = headers.left(headers.indexOf('\r')).split(' ');
    Request request{first.value(0), QString::fromUtf8(first.value(1)), nullptr};
    if (length > 0)
        request.body = Json::parse(pending.mid(head + 4, length).toStdString(), nullptr, false);
    pending.remove(0, head + 4 + length);
    m_seen.push_back(request);
    if (request.method == "GET" && request.path == m_heldPath) {
        m_heldPath.clear();
        m_heldSocket = socket;
        m_held = request;
        return;
    }
    socket->write(m_refusals.contains(request.method) ? m_refusals.take(request.method) : answer(request));
}

QByteArray FakeDispatch::answer(const Request& request)
{
    const QString path = request.path.section(QLatin1Char('?'), 0, 0);
    if (!missing.isEmpty() && path.startsWith(missing))
        return message(501, {{"code", 501}, {"message", "Endpoint is not implemented in this version of Dispatch"}});
    for (const models::ResourceKind& kind : models::resourceKinds()) {
        const QString list = QString::fromLatin1(kind.path);
        if (path == list || path.startsWith(list + QLatin1Char('/')))
            return obey(kind.kind, path.mid(list.size() + 1), request);
    }
    if (path == QLatin1String("/v1/event") && request.method == "POST") {
        if (onEvent)
            onEvent(request.body);
        return message(200, request.body);
    }
    if (path == QLatin1String("/v1/runs") && request.method == "POST") {
        Json run = request.body;
        run["name"] = "e2c6a24f-a45d-4cac-b878-a834cfdf0742";
        run["functionName"] = models::toStd(request.path.section(QStringLiteral("functionName="), 1));
        run["status"] = "READY";
        run["output"] = {{"greeting", "Hello"}};
        run["executedTime"] = 1795420612554021812;
        run["finishedTime"] = 1795420612569379281;
        runs.push_back(run);
        return message(202, run);
    }
    if (path.startsWith(QLatin1String("/v1/runs")))
        return message(200, runs);
    if (path.startsWith(QLatin1String("/v1/image")))
        return message(200, Json::array({{{"name", "python3"}, {"status", "READY"}}, {{"name", "nodejs"}}}));
    return message(404, Json{{"code", 404}, {"message", "resource does not exist"}});
}

QByteArray FakeDispatch::obey(Kind kind, const QString& name, const Request& request)
{
    auto& all = m_resources[kind];
    const models::ResourceKind& row = models::resourceKind(kind);
    if (name.isEmpty() && request.method == "GET") {
        Json list = Json::array();
        for (const auto& [key, resource] : all)
            list.push_back(resource);
        return message(200, list);
    }
    const QString wanted = name.isEmpty() ? models::textAt(request.body, "name") : name;
    const bool exists = all.contains(wanted);
    if (name.isEmpty() == exists)
        return message(exists ? 409 : 404, Json{{"code", exists ? 409 : 404}, {"message", "already or not there"}});
    if (request.method == "GET")
        return message(200, all.at(wanted));
    if (request.method == "DELETE") {
        all.erase(wanted);
        return message(row.deleteStatus, row.deleteStatus == 204 ? QByteArray() : QByteArray("{}"));
    }
    Json resource = request.body;
    if (row.hasStatus)
        resource["status"] = "READY";
    all[wanted] = resource;
    return message(exists ? row.updateStatus : row.createStatus, resource);
}
