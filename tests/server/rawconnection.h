// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>
#include <QTcpSocket>

#include <optional>

struct RawAnswer
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

/// A socket that shows the bytes of HTTP as they are: nothing is retried, followed or tidied up.
class RawConnection
{
public:
    enum class Body
    {
        Present,
        Absent ///< as after HEAD, whatever the length says
    };

    explicit RawConnection(quint16 port)
    {
        m_socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        m_socket.waitForConnected(kPatience);
    }

    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

    void send(const QByteArray& bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(kPatience)) { }
    }

    /// The next answer, or nothing when the server closed without one.
    std::optional<RawAnswer> read(Body body = Body::Present)
    {
        const auto head = takeUntil("\r\n\r\n");
        if (!head)
            return std::nullopt;
        RawAnswer answer;
        const QList<QByteArray> lines = head->split('\n');
        answer.status = lines.first().split(' ').value(1).toInt();
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype colon = lines[i].indexOf(':');
            answer.headers.insert(lines[i].left(colon).trimmed().toLower(), lines[i].mid(colon + 1).trimmed());
        }
        if (body == Body::Absent)
            return answer;
        const qsizetype length = answer.headers.value("content-length").toLongLong();
        while (m_buffer.size() < length && receive()) { }
        if (m_buffer.size() < length)
            return std::nullopt;
        answer.body = m_buffer.left(length);
        m_buffer.remove(0, length);
        return answer;
    }

    bool closesWithoutMore()
    {
        while (receive()) { }
        return m_buffer.isEmpty() && m_socket.state() != QAbstractSocket::ConnectedState;
    }

private:
    static constexpr int kPatience = 20000;

    bool receive()
    {
        const bool got = m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(kPatience);
        m_buffer += m_socket.readAll();
        return got;
    }

    std::optional<QByteArray> takeUntil(const QByteArray& end)
    {
        qsizetype at = m_buffer.indexOf(end);
        while (at < 0 && receive())
            at = m_buffer.indexOf(end);
        if (at < 0)
            return std::nullopt;
        const QByteArray head = m_buffer.left(at);
        m_buffer.remove(0, at + end.size());
        return head;
    }

    QTcpSocket m_socket;
    QByteArray m_buffer;
};

/// The bytes of a request with a body of JSON.
inline QByteArray rawRequest(const QByteArray& method, const QByteArray& path, const QByteArray& body = {},
                             const QByteArray& moreHeaders = "Cookie: cookie\r\nX-Dispatch-Org: dispatch\r\n")
{
    QByteArray bytes = method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n" + moreHeaders;
    if (!body.isEmpty())
        bytes += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}
