// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/batcher.h"
#include "client/credentials.h"
#include "client/failures.h"
#include "client/networkdoor.h"
#include "client/requestlog.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QPromise>
#include <QTimer>

namespace client {

/// What the calls of one door share. The calls are children of `calls`, so they end before the manager does.
class NetworkDoor::Private
{
public:
    Private(const Connection& connection, const NetworkDoor& door, Batcher::Send send)
        : credentials(connection)
        , batcher(door, std::move(send))
    {
    }

    Credentials credentials;
    TlsTrouble tlsTrouble;
    RequestLog log;
    qint64 largestAnswer = 256LL * 1024 * 1024;
    int longestSilenceMSecs = 30'000;
    QNetworkAccessManager manager;
    QObject calls;
    Batcher batcher;
};

/// One request on its way. Ends in success, failure, cancel, time-out or destruction; the promise is kept in each case,
/// and no user code runs below a signal of the network classes, which do not survive being deleted there.
class Call final : public QObject
{
public:
    Call(NetworkDoor& door, NetworkDoor::Private& shared, Request request, const CredentialHeader& credential);
    ~Call() override;

    QFuture<models::Result<Reply>> future() const { return m_promise.future(); }
    void start();

private:
    void listen();
    void onTlsErrors(const QList<QSslError>& errors);
    void onEncrypted();
    void onProgress();
    void onUpload(qint64 sent);
    void giveUp(Ending why);
    void onFinished();
    bool isStaleConnection() const;
    QString proxyOf(const QUrl& url) const;
    Outcome outcome(const QByteArray& body) const;
    void giveUpBody(const models::Failure& failure);
    QByteArray takeAnswer();
    void dropReply();
    void writeLog(const Outcome& ended, const models::Failure* failure);
    void settle(models::Result<Reply> result, int status);

    NetworkDoor& m_door;
    NetworkDoor::Private& m_shared;
    const Request m_request;
    const CredentialHeader m_credential; ///< so that the log finds it wherever it is echoed
    const QNetworkRequest m_wire; ///< made once: a repetition goes where the first one went
    QPromise<models::Result<Reply>> m_promise;
    QFutureWatcher<models::Result<Reply>> m_watcher;
    QNetworkReply* m_reply = nullptr;
    QByteArray m_kept;
    TlsTrouble m_tls;
    qint64 m_startedAt = 0; ///< ms since 1970
    std::optional<models::Failure> m_bodyFailure;
    QTimer m_idle;
    QElapsedTimer m_elapsed;
    Ending m_ending = Ending::Answered;
    bool m_retried = false;
    bool m_cutOff = false;
    bool m_settled = false;
};

} // namespace client
