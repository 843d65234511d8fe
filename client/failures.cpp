// SPDX-License-Identifier: Apache-2.0
#include "client/failures.h"

#include "client/refusal.h"
#include "client/tlsfailure.h"
#include "models/json.h"

#include <QCoreApplication>

#include <algorithm>
#include <span>

namespace client {

using models::Failure;
using models::FailureKind;

namespace {

constexpr const char* kContext = "client::Failures";

#define WORD(text) QT_TRANSLATE_NOOP("client::Failures", text)

QString translated(const char* text)
{
    return QCoreApplication::translate(kContext, text);
}

struct NetworkWords
{
    QNetworkReply::NetworkError error;
    FailureKind kind;
    const char* meaning;
    const char* remedy;
};

const char* const kMayHaveHappened = WORD("%1 It may have taken effect all the same.");
constexpr const char* kLookAgain = WORD("Look again in a moment, and check that the server is well.");
const char* const kLookFirst = WORD("Look again before you repeat it.");

constexpr NetworkWords kNetworkWords[] = {
    {QNetworkReply::ConnectionRefusedError, FailureKind::Unreachable, WORD("Nothing listens at that address."),
     WORD("Check that the server runs, and its host and port.")},
    {QNetworkReply::RemoteHostClosedError, FailureKind::Unreachable,
     WORD("The connection broke before the answer was complete."), kLookAgain},
    {QNetworkReply::ContentReSendError, FailureKind::Unreachable,
     WORD("The connection broke before the answer was complete."), kLookAgain},
    {QNetworkReply::HostNotFoundError, FailureKind::Unreachable, WORD("That host name is not known."),
     WORD("Check its spelling, the network and the VPN.")},
    {QNetworkReply::TimeoutError, FailureKind::TimedOut, WORD("The server cannot be reached in time."),
     WORD("Check the network and the firewall, then try again.")},
    {QNetworkReply::TemporaryNetworkFailureError, FailureKind::Unreachable, WORD("The network went away."),
     WORD("Try again when it is back.")},
    {QNetworkReply::NetworkSessionFailedError, FailureKind::Unreachable, WORD("There is no network."),
     WORD("Try again when it is back.")},
    {QNetworkReply::ProxyConnectionRefusedError, FailureKind::Unreachable, WORD("The proxy does not answer."),
     WORD("Check the proxy settings.")},
    {QNetworkReply::ProxyConnectionClosedError, FailureKind::Unreachable, WORD("The proxy closed the connection."),
     WORD("Check the proxy settings.")},
    {QNetworkReply::ProxyNotFoundError, FailureKind::Unreachable, WORD("The proxy is not known by that name."),
     WORD("Check the proxy settings.")},
    {QNetworkReply::ProxyTimeoutError, FailureKind::TimedOut, WORD("The proxy does not answer in time."),
     WORD("Check the proxy settings.")},
    {QNetworkReply::ProxyAuthenticationRequiredError, FailureKind::Unreachable, WORD("The proxy asks for a sign-in."),
     WORD("Check the proxy settings.")},
    {QNetworkReply::InsecureRedirectError, FailureKind::Malformed,
     WORD("The server points to another address, and the console does not follow."),
     WORD("Use the address it points to, if you trust it.")},
    {QNetworkReply::TooManyRedirectsError, FailureKind::Malformed, WORD("The server points in a circle."),
     WORD("Check that the address is that of a Dispatch API.")},
    {QNetworkReply::ProtocolUnknownError, FailureKind::Invalid, WORD("That is no address of a web server."),
     WORD("Use an address that begins with http:// or https://.")},
    {QNetworkReply::ProtocolFailure, FailureKind::Malformed, WORD("What came back is not HTTP."),
     WORD("Check the port and whether it must be http or https.")},
};

constexpr NetworkWords kOtherNetworkWords
    = {QNetworkReply::UnknownNetworkError, FailureKind::Unreachable, WORD("The server could not be reached."),
       WORD("Check the address and the network, then try again.")};

/// Who sent a change has to know that it may be done.
Failure withDoubt(Failure failure, const Outcome& outcome)
{
    if (outcome.isChange) {
        failure.meaning = translated(kMayHaveHappened).arg(failure.meaning);
        failure.remedy = translated(kLookFirst);
    }
    return failure;
}

Failure endedEarly(const Outcome& outcome)
{
    Failure failure = failureFrom(outcome);
    failure.raw.clear();
    failure.mayHaveHappened = true;
    if (outcome.ending == Ending::TimedOut) {
        failure.kind = FailureKind::TimedOut;
        failure.cameBack = translated(WORD("nothing from %1 for %2 s"))
                               .arg(outcome.address)
                               .arg(QString::number(outcome.timeoutMSecs / 1000.0, 'g', 3));
        failure.meaning = translated(WORD("The server did not answer in time."));
        failure.remedy = translated(kLookAgain);
        return withDoubt(failure, outcome);
    }
    failure.kind = FailureKind::Malformed;
    failure.cameBack = translated(WORD("more than %1 MB")).arg(outcome.limitBytes / (1024 * 1024));
    failure.meaning = translated(WORD("The answer is larger than the console takes."));
    failure.remedy = translated(WORD("Check that the address is that of a Dispatch API."));
    return failure;
}

/// No connection came about. Everything else can also break after the server has read the request.
bool wasNeverSent(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ProtocolUnknownError:
        return true;
    default:
        return false;
    }
}

/// What Qt cannot tell more about, where a proxy is in between.
constexpr NetworkWords kProxyWords
    = {QNetworkReply::UnknownProxyError, FailureKind::Unreachable,
       WORD("The proxy does not answer, or does not let the console through to the server."),
       WORD("Check the proxy settings of the connection, or list the host among those that are reached without it.")};

const NetworkWords& wordsOf(const Outcome& outcome)
{
    const auto* const row
        = std::find_if(std::begin(kNetworkWords), std::end(kNetworkWords),
                       [&outcome](const NetworkWords& words) { return words.error == outcome.error; });
    if (row != std::end(kNetworkWords))
        return *row;
    return outcome.proxy.isEmpty() ? kOtherNetworkWords : kProxyWords;
}

Failure networkFailure(const Outcome& outcome)
{
    const NetworkWords& words = wordsOf(outcome);
    Failure failure = failureFrom(outcome);
    failure.kind = words.kind;
    failure.mayHaveHappened = outcome.httpStatus > 0 ? outcome.redirectTarget.isEmpty() : !wasNeverSent(outcome.error);
    failure.cameBack = outcome.redirectTarget.isEmpty()
        ? translated(WORD("%1 (%2)")).arg(outcome.errorText, outcome.proxy.isEmpty() ? outcome.address : outcome.proxy)
        : translated(WORD("HTTP %1, see %2")).arg(outcome.httpStatus).arg(outcome.redirectTarget);
    failure.meaning = translated(words.meaning);
    failure.remedy = translated(words.remedy);
    // TLS 1.3 says so only after the handshake, and Qt does not hand on why.
    if (words.remedy == kLookAgain && outcome.address.startsWith(QLatin1String("https:")))
        failure.remedy += u' ' + translated(WORD("A server that wants a client certificate also does this."));
    return words.remedy == kLookAgain ? withDoubt(failure, outcome) : failure;
}

} // namespace

