// SPDX-License-Identifier: Apache-2.0
#include "client/batcher.h"

#include "client/failures.h"
#include "client/whendone.h"
#include "models/json.h"

#include <QTimer>

#include <utility>

namespace client {

using models::Failure;
using models::Json;
using models::Result;

namespace {

const QString kPath = QStringLiteral("/v1/batch");
constexpr std::size_t kMostParts = 100;

/// The body is JSON already.
QByteArray textOf(const Request& request)
{
    return R"({"method":")" + request.method + R"(","path":)" + models::dumpJson(models::toStd(request.path))
        + (request.body.isEmpty() ? QByteArray() : R"(,"body":)" + request.body) + '}';
}

Failure inWordsOf(const Request& request, Failure failure)
{
    failure.tried = request.tried;
    return failure;
}

bool isNotThere(const Result<Reply>& answer)
{
    return !answer
        && (answer.error().httpStatus == 404 || answer.error().httpStatus == 405 || answer.error().httpStatus == 501);
}

Result<Reply> replyOf(const Request& request, const Json& part, const Connection& connection)
{
    Outcome outcome;
    outcome.tried = request.tried;
    outcome.address = connection.base.toString();
    outcome.method = request.method;
    outcome.path = request.path;
    outcome.organization = connection.organization;
    outcome.httpStatus = static_cast<int>(models::numberAt(part, "status"));
    outcome.contentType = "application/json";
    outcome.body = models::dumpJson(models::valueAt(part, "body"));
    outcome.isChange = request.method != "GET";
    if (auto failure = failureOf(outcome))
        return models::failed(std::move(*failure));
    return Reply{outcome.httpStatus, outcome.body};
}

} // namespace

Batcher::Batcher(const NetworkDoor& door, Send send)
    : m_door(door)
    , m_send(std::move(send))
{
}

Batcher::~Batcher()
{
    for (const std::shared_ptr<Part>& part : m_open) {
        part->promise.addResult(models::failed(cancelledFailure(part->request.tried)));
        part->promise.finish();
    }
}

void Batcher::settle(const std::shared_ptr<Part>& part, Result<Reply> result)
{
    m_open.erase(part);
    part->promise.addResult(std::move(result));
    part->promise.finish();
}

QFuture<Result<Reply>> Batcher::add(const Request& request)
{
    const auto part = std::make_shared<Part>();
    part->request = request;
    part->promise.start();
    m_waiting.push_back(part);
    m_open.insert(part);
    if (!m_underWay && !std::exchange(m_planned, true))
        QTimer::singleShot(0, this, &Batcher::sendNext);
    return part->promise.future();
}

void Batcher::sendNext()
{
    m_planned = false;
    if (m_underWay)
        return;
    if (!m_enabled || m_waiting.size() == 1) {
        for (const std::shared_ptr<Part>& part : std::exchange(m_waiting, {}))
            sendAlone(part);
    } else if (!m_waiting.empty()) {
        const auto end = m_waiting.begin() + static_cast<std::ptrdiff_t>(std::min(kMostParts, m_waiting.size()));
        const Parts parts(m_waiting.begin(), end);
        m_waiting.erase(m_waiting.begin(), end);
        sendTogether(parts);
    }
}

void Batcher::sendAlone(const std::shared_ptr<Part>& part)
{
    whenDone(m_send(part->request), this, [this, part](const Result<Reply>& answer) { settle(part, answer); });
}

void Batcher::sendTogether(const Parts& parts)
{
    m_underWay = true;
    Request whole;
    whole.method = "POST";
    whole.path = kPath;
    whole.tried = parts.front()->request.tried;
    for (const std::shared_ptr<Part>& part : parts) {
        whole.body += (whole.body.isEmpty() ? "[" : ",") + textOf(part->request);
        whole.timeoutMSecs = std::max(whole.timeoutMSecs, part->request.timeoutMSecs);
    }
    whole.body += ']';
    whenDone(m_send(whole), this, [this, parts](const Result<Reply>& answer) { answered(parts, answer); });
}

void Batcher::answered(const Parts& parts, const Result<Reply>& answer)
{
    m_underWay = false;
    if (isNotThere(answer)) {
        m_enabled = false;
        for (const std::shared_ptr<Part>& part : parts)
            sendAlone(part);
        sendNext();
        return;
    }
    const Result<Json> list = answer ? models::parseJson(answer->body) : tl::unexpected(answer.error());
    const bool isList = list && list->is_array() && list->size() == parts.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Request& request = parts[i]->request;
        if (isList)
            settle(parts[i], replyOf(request, (*list)[i], m_door.connection()));
        else if (answer)
            settle(
                parts[i],
                models::failed(malformedAnswer(request.tried, answer->body, list ? Failure() : list.error(), false)));
        else
            settle(parts[i], models::failed(inWordsOf(request, answer.error())));
    }
    sendNext();
}

} // namespace client
