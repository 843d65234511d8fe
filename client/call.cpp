// SPDX-License-Identifier: Apache-2.0
#include "client/call.h"

#include <QDateTime>
#include <QIODevice>
#include <QLoggingCategory>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QPointer>
#include <QUrl>

#include <algorithm>
#include <utility>

Q_LOGGING_CATEGORY(lcNet, "dispatch.net", QtWarningMsg)

namespace client {

using models::Failure;

namespace {

constexpr const char* kSecretPath = "/v1/secret";

QUrl urlOf(const QUrl& base, const QString& path)
{
    const QUrl bare = base.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    return QUrl::fromEncoded(bare.toEncoded() + path.toUtf8());
}

QString addressOf(const QUrl& base)
{
    return base.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo).toString();
}

constexpr int kMostForeignRedirects = 5;

QNetworkRequest networkRequest(const Connection& connection, const Request& request, const CredentialHeader& credential,
                               qint64 largestAnswer)
{
    const bool isForeign = !request.foreign.isEmpty();
    QNetworkRequest made(isForeign ? request.foreign : urlOf(connection.base, request.path));
    made.setRawHeader("User-Agent", "dispatch-console/" DISPATCH_VERSION);
    made.setRawHeader("Accept", isForeign ? "*/*" : "application/json");
    if (!isForeign) {
        made.setRawHeader("X-Dispatch-Org", connection.organization.trimmed().toUtf8());
        made.setRawHeader(credential.name, credential.value);
    }
    if (!request.body.isEmpty() || request.makeBody)
        made.setRawHeader("Content-Type", "application/json");
    made.setHeader(QNetworkRequest::ContentLengthHeader,
                   request.makeBody ? request.madeSize : qint64(request.body.size()));
    made.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    // Nothing of Qt's may add, keep or replay a credential behind our back.
    made.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    made.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    made.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    made.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                      isForeign                     ? QNetworkRequest::NoLessSafeRedirectPolicy
                          : request.method == "GET" ? QNetworkRequest::SameOriginRedirectPolicy
                                                    : QNetworkRequest::ManualRedirectPolicy);
    if (isForeign)
        made.setMaximumRedirectsAllowed(kMostForeignRedirects);
    else if (connection.tls)
        made.setSslConfiguration(connection.tls->configuration);
    // Our own limit guards the memory; Qt's guess at bombs refuses honest lists, which compress very well.
    made.setDecompressedSafetyCheckThreshold(largestAnswer);
    return made;
}

/// A body that can be read once. When a connection breaks before the answer, Qt sends the request again, up to four
/// times and whatever the method is, though the first one may have arrived: an event would happen twice. A body that
/// cannot be rewound, be it empty, makes it give up instead.
class OneWayBody final : public BodyDevice
{
public:
    explicit OneWayBody(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool atEnd() const override { return m_read == m_bytes.size(); }
    qint64 bytesAvailable() const override { return m_bytes.size() - m_read; }

protected:
    qint64 readData(char* data, qint64 most) override
    {
        const qint64 length = std::min<qint64>(most, m_bytes.size() - m_read);
        if (length == 0)
            return -1;
        std::copy_n(m_bytes.constData() + m_read, length, data);
        m_read += length;
        return length;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
    qint64 m_read = 0;
};

} // namespace

Call::Call(NetworkDoor& door, NetworkDoor::Private& shared, Request request, const CredentialHeader& credential)
    : QObject(&shared.calls)
    , m_door(door)
    , m_shared(shared)
    , m_request(std::move(request))
    , m_credential(credential)
    , m_wire(networkRequest(door.connection(), m_request, credential, shared.largestAnswer))
{
    m_promise.start();
    m_idle.setSingleShot(true);
    m_idle.setInterval(std::min(m_request.timeoutMSecs, shared.longestSilenceMSecs));
    connect(&m_idle, &QTimer::timeout, this, [this] { giveUp(Ending::TimedOut); });
    connect(&m_watcher, &QFutureWatcherBase::canceled, this, [this] { giveUp(Ending::Cancelled); });
    m_watcher.setFuture(m_promise.future());
    m_elapsed.start();
    m_startedAt = QDateTime::currentMSecsSinceEpoch();
}

Call::~Call()
{
    dropReply();
    if (!m_settled) {
        m_promise.addResult(models::failed(cancelledFailure(m_request.tried)));
        m_promise.finish();
    }
}

void Call::start()
{
    BodyDevice* const body = m_request.makeBody ? m_request.makeBody().release() : new OneWayBody(m_request.body);
    connect(body, &BodyDevice::failed, this, &Call::giveUpBody);
    m_reply = m_shared.manager.sendCustomRequest(m_wire, m_request.method, body);
    body->setParent(m_reply);
    listen();
    m_idle.start();
}

void Call::listen()
{
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Call::onProgress);
    connect(m_reply, &QNetworkReply::readyRead, this, &Call::onProgress);
    connect(m_reply, &QNetworkReply::uploadProgress, this, &Call::onUpload);
    connect(m_reply, &QNetworkReply::finished, this, &Call::onFinished, Qt::QueuedConnection);
    connect(m_reply, &QNetworkReply::sslErrors, this, &Call::onTlsErrors);
    connect(m_reply, &QNetworkReply::encrypted, this, &Call::onEncrypted);
}

