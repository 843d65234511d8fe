// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/bodydevice.h"
#include "client/connection.h"
#include "models/result.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

class QNetworkAccessManager;

namespace client {

class RequestLog;

struct Request
{
    QByteArray method = QByteArrayLiteral("GET");
    QString path; ///< below the base, with query: "/v1/runs?since=0"
    QByteArray body; ///< JSON; empty = none
    QString tried; ///< translated, for the failure: "create driver nightly"
    int timeoutMSecs = 30'000; ///< per idle time, not for the whole body
    std::function<std::unique_ptr<BodyDevice>()> makeBody = {}; ///< instead of `body`; such a request is never repeated
    qint64 madeSize = 0; ///< bytes of what makeBody makes
    /// Told now and then how much of the body is on its way, on the thread of the door.
    std::function<void(qint64 sent)> onSent = {};
    QUrl foreign = {}; ///< instead of `path`: somewhere else, without credentials; more than keptAnswer is refused
    bool mayShare = false; ///< may go with others in one; its body is JSON, and it is not to be called back
    qint64 keptAnswer = -1; ///< bytes of the answer that are kept, the rest is dropped as it comes; -1 = all
};

struct Reply
{
    int status = 0;
    QByteArray body;
    qint64 elapsedMSecs = 0;
    bool isCutOff = false; ///< more came than Request::keptAnswer
};

/// The one place where requests are made: address, organization, sign-in, time-outs and redaction.
/// Lives on the UI thread. Each request ends in success, failure, cancel, time-out or destruction; the future always
/// finishes. An HTTP status of 400 or more is a Failure (see failures.h). Cancelling the future aborts the request.
/// Of a read-only connection everything but GET is refused here.
class NetworkDoor final : public QObject
{
    Q_OBJECT
public:
    class Private; ///< shared with the calls of this door only, see call.h

    explicit NetworkDoor(Connection connection, QObject* parent = nullptr);
    ~NetworkDoor() override;

    const Connection& connection() const { return m_connection; }
    /// The same Dispatch at another address or with another key, as the local one after a restart. What is on its way
    /// still ends where it was sent.
    void moveTo(Connection connection);
    QFuture<models::Result<Reply>> send(const Request& request);

    /// Time until the token in use expires, -1 when there is none or it does not expire.
    qint64 tokenSecondsLeft() const;

    /// Longer answers are refused while they come in. 256 MB at first.
    void setLargestAnswer(qint64 bytes);
    /// Whether the server takes several requests in one, as dispatch-local does.
    void setTakesBatches(bool takes);
    bool takesBatches() const;
    /// What is said here, without secrets.
    RequestLog& log() const;
    /// What stood in the way of the last connection that could not be secured.
    const TlsTrouble& tlsTrouble() const;
    /// Waits no longer than this for the next sign of life, whatever a request allows.
    void setLongestSilence(int msecs);

Q_SIGNALS:
    /// After each answer, for the status bar: HTTP status (0 = none) and how long it took.
    void answered(int httpStatus, qint64 elapsedMSecs);

private:
    QFuture<models::Result<Reply>> sendNow(const Request& request);

    Connection m_connection;
    std::unique_ptr<Private> d;
};

} // namespace client
