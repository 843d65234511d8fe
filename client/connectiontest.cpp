// SPDX-License-Identifier: Apache-2.0
#include "client/connectiontest.h"

#include "client/failures.h"
#include "client/proxyfactory.h"
#include "client/whendone.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace client {

using models::Failure;
using models::FailureKind;

namespace {

constexpr int kPatienceMSecs = 10'000;
const QString kVersionPath = QStringLiteral("/v1/version");
const QString kHealthPath = QStringLiteral("/healthz");

bool isAddress(const QString& host)
{
    return !QHostAddress(host).isNull();
}

QString wordsOf(Generation generation)
{
    switch (generation) {
    case Generation::Local:
        return ConnectionTest::tr("local Dispatch");
    case Generation::Solo:
        return ConnectionTest::tr("Dispatch Solo");
    case Generation::Kubernetes:
        return ConnectionTest::tr("Dispatch 0.1.24 on Kubernetes");
    default:
        return ConnectionTest::tr("another server that speaks the Dispatch API");
    }
}

} // namespace

QString ConnectionTest::nameOf(ConnectionStep::Kind kind)
{
    const QStringList names = {tr("Host name"), tr("Proxy"),        tr("Reach"), tr("TLS"),
                               tr("Sign-in"),   tr("Organization"), tr("API"),   tr("Generation")};
    return names.value(static_cast<int>(kind));
}

QString ConnectionTest::nameOf(ConnectionStep::Verdict verdict)
{
    const QStringList names = {tr("waiting"), tr("running"), tr("good"), tr("failed"), tr("skipped")};
    return names.value(static_cast<int>(verdict));
}

ConnectionTest::ConnectionTest(Connection connection, QObject* parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_door(m_connection)
    , m_api(m_door)
    , m_proxy(QNetworkProxy::NoProxy)
    , m_version(models::failed(Failure()))
{
    m_door.setLongestSilence(kPatienceMSecs);
    for (int kind = 0; kind <= static_cast<int>(Kind::Generation); ++kind)
        m_steps.push_back({.kind = static_cast<Kind>(kind)});
}

ConnectionTest::~ConnectionTest()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

void ConnectionTest::start()
{
    m_proxy = ProxyFactory(m_connection.proxy).queryProxy(QNetworkProxyQuery(m_connection.base)).value(0);
    lookUp();
}

void ConnectionTest::cancel()
{
    for (ConnectionStep& each : m_steps) {
        if (each.verdict == Verdict::Running)
            bad(each.kind, tr("given up"), {});
    }
    finish();
}

// ----- steps

void ConnectionTest::begin(Kind kind)
{
    step(kind).verdict = Verdict::Running;
    m_clock.start();
    Q_EMIT changed();
}

void ConnectionTest::good(Kind kind, const QString& finding)
{
    ConnectionStep& done = step(kind);
    if (done.verdict == Verdict::Running)
        done.msecs = m_clock.elapsed();
    done.verdict = Verdict::Good;
    done.finding = finding;
    Q_EMIT changed();
}

void ConnectionTest::skip(Kind kind, const QString& finding)
{
    step(kind).verdict = Verdict::Skipped;
    step(kind).finding = finding;
    Q_EMIT changed();
}

/// The way ends here.
void ConnectionTest::bad(Kind kind, const QString& finding, const QString& remedy)
{
    good(kind, finding);
    step(kind).verdict = Verdict::Bad;
    step(kind).remedy = remedy;
    finish();
}

void ConnectionTest::bad(Kind kind, const Failure& failure)
{
    bad(kind, failure.cameBack.isEmpty() ? failure.meaning : failure.meaning + u' ' + failure.cameBack, failure.remedy);
}

void ConnectionTest::lookUp()
{
    const QString host = m_connection.base.host();
    if (m_proxy.type() != QNetworkProxy::NoProxy) {
        skip(Kind::Name, tr("the proxy looks it up"));
        begin(Kind::Proxy);
        dial(Kind::Proxy, m_proxy.hostName(), m_proxy.port());
        return;
    }
    if (isAddress(host)) {
        skip(Kind::Name, tr("%1 is an address").arg(host));
        reach();
        return;
    }
    begin(Kind::Name);
    if (host.isEmpty()) {
        bad(Kind::Name, tr("the address names no host"), tr("Correct the address of the connection."));
        return;
    }
    m_lookup = QHostInfo::lookupHost(host, this, [this](const QHostInfo& info) { lookedUp(info); });
}

void ConnectionTest::lookedUp(const QHostInfo& info)
{
    m_lookup = -1;
    if (m_isOver)
        return;
    if (info.error() != QHostInfo::NoError) {
        bad(Kind::Name, info.errorString(), tr("Check the spelling, the network and the VPN."));
        return;
    }
    QStringList addresses;
    for (const QHostAddress& address : info.addresses())
        addresses << address.toString();
    good(Kind::Name, addresses.join(QStringLiteral(", ")));
    reach();
}

void ConnectionTest::reach()
{
    skip(Kind::Proxy, tr("none"));
    begin(Kind::Reach);
    const int usual = m_connection.base.scheme() == QLatin1String("https") ? 443 : 80;
    dial(Kind::Reach, m_connection.base.host(), static_cast<quint16>(m_connection.base.port(usual)));
}

void ConnectionTest::dial(Kind kind, const QString& host, quint16 port)
{
    m_socket = std::make_unique<QTcpSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    const QString place = QStringLiteral("%1:%2").arg(host).arg(port);
    connect(m_socket.get(), &QTcpSocket::connected, this, [this, kind, place] {
        if (m_isOver)
            return;
        good(kind, place);
        if (kind == Kind::Proxy)
            skip(Kind::Reach, tr("the proxy reaches it"));
        secure();
    });
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this, kind, place] {
        if (!m_isOver && step(kind).verdict == Verdict::Running)
            bad(kind, tr("%1 (%2)").arg(m_socket->errorString(), place),
                kind == Kind::Proxy ? tr("Check the proxy settings of the connection.")
                                    : tr("Check that the server runs, its port, and the firewall."));
    });
    QTimer::singleShot(kPatienceMSecs, m_socket.get(), [this, kind, place] {
        if (!m_isOver && step(kind).verdict == Verdict::Running)
            bad(kind, tr("no answer from %1").arg(place), tr("Check the network, the VPN and the firewall."));
    });
    m_socket->connectToHost(host, port);
}

