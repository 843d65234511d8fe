// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

/// JSON written with single quotes, for moc's sake: it loses its way in raw strings.
QByteArray json(const char* text);

/// A web server that does what a test tells it, also what no good server would do.
class ScriptServer final : public QTcpServer
{
    Q_OBJECT
public:
    struct Seen
    {
        QByteArray method;
        QByteArray path; ///< with query
        QHash<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;
        qint64 atMSecs = 0;
    };
    using Act = std::function<void(QTcpSocket* socket, const Seen& request)>;

    explicit ScriptServer(QObject* parent = nullptr);

    QUrl url() const;
    /// What to do with a request whose path begins so; the longest beginning wins.
    void on(const QByteArray& path, Act act);
    int count(const QByteArray& path) const;
    void dropConnections();

    QList<Seen> seen;

    static QByteArray message(int status, const QByteArray& body, const QByteArray& type = "application/json",
                              const QByteArray& headers = {});
    static Act answer(int status, const QByteArray& body, const QByteArray& type = "application/json",
                      const QByteArray& headers = {});
    /// These bytes and nothing else; then ends the connection, or leaves it open.
    static Act bytes(const QByteArray& raw, bool close);
    static Act silence();
    static Act hangUp();

private:
    void serve(QTcpSocket* socket);

    QHash<QByteArray, Act> m_acts;
    QHash<QTcpSocket*, QByteArray> m_pending;
};
