// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/dispatchclient.h"
#include "client/generation.h"

#include <QElapsedTimer>
#include <QHostInfo>
#include <QNetworkProxy>
#include <QTcpSocket>

#include <memory>
#include <vector>

namespace client {

/// One step of the way to a Dispatch.
struct ConnectionStep
{
    enum class Kind
    {
        Name, ///< DNS
        Proxy,
        Reach, ///< TCP
        Tls,
        Identity, ///< sign-in
        Organization,
        Api,
        Generation
    };
    enum class Verdict
    {
        Waiting,
        Running,
        Good,
        Bad,
        Skipped
    };

    Kind kind = Kind::Name;
    Verdict verdict = Verdict::Waiting;
    qint64 msecs = -1; ///< -1 = it took no time of its own
    QString finding = {}; ///< translated; never a secret
    QString remedy = {}; ///< translated; of a bad one
};

/// Walks the way to a Dispatch step by step, so that a person sees where it ends. Changes nothing.
class ConnectionTest final : public QObject
{
    Q_OBJECT
public:
    explicit ConnectionTest(Connection connection, QObject* parent = nullptr);
    ~ConnectionTest() override;

    void start();
    /// What is under way is given up, and says so.
    void cancel();
    bool isOver() const { return m_isOver; }
    const std::vector<ConnectionStep>& steps() const { return m_steps; }
    /// All steps with their findings, for the clipboard. Without secrets.
    QString report() const;
    static QString nameOf(ConnectionStep::Kind kind);
    static QString nameOf(ConnectionStep::Verdict verdict);

Q_SIGNALS:
    void changed();
    void finished();

private:
    using Kind = ConnectionStep::Kind;
    using Verdict = ConnectionStep::Verdict;

    ConnectionStep& step(Kind kind) { return m_steps[static_cast<std::size_t>(kind)]; }
    void begin(Kind kind);
    void good(Kind kind, const QString& finding);
    void skip(Kind kind, const QString& finding);
    void bad(Kind kind, const QString& finding, const QString& remedy);
    void bad(Kind kind, const models::Failure& failure);
    void lookUp();
    void lookedUp(const QHostInfo& info);
    void reach();
    void dial(Kind kind, const QString& host, quint16 port);
    void secure();
    void secured(const models::Result<Reply>& answer);
    void signIn();
    void signedIn(const models::Result<std::vector<models::Resource>>& answer);
    void askGeneration(const QString& path);
    void finish();

    const Connection m_connection;
    NetworkDoor m_door;
    DispatchClient m_api;
    std::vector<ConnectionStep> m_steps;
    QNetworkProxy m_proxy; ///< of type NoProxy when there is none
    models::Result<Reply> m_version; ///< what came back of the first request
    std::unique_ptr<QTcpSocket> m_socket;
    QElapsedTimer m_clock;
    int m_lookup = -1;
    bool m_isOver = false;
};

} // namespace client
