// SPDX-License-Identifier: Apache-2.0
#include "client/generation.h"

#include "client/watch.h"
#include "client/whendone.h"
#include "models/json.h"

namespace client {

using models::Json;

namespace {

constexpr const char* kVersionPath = "/v1/version";
constexpr const char* kHealthPath = "/healthz";
/// Neither answer is longer in earnest.
constexpr qint64 kKept = 8 * 1024;

/// The version object, or null.
Json versionIn(const Reply& reply, bool wrapped)
{
    const auto body = models::parseJson(reply.body);
    if (!body || !body->is_object())
        return nullptr;
    if (!wrapped)
        return *body;
    return body->contains("version") ? body->at("version") : Json();
}

bool isOurs(const Json& version)
{
    return version.is_object() && models::textAt(version, "server") == QLatin1String("dispatch-local");
}

/// Every original is written in Go and says so, also when a development build has no version.
bool isOriginal(const Json& version)
{
    return version.is_object() && models::textAt(version, "goVersion").startsWith(QLatin1String("go"));
}

Generation initialOf(const Connection& connection)
{
    return connection.isLocal ? Generation::Local : Generation::Unknown;
}

} // namespace

std::optional<Generation> generationFromVersion(const models::Result<Reply>& answer)
{
    if (!answer) {
        const int status = answer.error().httpStatus;
        return status == 404 || status == 405 || status == 501 ? std::nullopt : std::optional(Generation::Unknown);
    }
    const Json version = versionIn(*answer, false);
    if (isOurs(version))
        return Generation::Local;
    return isOriginal(version) ? Generation::Kubernetes : Generation::Other;
}

Generation generationFromHealth(const models::Result<Reply>& answer)
{
    if (!answer) {
        const int status = answer.error().httpStatus;
        return status >= 400 && status < 500 && status != 401 && status != 403 ? Generation::Other
                                                                               : Generation::Unknown;
    }
    const Json version = versionIn(*answer, true);
    if (isOurs(version))
        return Generation::Local;
    return isOriginal(version) ? Generation::Solo : Generation::Other;
}

GenerationFinder::GenerationFinder(NetworkDoor& door, const Watch& watch, QObject* parent)
    : QObject(parent)
    , m_door(door)
    , m_watch(watch)
    , m_generation(initialOf(door.connection()))
{
    connect(&watch, &Watch::stateChanged, this, &GenerationFinder::onState);
}

void GenerationFinder::find()
{
    m_wanted = true;
    onState();
}

void GenerationFinder::forget()
{
    ++m_question;
    m_asked = false;
    set(initialOf(m_door.connection()));
    onState();
}

void GenerationFinder::onState()
{
    if (m_watch.state().phase != WatchState::Phase::Live) {
        m_asked = false;
        return;
    }
    if (!m_wanted || m_asked || m_generation != Generation::Unknown)
        return;
    m_asked = true;
    ++m_question;
    ask(QLatin1String(kVersionPath));
}

void GenerationFinder::ask(const QString& path)
{
    Request request{"GET", path, {}, tr("ask which Dispatch this is")};
    request.keptAnswer = kKept;
    whenDone(m_door.send(request), this, [this, path, question = m_question](const models::Result<Reply>& answer) {
        if (question == m_question)
            take(path, answer);
    });
}

void GenerationFinder::take(const QString& path, const models::Result<Reply>& answer)
{
    if (path == QLatin1String(kHealthPath))
        set(generationFromHealth(answer));
    else if (const auto told = generationFromVersion(answer))
        set(*told);
    else
        ask(QLatin1String(kHealthPath));
}

void GenerationFinder::set(Generation generation)
{
    if (generation == m_generation)
        return;
    m_generation = generation;
    Q_EMIT changed();
}

} // namespace client