void Call::onTlsErrors(const QList<QSslError>& errors)
{
    const QList<QSslCertificate> chain = m_reply->sslConfiguration().peerCertificateChain();
    if (m_request.foreign.isEmpty() && isTrusted(m_door.connection().tls, chain)) {
        m_reply->ignoreSslErrors();
        return;
    }
    m_tls = {errors, chain, false};
}

/// Before anything of the request is sent. A pin counts also where an authority vouches for another certificate.
void Call::onEncrypted()
{
    const std::optional<TlsTrust>& trust = m_door.connection().tls;
    if (!m_request.foreign.isEmpty() || !trust || trust->pinnedSha256.isEmpty())
        return;
    const QList<QSslCertificate> chain = m_reply->sslConfiguration().peerCertificateChain();
    if (isTrusted(trust, chain))
        return;
    m_tls = {{}, chain, true};
    giveUp(Ending::Untrusted);
}

void Call::onProgress()
{
    if (!m_idle.isActive())
        return;
    m_idle.start();
    if (m_request.keptAnswer >= 0) {
        m_kept += takeAnswer();
        if (m_cutOff && !m_request.foreign.isEmpty())
            giveUp(Ending::TooLarge);
        return;
    }
    const qint64 announced = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    if (qMax(announced, m_reply->bytesAvailable()) > m_shared.largestAnswer)
        giveUp(Ending::TooLarge);
}

/// Queued for the sake of whoever hears it: see the class.
void Call::onUpload(qint64 sent)
{
    onProgress();
    if (!m_request.onSent || sent <= 0)
        return;
    QMetaObject::invokeMethod(
        this,
        [this, sent] {
            if (!m_settled && m_ending == Ending::Answered)
                m_request.onSent(sent);
        },
        Qt::QueuedConnection);
}

/// What came in since, as far as it is wanted.
QByteArray Call::takeAnswer()
{
    if (m_request.keptAnswer < 0)
        return m_reply->readAll();
    const QByteArray taken = m_reply->read(m_request.keptAnswer - m_kept.size());
    m_cutOff = m_reply->skip(m_reply->bytesAvailable()) > 0 || m_cutOff;
    return taken;
}

void Call::giveUpBody(const Failure& failure)
{
    if (m_settled || m_bodyFailure)
        return;
    m_bodyFailure = failure;
    giveUp(Ending::Cancelled);
}

void Call::giveUp(Ending why)
{
    if (m_settled || m_ending != Ending::Answered || !m_reply || m_reply->isFinished())
        return;
    m_ending = why;
    m_idle.stop();
    m_reply->abort();
}