/// One request that needs no sign-in tells about the proxy, TLS, and whether HTTP is spoken at all.
void ConnectionTest::secure()
{
    const bool isPlain = m_connection.base.scheme() != QLatin1String("https");
    if (isPlain)
        skip(Kind::Tls, tr("plain http"));
    begin(isPlain ? Kind::Api : Kind::Tls);
    Request request;
    request.path = kVersionPath;
    request.tried = tr("ask for the version");
    whenDone(m_door.send(request), this, [this](const models::Result<Reply>& answer) {
        if (!m_isOver)
            secured(answer);
    });
}

void ConnectionTest::secured(const models::Result<Reply>& answer)
{
    const bool isPlain = step(Kind::Tls).verdict == Verdict::Skipped;
    m_version = answer;
    const bool hasStatus = answer || answer.error().httpStatus > 0;
    if (!hasStatus || (!answer && answer.error().kind == FailureKind::Malformed)) {
        bad(isPlain ? Kind::Api : Kind::Tls, answer.error());
        return;
    }
    if (!isPlain)
        good(Kind::Tls,
             m_connection.tls && m_connection.tls->isInsecure                    ? tr("the certificate is not checked")
                 : m_connection.tls && !m_connection.tls->pinnedSha256.isEmpty() ? tr("the pinned certificate")
                                                                                 : tr("the certificate is trusted"));
    // A plain port of a secured server answers with a refusal that says so.
    if (!answer && answer.error().httpStatus == 400) {
        bad(Kind::Api, answer.error());
        return;
    }
    step(Kind::Api).verdict = Verdict::Waiting;
    signIn();
}

void ConnectionTest::signIn()
{
    begin(Kind::Identity);
    whenDone(m_api.list(models::Kind::Driver), this, [this](const auto& answer) {
        if (!m_isOver)
            signedIn(answer);
    });
}

void ConnectionTest::signedIn(const models::Result<std::vector<models::Resource>>& answer)
{
    const QString organization = m_connection.organization;
    if (!answer && answer.error().kind == FailureKind::Unauthorized) {
        bad(Kind::Identity, answer.error());
        return;
    }
    good(Kind::Identity, m_door.tokenSecondsLeft() >= 0 ? tr("a token made here is taken") : tr("accepted"));
    if (!answer && (answer.error().kind == FailureKind::Forbidden || answer.error().code == 602)) {
        bad(Kind::Organization, answer.error());
        return;
    }
    good(Kind::Organization, organization);
    if (!answer) {
        bad(Kind::Api, answer.error());
        return;
    }
    good(Kind::Api, tr("%n drivers", nullptr, static_cast<int>(answer->size())));
    begin(Kind::Generation);
    if (const auto known = generationFromVersion(m_version)) {
        good(Kind::Generation, wordsOf(*known));
        finish();
    } else {
        askGeneration(kHealthPath);
    }
}

void ConnectionTest::askGeneration(const QString& path)
{
    Request request;
    request.path = path;
    request.tried = tr("ask for the version");
    whenDone(m_door.send(request), this, [this](const models::Result<Reply>& answer) {
        if (m_isOver)
            return;
        good(Kind::Generation, wordsOf(generationFromHealth(answer)));
        finish();
    });
}

void ConnectionTest::finish()
{
    if (std::exchange(m_isOver, true))
        return;
    for (ConnectionStep& each : m_steps) {
        if (each.verdict == Verdict::Waiting || each.verdict == Verdict::Running) {
            each.verdict = Verdict::Skipped;
            each.finding = tr("not tried");
        }
    }
    Q_EMIT changed();
    Q_EMIT finished();
}

QString ConnectionTest::report() const
{
    QStringList lines
        = {tr("Test of %1, organization %2")
               .arg(m_connection.base.toString(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery),
                    m_connection.organization)};
    for (const ConnectionStep& each : m_steps) {
        QString line = QStringLiteral("%1: %2").arg(nameOf(each.kind), nameOf(each.verdict));
        if (each.msecs >= 0)
            line += tr(", %1 ms").arg(each.msecs);
        if (!each.finding.isEmpty())
            line += QStringLiteral(" – ") + each.finding;
        if (!each.remedy.isEmpty())
            line += QStringLiteral(" → ") + each.remedy;
        lines << line;
    }
    return lines.join(u'\n');
}

} // namespace client
