// SPDX-License-Identifier: Apache-2.0
#include "client/dispatchclient.h"

#include "client/answerreaders.h"
#include "client/askjob.h"
#include "client/filebody.h"

#include <QUrl>

#include <algorithm>

namespace client {

using models::Json;
using models::Kind;
using models::RecordKind;
using models::Resource;
using models::Result;

namespace {

/// Of an answer to an event, which repeats its data.
constexpr qint64 kKeptEcho = 64 * 1024;
/// A slow server still reads and stores that much of a long body while we wait for its answer.
constexpr qint64 kBytesReadPerMSec = 5'000;

/// Reads the JSON of an answer and what it should hold; either fault is told with the answer itself.
template <typename T> auto reader(const QString& tried, bool sensitive, std::function<Result<T>(const Json&)> parse)
{
    return [tried, sensitive, parse = std::move(parse)](const Reply& reply) -> Result<T> {
        auto json = models::parseJson(reply.body);
        if (!json)
            return models::failed(malformedAnswer(tried, reply.body, json.error(), sensitive));
        auto value = parse(*json);
        if (!value)
            return models::failed(malformedAnswer(tried, reply.body, value.error(), sensitive));
        return value;
    };
}

template <typename T> Answer<T> started(AskJob<T>* job, typename AskJob<T>::MakeBody makeBody = {})
{
    auto future = job->future();
    job->start(std::move(makeBody));
    return future;
}

template <typename T>
Answer<T> ask(DispatchClient& client, Request request, typename AskJob<T>::Read read,
              typename AskJob<T>::MakeBody makeBody = {})
{
    return started(new AskJob<T>(client.door(), std::move(request), std::move(read), &client), std::move(makeBody));
}

QString encoded(const QString& name)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

QString pathOf(RecordKind kind, const QString& name = {})
{
    const QString path = QString::fromLatin1(models::recordKind(kind).path);
    return name.isEmpty() ? path : path + QLatin1Char('/') + encoded(name);
}

RecordKind recordOf(Kind kind)
{
    return models::recordKind(kind).kind;
}

Request listing(RecordKind kind)
{
    const auto tab = models::recordKind(kind).resource;
    return {"GET",
            pathOf(kind),
            {},
            tab ? DispatchClient::tr("look at the list of %1").arg(models::pluralOf(*tab))
                : DispatchClient::tr("look at what there is of kind %1")
                      .arg(QLatin1String(models::recordKind(kind).yamlKind))};
}

Request looking(RecordKind kind, const QString& name)
{
    return {"GET", pathOf(kind, name), {}, DispatchClient::tr("look at %1 %2").arg(models::nounOf(kind), name)};
}

Request creating(RecordKind kind, const Json& body)
{
    return {"POST",
            pathOf(kind),
            {},
            DispatchClient::tr("create %1 %2").arg(models::nounOf(kind), models::textAt(body, "name"))};
}

/// Path name and body name are always the same (contract §9.3).
Request changing(RecordKind kind, const Json& body)
{
    const QString name = models::textAt(body, "name");
    return {"PUT", pathOf(kind, name), {}, DispatchClient::tr("change %1 %2").arg(models::nounOf(kind), name)};
}

Request in(Company company, RecordKind kind, Request request)
{
    request.mayShare = company == Company::Welcome && kind != RecordKind::Secret;
    return request;
}

/// Counts down what a value takes as text, roughly and no longer than needed.
bool fitsInto(const Json& value, qsizetype& left)
{
    left -= value.is_string() ? static_cast<qsizetype>(value.get_ref<const std::string&>().size()) + 4 : 8;
    if (!value.is_structured())
        return left > 0;
    return std::all_of(value.begin(), value.end(), [&left](const Json& part) { return fitsInto(part, left); });
}

/// Asks about records of one kind; `body` is null when nothing is sent along.
template <typename T>
Answer<T> askRecords(DispatchClient& client, RecordKind kind, Request request,
                     std::function<Result<T>(const Json&)> parse, const Json& body = nullptr)
{
    typename AskJob<T>::MakeBody makeBody;
    qsizetype left = kShortAnswer;
    if (!body.is_null() && fitsInto(body, left))
        request.body = models::dumpJson(body);
    else if (!body.is_null())
        makeBody = [body] { return models::dumpJson(body); };
    return ask<T>(client, request, reader<T>(request.tried, kind == RecordKind::Secret, std::move(parse)),
                  std::move(makeBody));
}

/// The echo of an event is proof enough when it is an object; of a long one only the beginning is here.
Result<Emitted> readEcho(const QString& tried, const Reply& reply)
{
    const Emitted emitted{reply.status, reply.elapsedMSecs};
    if (reply.isCutOff && reply.body.trimmed().startsWith('{'))
        return emitted;
    const auto json = models::parseJson(reply.body);
    if (json && json->is_object())
        return emitted;
    return models::failed(malformedAnswer(tried, reply.body, json ? models::Failure() : json.error(), false));
}

template <typename T> Result<T> typed(Result<T> (*read)(const Json&), const Json& json)
{
    return read(json);
}

} // namespace

DispatchClient::DispatchClient(NetworkDoor& door, QObject* parent)
    : QObject(parent)
    , m_door(door)
{
}

DispatchClient::~DispatchClient()
{
    // Each job tells its caller while the client still stands.
    qDeleteAll(findChildren<QObject*>(QString(), Qt::FindDirectChildrenOnly));
}

Answer<std::vector<Resource>> DispatchClient::list(Kind kind)
{
    return askRecords<std::vector<Resource>>(*this, recordOf(kind), listing(recordOf(kind)), [kind](const Json& json) {
        return models::resourcesFromJson(kind, json);
    });
}

Answer<Reply> DispatchClient::listBytes(Kind kind)
{
    return m_door.send(listing(recordOf(kind)));
}

Answer<Resource> DispatchClient::get(Kind kind, const QString& name)
{
    return askRecords<Resource>(*this, recordOf(kind), looking(recordOf(kind), name), models::resourceKind(kind).parse);
}

Answer<Resource> DispatchClient::create(Kind kind, const Json& body)
{
    return askRecords<Resource>(*this, recordOf(kind), creating(recordOf(kind), body), models::resourceKind(kind).parse,
                                body);
}

Answer<Resource> DispatchClient::update(Kind kind, const Json& body)
{
    return askRecords<Resource>(*this, recordOf(kind), changing(recordOf(kind), body), models::resourceKind(kind).parse,
                                body);
}

Answer<bool> DispatchClient::remove(Kind kind, const QString& name)
{
    return removeRecord(recordOf(kind), name);
}

Answer<std::vector<Json>> DispatchClient::records(RecordKind kind)
{
    return askRecords<std::vector<Json>>(*this, kind, listing(kind), entitiesFromJson);
}

Answer<Json> DispatchClient::record(RecordKind kind, const QString& name, Company company)
{
    return askRecords<Json>(*this, kind, in(company, kind, looking(kind, name)), entityFromJson);
}

Answer<Json> DispatchClient::createRecord(RecordKind kind, const Json& body, Company company)
{
    return askRecords<Json>(*this, kind, in(company, kind, creating(kind, body)), entityFromJson, body);
}

Answer<Json> DispatchClient::updateRecord(RecordKind kind, const Json& body, Company company)
{
    return askRecords<Json>(*this, kind, in(company, kind, changing(kind, body)), entityFromJson, body);
}

Answer<bool> DispatchClient::removeRecord(RecordKind kind, const QString& name, Company company)
{
    const QString tried = tr("delete %1 %2").arg(models::nounOf(kind), name);
    return ask<bool>(*this, in(company, kind, {"DELETE", pathOf(kind, name), {}, tried}),
                     [](const Reply&) -> Result<bool> { return true; });
}

Answer<models::SecretValues> DispatchClient::secretValues(const QString& name)
{
    const QString tried = tr("read the values of secret %1").arg(name);
    return ask<models::SecretValues>(*this, {"GET", pathOf(RecordKind::Secret, name), {}, tried},
                                     reader<models::SecretValues>(tried, true, [](const Json& json) {
                                         return typed(models::secretValuesFromJson, json);
                                     }));
}

Answer<models::CloudEvent> DispatchClient::emitEvent(const models::CloudEvent& event)
{
    const QString tried = tr("send event %1").arg(event.eventType);
    return ask<models::CloudEvent>(*this, {"POST", QStringLiteral("/v1/event"), {}, tried},
                                   reader<models::CloudEvent>(tried, false,
                                                              [](const Json& json) -> Result<models::CloudEvent> {
                                                                  return models::cloudEventFromJson(json);
                                                              }),
                                   [event] { return models::dumpJson(models::toJson(event)); });
}

Answer<Emitted> DispatchClient::emitEvent(const models::EventBody& body, const QString& eventType)
{
    Request request;
    request.body = models::wholeBody(body);
    return emitBody(std::move(request), eventType);
}

Answer<Emitted> DispatchClient::emitEvent(const models::EventBody& body, const QString& eventType,
                                          const CheckedFile& file, const OnSent& onSent)
{
    Request request;
    request.makeBody = [body, file] { return std::make_unique<FileBody>(body, file); };
    request.madeSize = FileBody::totalSize(body, file);
    request.timeoutMSecs += static_cast<int>(request.madeSize / kBytesReadPerMSec);
    if (onSent)
        request.onSent = [onSent, total = request.madeSize](qint64 sent) { onSent(sent, total); };
    return emitBody(std::move(request), eventType);
}

Answer<Emitted> DispatchClient::emitBody(Request request, const QString& eventType)
{
    const QString tried = tr("send event %1").arg(eventType);
    request.method = "POST";
    request.path = QStringLiteral("/v1/event");
    request.tried = tried;
    request.keptAnswer = kKeptEcho;
    return ask<Emitted>(*this, std::move(request), [tried](const Reply& reply) { return readEcho(tried, reply); });
}

Answer<std::vector<models::Run>> DispatchClient::runs(const QString& functionName, qint64 sinceUnixSeconds)
{
    const QString tried
        = functionName.isEmpty() ? tr("look at the runs") : tr("look at the runs of %1").arg(functionName);
    return ask<std::vector<models::Run>>(*this, {"GET", runsPath(functionName, sinceUnixSeconds), {}, tried},
                                         reader<std::vector<models::Run>>(tried, false, runsFromJson));
}

Answer<Reply> DispatchClient::runsBytes(qint64 sinceUnixSeconds)
{
    return m_door.send({"GET", runsPath({}, sinceUnixSeconds), {}, tr("look at the runs")});
}

QString DispatchClient::runsPath(const QString& functionName, qint64 sinceUnixSeconds)
{
    QStringList query;
    if (!functionName.isEmpty())
        query << QStringLiteral("functionName=") + encoded(functionName);
    if (sinceUnixSeconds != 0)
        query << QStringLiteral("since=%1").arg(sinceUnixSeconds);
    const QString path = QStringLiteral("/v1/runs");
    return query.isEmpty() ? path : path + QLatin1Char('?') + query.join(QLatin1Char('&'));
}

Answer<models::Run> DispatchClient::run(const QString& name)
{
    const QString tried = tr("look at run %1").arg(name);
    return ask<models::Run>(*this, {"GET", QStringLiteral("/v1/runs/") + encoded(name), {}, tried},
                            reader<models::Run>(tried, false, models::runFromJson));
}

Answer<models::Run> DispatchClient::startRun(const QString& functionName, const Json& input)
{
    const QString tried = tr("run function %1").arg(functionName);
    return ask<models::Run>(*this, {"POST", runsPath(functionName, 0), {}, tried},
                            reader<models::Run>(tried, false, models::runFromJson), [input] {
                                return models::dumpJson({{"blocking", false}, {"input", input}});
                            });
}

Answer<QStringList> DispatchClient::imageNames()
{
    const QString tried = tr("look at the images");
    auto* const job = new AskJob<QStringList>(m_door, {"GET", QStringLiteral("/v1/image"), {}, tried},
                                              reader<QStringList>(tried, false, imageNamesFromJson), this);
    job->orAnswer({});
    return started(job);
}

Answer<QString> DispatchClient::serverVersion()
{
    const QString tried = tr("ask for the version of the server");
    auto* const job = new AskJob<QString>(m_door, {"GET", QStringLiteral("/v1/version"), {}, tried},
                                          reader<QString>(tried, false, versionFromJson), this);
    job->orAsk(QStringLiteral("/healthz"));
    return started(job);
}

} // namespace client
