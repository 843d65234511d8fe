// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/tls.h"
#include "models/failure.h"

#include <QByteArray>
#include <QNetworkReply>
#include <QString>

#include <optional>

namespace client {

/// How a request came to its end, as far as the network is concerned.
enum class Ending
{
    Answered, ///< the other side had the last word: an answer or a network error
    TimedOut,
    Cancelled,
    TooLarge,
    Untrusted ///< the certificate is not the pinned one
};

/// Everything known at the end of one request. It holds no header of ours, so no credential can leave through it.
struct Outcome
{
    QString tried; ///< translated: "create driver nightly"
    QString address; ///< scheme, host and port
    QByteArray method = {};
    QString path = {}; ///< with query
    QString organization = {};
    Ending ending = Ending::Answered;
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString errorText; ///< of Qt or the operating system
    int httpStatus = 0; ///< 0 = no status line came
    QByteArray contentType;
    QByteArray body;
    QString redirectTarget;
    QString proxy; ///< host and port of the one that was asked; empty = none
    TlsTrouble tls; ///< for a connection that could not be secured
    int timeoutMSecs = 0;
    qint64 limitBytes = 0; ///< for TooLarge
    bool isChange = false; ///< it may have taken effect although no good answer came
    bool sensitive = false; ///< the answer may hold secret values: nothing of it goes into the failure
};

/// The one place where an outcome becomes words. Nothing when the answer is a good one, as far as its status and type
/// go; whether its JSON reads is malformedAnswer()'s business. Classified by HTTP status, never by the body (contract
/// §1.3, §9.13).
std::optional<models::Failure> failureOf(const Outcome& outcome);

/// For an answer of status 200 to 299 that cannot be read. `reading` is what the reader said.
models::Failure malformedAnswer(const QString& tried, const QByteArray& body, const models::Failure& reading,
                                bool sensitive);

/// The request was given up, by the caller or because the connection it belonged to is gone.
models::Failure cancelledFailure(const QString& tried);

/// True for a body or a content type that is a web page.
bool looksLikeHtml(const QByteArray& contentType, const QByteArray& body);

} // namespace client
