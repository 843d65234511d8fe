// SPDX-License-Identifier: Apache-2.0
#include "client/refusal.h"

#include "client/permission.h"
#include "models/json.h"

#include <QCoreApplication>

#include <algorithm>

namespace client {

using models::Failure;
using models::FailureKind;

namespace {

constexpr const char* kContext = "client::Failures";
constexpr qsizetype kRawLength = 4096;
constexpr qsizetype kTextLength = 300;

#define WORD(text) QT_TRANSLATE_NOOP("client::Failures", text)

QString translated(const char* text)
{
    return QCoreApplication::translate(kContext, text);
}

struct StatusWords
{
    int from;
    int to;
    FailureKind kind;
    const char* meaning;
    const char* remedy;
};

// The first row that fits wins.
constexpr StatusWords kStatusWords[] = {
    {300, 399, FailureKind::Malformed, WORD("The server points to another address, and the console does not follow."),
     WORD("Use the address it points to, if you trust it.")},
    {400, 400, FailureKind::Invalid, WORD("The server did not accept the request."),
     WORD("Correct what it names and try again.")},
    {401, 401, FailureKind::Unauthorized, WORD("The server does not know who you are."),
     WORD("Sign in again, or check the token or the service account and its key.")},
    {403, 403, FailureKind::Forbidden, WORD("You are known, but not allowed to do this."),
     WORD("Ask an administrator for a policy that allows it, or check the organization.")},
    {404, 404, FailureKind::NotFound, WORD("The server has no such thing (any more)."),
     WORD("Look again, and check the name and the organization.")},
    {405, 405, FailureKind::NotOnServer, WORD("The server does not offer this operation."),
     WORD("Check that the address is that of a Dispatch API.")},
    {407, 407, FailureKind::Unreachable, WORD("A proxy on the way asks for a sign-in."),
     WORD("Check the proxy settings.")},
    {408, 408, FailureKind::TimedOut, WORD("The server waited too long for the request."), WORD("Try again.")},
    {409, 409, FailureKind::Conflict, WORD("The name is taken, or the server's copy has moved on."),
     WORD("Choose another name, or look at the existing one first.")},
    {413, 413, FailureKind::Invalid, WORD("The request is larger than the server takes."), WORD("Send less.")},
    {415, 415, FailureKind::Invalid, WORD("The server does not take this kind of content."),
     WORD("Check that the address is that of a Dispatch API.")},
    {422, 422, FailureKind::Invalid, WORD("A value breaks a rule of the server."), WORD("Correct it and try again.")},
    {429, 429, FailureKind::ServerError, WORD("The server has too much to do."), WORD("Try again in a moment.")},
    {431, 431, FailureKind::Invalid, WORD("The headers of the request are too long for the server."),
     WORD("Check the cookie or token of this connection.")},
    {400, 499, FailureKind::Invalid, WORD("The server refused the request."), WORD("See what it said.")},
    {501, 501, FailureKind::NotOnServer, WORD("This Dispatch server does not have that function."),
     WORD("Use a server of another generation for it.")},
    {502, 504, FailureKind::ServerError, WORD("A gateway answered, but the Dispatch behind it did not."),
     WORD("Check that the Dispatch services are running, then try again.")},
    {500, 599, FailureKind::ServerError, WORD("Something went wrong inside the server."),
     WORD("Try again; if it happens again, look at the server's log.")},
    {0, 999, FailureKind::Malformed, WORD("The answer is none that Dispatch gives."),
     WORD("Check that the address is that of a Dispatch API.")},
};

struct CodeWords
{
    int code;
    const char* meaning;
};

// The finer reasons behind HTTP 422 (contract §1.3).
constexpr CodeWords kCodeWords[] = {
    {601, WORD("A value has the wrong type or format.")},
    {602, WORD("A required value is missing.")},
    {603, WORD("A value is too long.")},
    {605, WORD("A value has characters that are not allowed there.")},
    {606, WORD("A value is none of the allowed ones.")},
};

struct RefusedToken
{
    const char* said; ///< a part of what 0.1.24 and dispatch-local say
    const char* meaning;
    const char* remedy;
};

// Why a server does not take a token (contract §2.5). It gives clocks no leeway.
constexpr RefusedToken kRefusedTokens[] = {
    {"used before issued", WORD("The token is from the future: the clock of this machine or of the server is wrong."),
     WORD("Compare both clocks, set the wrong one, then sign in again.")},
    {"not valid yet", WORD("The token is from the future: the clock of this machine or of the server is wrong."),
     WORD("Compare both clocks, set the wrong one, then sign in again.")},
    {"Token is expired", WORD("The token has expired, or the clock of this machine or of the server is wrong."),
     WORD("Get a new token; if it was made just now, compare both clocks.")},
    {"verification error", WORD("The key does not belong to this service account."),
     WORD("Choose the private key whose public half the server has for this account.")},
    {"no such entity", WORD("The server has no such service account in that organization."),
     WORD("Check the name of the account and its organization.")},
    {"missing org info", WORD("The service account was given without its organization."),
     WORD("Enter it as ORGANIZATION/NAME.")},
    {"unexpected signing method", WORD("The token is not signed with an RSA key, and Dispatch takes no other."),
     WORD("Use a token made with RS256, RS384 or RS512.")},
};

const char* const kNotDispatchMeaning = WORD("This is not a Dispatch API, probably a proxy or captive portal.");
const char* const kNotDispatchRemedy
    = WORD("Open the address in a browser to see what answers there, then correct host and port or sign in there.");

QString shortened(const QByteArray& body)
{
    const QString text = QString::fromUtf8(body.left(kRawLength)).simplified();
    return text.size() > kTextLength ? text.left(kTextLength) + QChar(0x2026) : text;
}

const StatusWords& wordsOf(int status)
{
    return *std::find_if(std::begin(kStatusWords), std::end(kStatusWords),
                         [status](const StatusWords& row) { return status >= row.from && status <= row.to; });
}

/// What the body of a refusal says, in the shape of contract §1.3 or in whatever shape it has.
void readRefusal(Failure& failure, const Outcome& outcome)
{
    const auto json = models::parseJson(outcome.body);
    if (json && json->is_object()) {
        failure.code = static_cast<int>(models::numberAt(*json, "code"));
        failure.cameBack = models::textAt(*json, "message");
    }
    if (failure.cameBack.isEmpty() && !outcome.sensitive && !looksLikeHtml(outcome.contentType, outcome.body))
        failure.cameBack = shortened(outcome.body);
    if (!outcome.redirectTarget.isEmpty())
        failure.cameBack = translated(WORD("see %1")).arg(outcome.redirectTarget);
    failure.cameBack = failure.cameBack.isEmpty()
        ? translated(WORD("HTTP %1 without an explanation")).arg(outcome.httpStatus)
        : translated(WORD("HTTP %1: %2")).arg(QString::number(outcome.httpStatus), failure.cameBack);
}

/// As Go and dispatch-local answer plain requests on a secured port.
bool wantsTls(const Outcome& outcome)
{
    return outcome.httpStatus == 400 && outcome.body.contains("HTTP request to an HTTPS server");
}

/// The ingress of 0.1.24 says only that something is missing (contract §2.2, §2.3).
void namePermission(Failure& failure, const Outcome& outcome)
{
    const std::optional<Permission> permission = permissionFor(outcome.method, outcome.path);
    if (!permission)
        return;
    failure.meaning = translated(WORD("You are known, but no policy of the organization “%1” lets you “%2” on “%3”."))
                          .arg(outcome.organization, permission->action, permission->resource);
    failure.remedy = translated(WORD("Ask an administrator for a policy with the action “%1” on the resource “%2”, or "
                                     "check the organization."))
                         .arg(permission->action, permission->policyResource);
}

} // namespace

QByteArray rawAnswer(const QByteArray& body)
{
    return body.left(kRawLength);
}

Failure failureFrom(const Outcome& outcome)
{
    Failure failure;
    failure.tried = outcome.tried;
    failure.httpStatus = outcome.httpStatus;
    if (!outcome.sensitive)
        failure.raw = rawAnswer(outcome.body);
    return failure;
}

Failure webPage(const Outcome& outcome)
{
    Failure failure = failureFrom(outcome);
    failure.kind = FailureKind::Malformed;
    failure.cameBack = translated(WORD("a web page (HTTP %1) from %2")).arg(outcome.httpStatus).arg(outcome.address);
    failure.meaning = translated(kNotDispatchMeaning);
    failure.remedy = translated(kNotDispatchRemedy);
    return failure;
}

Failure refusal(const Outcome& outcome)
{
    // Dispatch itself answers 404 in JSON: a page with that status is another program, not a missing resource.
    if (outcome.httpStatus == 404 && looksLikeHtml(outcome.contentType, outcome.body))
        return webPage(outcome);
    Failure failure = failureFrom(outcome);
    const StatusWords& words = wordsOf(outcome.httpStatus);
    failure.kind = words.kind;
    failure.mayHaveHappened = outcome.httpStatus >= 502 && outcome.httpStatus <= 504; // of a gateway
    failure.meaning = translated(words.meaning);
    failure.remedy = translated(words.remedy);
    readRefusal(failure, outcome);
    if (wantsTls(outcome)) {
        failure.meaning = translated(WORD("That port speaks TLS, and the address says plain http."));
        failure.remedy = translated(WORD("Use https:// in the address."));
    }
    if (outcome.httpStatus == 403)
        namePermission(failure, outcome);
    for (const CodeWords& row : kCodeWords) {
        if (row.code == failure.code)
            failure.meaning = translated(row.meaning);
    }
    for (const RefusedToken& row : kRefusedTokens) {
        if (failure.kind == FailureKind::Unauthorized && failure.cameBack.contains(QLatin1String(row.said))) {
            failure.meaning = translated(row.meaning);
            failure.remedy = translated(row.remedy);
        }
    }
    return failure;
}

#undef WORD

} // namespace client