bool looksLikeHtml(const QByteArray& contentType, const QByteArray& body)
{
    if (contentType.toLower().startsWith("text/html"))
        return true;
    const QByteArray head = body.left(200).trimmed().toLower();
    return head.startsWith("<!doctype") || head.startsWith("<html") || head.startsWith("<head")
        || head.startsWith("<body");
}

std::optional<Failure> failureOf(const Outcome& outcome)
{
    if (outcome.ending == Ending::Cancelled)
        return cancelledFailure(outcome.tried);
    if (outcome.ending == Ending::Untrusted || outcome.error == QNetworkReply::SslHandshakeFailedError)
        return tlsFailure(outcome);
    if (outcome.ending != Ending::Answered)
        return endedEarly(outcome);
    // A 4xx makes QNetworkReply report an error too, so the status decides; a 2xx with an error was cut off.
    if (outcome.httpStatus == 0 || (outcome.httpStatus < 400 && outcome.error != QNetworkReply::NoError))
        return networkFailure(outcome);
    if (outcome.httpStatus < 200 || outcome.httpStatus > 299)
        return refusal(outcome);
    if (looksLikeHtml(outcome.contentType, outcome.body))
        return webPage(outcome);
    return std::nullopt;
}

Failure malformedAnswer(const QString& tried, const QByteArray& body, const Failure& reading, bool sensitive)
{
    Failure failure;
    failure.kind = FailureKind::Malformed;
    failure.tried = tried;
    failure.remedy = translated(WORD("Look again; if it stays so, check that the address is that of a Dispatch API."));
    failure.cameBack = reading.cameBack;
    failure.meaning = reading.meaning.isEmpty()
        ? translated(WORD("The answer is not what a Dispatch server sends."))
        : translated(WORD("The answer is not what a Dispatch server sends. %1")).arg(reading.meaning);
    const char last = body.trimmed().isEmpty() ? '\0' : body.trimmed().back();
    if (body.trimmed().isEmpty()) {
        failure.cameBack = translated(WORD("an empty answer"));
    } else if (!models::parseJson(body) && last != '}' && last != ']') {
        failure.cameBack = translated(WORD("%1 bytes of JSON that break off")).arg(body.size());
        failure.meaning = translated(WORD("The answer was cut off on its way."));
    }
    if (!sensitive)
        failure.raw = rawAnswer(body);
    return failure;
}

Failure cancelledFailure(const QString& tried)
{
    Failure failure;
    failure.kind = FailureKind::Cancelled;
    failure.mayHaveHappened = true;
    failure.tried = tried;
    failure.cameBack = translated(WORD("nothing: it was given up"));
    failure.meaning
        = translated(WORD("The request was cancelled. If it was already on its way, it may have taken effect."));
    failure.remedy = translated(WORD("Look again before you repeat it."));
    return failure;
}

#undef WORD

} // namespace client
