// SPDX-License-Identifier: Apache-2.0
#include "client/localreport.h"

#include "client/localserver.h"
#include "models/json.h"

#include <QHostAddress>

namespace client {

using models::Failure;
using models::Result;

namespace {

constexpr qsizetype kQuotedLog = 2'000;
constexpr qsizetype kQuotedLine = 300;

bool isOurAddress(const QUrl& url)
{
    return url.isValid() && url.scheme() == QLatin1String("http") && url.port() > 0
        && QHostAddress(url.host()).isLoopback();
}

Result<QUrl> addressIn(const models::Json& json, const QByteArray& log)
{
    const QUrl url(models::textAt(json, "url"), QUrl::StrictMode);
    if (isOurAddress(url))
        return url;
    return models::failed(localStartFailure(
        url.toString(), LocalServer::tr("The local Dispatch named an address that is not on this machine."),
        LocalServer::tr("Check which program dispatch-local is."), log));
}

Failure refusalIn(const models::Json& json, const QByteArray& log)
{
    QString reason = models::textAt(json, "reason");
    if (reason.isEmpty())
        reason = models::textAt(json, "message");
    const QString meaning = models::textAt(json, "meaning");
    const QString remedy = models::textAt(json, "remedy");
    return localStartFailure(
        reason, meaning.isEmpty() ? LocalServer::tr("The local Dispatch could not start: %1").arg(reason) : meaning,
        remedy.isEmpty() ? LocalServer::tr("Correct that and start again.") : remedy, log);
}

} // namespace

std::optional<Result<QUrl>> readLocalReport(const QByteArray& line, const QByteArray& log)
{
    const auto json = models::parseJson(line);
    if (!json || !json->is_object())
        return std::nullopt;
    const QString event = models::textAt(*json, "event");
    if (event == QLatin1String("ready"))
        return addressIn(*json, log);
    if (event == QLatin1String("failed"))
        return models::failed(refusalIn(*json, log));
    return std::nullopt;
}

Failure localStartFailure(const QString& cameBack, const QString& meaning, const QString& remedy, const QByteArray& log)
{
    Failure failure;
    failure.kind = models::FailureKind::Process;
    failure.tried = LocalServer::tr("start the local Dispatch");
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    failure.raw = log.right(kQuotedLog);
    return failure;
}

Failure localEndedFailure(bool wasServing, int code, QProcess::ExitStatus status, const QByteArray& log)
{
    QString how = status == QProcess::CrashExit ? LocalServer::tr("it was ended by signal %1").arg(code)
                                                : LocalServer::tr("it ended with code %1").arg(code);
    const QString last = QString::fromUtf8(log).trimmed().section(QLatin1Char('\n'), -1);
    if (!last.isEmpty())
        how += QStringLiteral(": ") + last.left(kQuotedLine);
    if (!wasServing)
        return localStartFailure(how, LocalServer::tr("The local Dispatch ended before it was ready."),
                                 LocalServer::tr("Look at its log, correct what it names and start again."), log);
    Failure ended = localStartFailure(
        how, LocalServer::tr("The local Dispatch ended although nobody asked it to. Its data is safe."),
        LocalServer::tr("Start it again; what was accepted is still there."), log);
    ended.tried = LocalServer::tr("keep the local Dispatch running");
    return ended;
}

} // namespace client
