// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/filecheck.h"
#include "client/networkdoor.h"
#include "models/eventbody.h"
#include "models/resourcekind.h"
#include "models/run.h"
#include "models/yaml/recordkind.h"

namespace client {

template <typename T> using Answer = QFuture<models::Result<T>>;

/// The server took an event.
struct Emitted
{
    int httpStatus = 0;
    qint64 elapsedMSecs = 0;
};

/// Whether a request may go to the server with others, where it takes several in one. Such a request cannot be called
/// back. Those of secrets always go alone.
enum class Company
{
    Alone,
    Welcome
};

/// Typed calls for every event, secret, function and run end point (contract §1.6 to §1.13). Parsing of long answers
/// happens on a worker thread; futures finish on the thread that asked. Continue with whenDone(future, context, …).
class DispatchClient final : public QObject
{
    Q_OBJECT
public:
    explicit DispatchClient(NetworkDoor& door, QObject* parent = nullptr);
    ~DispatchClient() override;

    NetworkDoor& door() const { return m_door; }

    Answer<std::vector<models::Resource>> list(models::Kind kind);
    /// The list as bytes, for the watch, which compares before it parses.
    Answer<Reply> listBytes(models::Kind kind);
    Answer<models::Resource> get(models::Kind kind, const QString& name);
    /// `body` is the request form of models::toJson; for a secret with its values, for a function with its source.
    Answer<models::Resource> create(models::Kind kind, const models::Json& body);
    Answer<models::Resource> update(models::Kind kind, const models::Json& body);
    Answer<bool> remove(models::Kind kind, const QString& name);

    /// The same for every kind that YAML knows, with entities as the server gives them: of secrets with their values.
    Answer<std::vector<models::Json>> records(models::RecordKind kind);
    Answer<models::Json> record(models::RecordKind kind, const QString& name, Company company = Company::Alone);
    Answer<models::Json> createRecord(models::RecordKind kind, const models::Json& body,
                                      Company company = Company::Alone);
    Answer<models::Json> updateRecord(models::RecordKind kind, const models::Json& body,
                                      Company company = Company::Alone);
    Answer<bool> removeRecord(models::RecordKind kind, const QString& name, Company company = Company::Alone);

    /// The only way to secret values; nothing keeps them.
    Answer<models::SecretValues> secretValues(const QString& name);

    /// 200 means queued, not handled (contract §1.9).
    Answer<models::CloudEvent> emitEvent(const models::CloudEvent& event);

    /// Sends exactly these bytes. `eventType` is for the words of a failure. The echo is looked at and dropped.
    Answer<Emitted> emitEvent(const models::EventBody& body, const QString& eventType);
    /// The same with a file that has been checked just now; a change of it while it is sent ends the request with a
    /// failure of kind Conflict, see changedFile(). `onSent` hears how many of the bytes are on their way.
    using OnSent = std::function<void(qint64 sent, qint64 total)>;
    Answer<Emitted> emitEvent(const models::EventBody& body, const QString& eventType, const CheckedFile& file,
                              const OnSent& onSent = {});

    /// All runs, or those of one function, changed since `sinceUnixSeconds` (contract §1.13).
    Answer<std::vector<models::Run>> runs(const QString& functionName = {}, qint64 sinceUnixSeconds = 0);
    /// All runs changed since then as bytes, for the watch.
    Answer<Reply> runsBytes(qint64 sinceUnixSeconds);
    Answer<models::Run> run(const QString& name);
    /// Non-blocking: answers at once with the run to follow.
    Answer<models::Run> startRun(const QString& functionName, const models::Json& input);

    /// Names of images a function can be made for; empty when the server has none.
    Answer<QStringList> imageNames();
    /// `GET /healthz`, falling back from `/v1/version`: a line for people.
    Answer<QString> serverVersion();

private:
    static QString runsPath(const QString& functionName, qint64 sinceUnixSeconds);

    Answer<Emitted> emitBody(Request request, const QString& eventType);

    NetworkDoor& m_door;
};

} // namespace client