void Call::onFinished()
{
    if (m_settled || !m_reply || !m_reply->isFinished())
        return;
    m_idle.stop();
    if (isStaleConnection()) {
        m_retried = true;
        dropReply();
        start();
        return;
    }
    const QByteArray body = m_ending == Ending::Answered ? m_kept + takeAnswer() : QByteArray();
    const Outcome ended = outcome(body);
    dropReply();
    if (ended.httpStatus == 401)
        m_shared.credentials.forgetToken();
    qCDebug(lcNet).noquote() << m_request.method << m_request.path.section(QLatin1Char('?'), 0, 0) << ended.httpStatus
                             << m_elapsed.elapsed() << "ms";
    std::optional<Failure> failure = m_bodyFailure ? m_bodyFailure : failureOf(ended);
    if (failure && failure->kind == models::FailureKind::Tls)
        m_shared.tlsTrouble = m_tls;
    writeLog(ended, failure ? &*failure : nullptr);
    if (failure)
        settle(models::failed(std::move(*failure)), ended.httpStatus);
    else
        settle(Reply{ended.httpStatus, body, m_elapsed.elapsed(), m_cutOff}, ended.httpStatus);
}

void Call::writeLog(const Outcome& ended, const Failure* failure)
{
    Exchange exchange;
    exchange.startedAt = m_startedAt;
    exchange.elapsedMSecs = m_elapsed.elapsed();
    exchange.method = m_request.method;
    exchange.address = ended.address;
    // Addresses of somewhere else may be secrets themselves.
    exchange.path = m_request.foreign.isEmpty() ? m_request.path : m_request.foreign.path();
    exchange.credentialName = m_credential.name;
    exchange.credential = m_credential.value;
    exchange.status = ended.httpStatus;
    if (failure)
        exchange.problem = failure->meaning;
    exchange.sent = m_request.body;
    exchange.sentBytes = m_request.makeBody ? m_request.madeSize : m_request.body.size();
    exchange.received = ended.body;
    exchange.receivedBytes = ended.body.size();
    m_shared.log.take(std::move(exchange));
}

/// Dispatch closes idle connections after 10 s, and a request can cross that on the wire (contract §1.1). Only a GET
/// may be repeated: anything else could happen twice.
bool Call::isStaleConnection() const
{
    const bool broke = m_reply->error() == QNetworkReply::RemoteHostClosedError
        || m_reply->error() == QNetworkReply::ContentReSendError;
    return !m_retried && broke && m_ending == Ending::Answered && m_request.method == "GET"
        && !m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
}

Outcome Call::outcome(const QByteArray& body) const
{
    Outcome outcome;
    outcome.tried = m_request.tried;
    outcome.address = addressOf(m_wire.url());
    outcome.method = m_request.method;
    outcome.path = m_request.path;
    outcome.organization = m_door.connection().organization;
    outcome.ending = m_ending;
    outcome.error = m_reply->error();
    outcome.errorText = m_reply->errorString();
    outcome.httpStatus = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    outcome.contentType = m_reply->rawHeader("Content-Type");
    outcome.body = body;
    outcome.tls = m_tls;
    outcome.redirectTarget = QUrl::fromEncoded(m_reply->rawHeader("Location"))
                                 .toString(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    outcome.timeoutMSecs = m_idle.interval();
    if (outcome.error != QNetworkReply::NoError && outcome.httpStatus == 0)
        outcome.proxy = proxyOf(m_wire.url());
    outcome.isChange = m_request.method != "GET";
    outcome.limitBytes = m_request.foreign.isEmpty() ? m_shared.largestAnswer : m_request.keptAnswer;
    outcome.sensitive = m_request.path.startsWith(QLatin1String(kSecretPath));
    return outcome;
}

/// Where the request was sent first; empty = straight to the server.
QString Call::proxyOf(const QUrl& url) const
{
    const QNetworkProxy proxy = m_shared.manager.proxyFactory()->queryProxy(QNetworkProxyQuery(url)).value(0);
    return proxy.hostName().isEmpty() ? QString() : QStringLiteral("%1:%2").arg(proxy.hostName()).arg(proxy.port());
}

void Call::dropReply()
{
    if (QNetworkReply* const reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        if (reply->isRunning())
            reply->abort();
        reply->deleteLater();
    }
}

/// Whoever hears of it may delete the door and with it this call: nothing of `this` is used once the first one heard.
void Call::settle(models::Result<Reply> result, int status)
{
    m_settled = true;
    m_watcher.disconnect(this);
    QPromise<models::Result<Reply>> promise = std::move(m_promise);
    const qint64 elapsed = m_elapsed.elapsed();
    NetworkDoor& door = m_door;
    deleteLater();
    Q_EMIT door.answered(status, elapsed);
    promise.addResult(std::move(result));
    promise.finish();
}

} // namespace client
