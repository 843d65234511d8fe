// SPDX-License-Identifier: Apache-2.0
#include "client/browserlogin.h"

#include <QRandomGenerator>
#include <QTcpSocket>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace client {

using models::Failure;
using models::FailureKind;

namespace {

constexpr qsizetype kMostHead = 64 * 1024;
constexpr int kMostPeers = 20;
constexpr int kHttpsPort = 443;

QString secretPath()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    const QByteArray bytes(reinterpret_cast<const char*>(words.data()), sizeof(words));
    return u'/' + QString::fromLatin1(bytes.toHex());
}

QString encoded(const QString& text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

Failure failureOf(FailureKind kind, const QString& cameBack, const QString& meaning, const QString& remedy)
{
    Failure failure;
    failure.kind = kind;
    failure.tried = BrowserLogin::tr("sign in with the browser");
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

/// `name=value`, and nothing that could begin another header.
bool isCookie(const QByteArray& cookie)
{
    return cookie.indexOf('=') > 0 && cookie.indexOf('=') < cookie.size() - 1
        && std::all_of(cookie.begin(), cookie.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

QByteArray page(const char* status, const QString& words)
{
    const QByteArray text = words.toUtf8();
    return QByteArray("HTTP/1.1 ") + status
        + "\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
          "Connection: close\r\nContent-Length: "
        + QByteArray::number(text.size()) + "\r\n\r\n" + text;
}

} // namespace

BrowserLogin::BrowserLogin(QUrl base, int patienceMSecs, QObject* parent)
    : QObject(parent)
    , m_base(std::move(base))
    , m_path(secretPath())
{
    m_catcher.setMaxPendingConnections(kMostPeers);
    connect(&m_catcher, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = m_catcher.nextPendingConnection())
            serve(socket);
    });
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMSecs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        end({},
            failureOf(FailureKind::TimedOut, tr("nothing"), tr("The browser did not come back in time."),
                      tr("Sign in again, and go on in the browser until it says that you are signed in.")));
    });
}

models::Result<QUrl> BrowserLogin::start()
{
    if (!m_catcher.listen(QHostAddress::LocalHost))
        return models::failed(failureOf(FailureKind::Unreachable, m_catcher.errorString(),
                                        tr("The console cannot listen for the answer of the browser."),
                                        tr("Paste the cookie by hand.")));
    m_patience.start();
    const QString back = QStringLiteral("http://127.0.0.1:%1%2").arg(m_catcher.serverPort()).arg(m_path);
    const QString redirect = QStringLiteral("/v1/iam/redirect?redirect=") + encoded(back);
    QUrl url;
    url.setScheme(QStringLiteral("https"));
    url.setHost(m_base.host());
    if (const int port = m_base.port(kHttpsPort); port != kHttpsPort)
        url.setPort(port);
    return QUrl::fromEncoded(url.toEncoded() + "/v1/iam/oauth2/start?rd=" + encoded(redirect).toLatin1());
}

void BrowserLogin::cancel()
{
    end({}, failureOf(FailureKind::Cancelled, tr("nothing: it was given up"), tr("Signing in was cancelled."), {}));
}

void BrowserLogin::serve(QTcpSocket* socket)
{
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, head = QByteArray()]() mutable {
        head += socket->read(kMostHead + 1 - head.size());
        if (head.contains("\r\n\r\n"))
            answer(socket, head);
        else if (head.size() > kMostHead)
            socket->abort();
    });
}

void BrowserLogin::answer(QTcpSocket* socket, const QByteArray& head)
{
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr);
    const QList<QByteArray> line = head.left(head.indexOf('\r')).split(' ');
    const QUrl target = QUrl::fromEncoded(line.value(1));
    const bool isOurs = line.value(0) == "GET" && target.path() == m_path && !m_isOver;
    const QByteArray cookie = QUrlQuery(target).queryItemValue(QStringLiteral("cookie"), QUrl::FullyDecoded).toUtf8();
    if (!isOurs)
        socket->write(page("404 Not Found", tr("There is nothing here.")));
    else if (!isCookie(cookie))
        socket->write(page("400 Bad Request", tr("No cookie came along. Go back to the console.")));
    else
        socket->write(page("200 OK", tr("Signed in. This page can be closed; go on in the console.")));
    // Whoever hears of the end may delete this, and the page with it.
    socket->flush();
    socket->disconnectFromHost();
    if (!isOurs)
        return;
    if (isCookie(cookie))
        end(cookie, std::nullopt);
    else
        end({},
            failureOf(FailureKind::Unauthorized, tr("no usable cookie"),
                      tr("The browser came back without the cookie of a sign-in."),
                      tr("Sign in again. If it stays so, the server does not sign people in with a browser: use a "
                         "service account.")));
}

/// The last answer still leaves; nothing else comes in.
void BrowserLogin::end(const QByteArray& cookie, const std::optional<Failure>& failure)
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_catcher.close();
    m_patience.stop();
    if (failure)
        Q_EMIT failed(*failure);
    else
        Q_EMIT signedIn(cookie);
}

} // namespace client
