// SPDX-License-Identifier: Apache-2.0
#include "server/resources/documents.h"
#include "server/resources/resources.h"

#include <array>
#include <ctime>

namespace server {

using models::Json;

namespace {

/// The original says everything twice about a driver (contract §1.4); clients fold it.
Json doubled(const std::string& reason)
{
    return Json::array({reason, reason});
}

} // namespace

tl::expected<std::map<std::string, std::string>, std::string> Resources::secretValues(const std::string& organization,
                                                                                      const Json& names) const
{
    std::map<std::string, std::string> values;
    for (const Json& name : names) {
        const std::string text = name.is_string() ? name.get<std::string>() : std::string();
        const auto secret = m_registry.find(Kind::Secret, organization, text);
        if (!secret)
            return tl::unexpected("[Code: 404] secret " + text + " not found");
        const Json pairs = models::valueAt(secret->doc, "secrets");
        for (const auto& [key, value] : pairs.items())
            values[key] = value.is_string() ? value.get<std::string>() : std::string();
    }
    return values;
}

void Resources::setStatus(const Entity& entity, const char* status, const Json& reason)
{
    const auto changed = m_registry.change(entity.kind, entity.organization, entity.name, [&](Entity& current) {
        if (current.id != entity.id || current.generation != entity.generation)
            return false;
        current.doc["status"] = status;
        if (current.doc.contains("reason") && !(reason.is_null() && current.doc["reason"].is_array()))
            current.doc["reason"] = reason;
        if (const char* modified = served(current.kind).modifiedKey)
            current.doc[modified] = static_cast<std::int64_t>(std::time(nullptr));
        return true;
    });
    if (changed)
        save(*changed, {});
}

void Resources::settle(const Entity& entity)
{
    switch (entity.kind) {
    case Kind::Driver:
        return startDriver(entity);
    case Kind::Function:
        return buildFunction(entity);
    case Kind::Subscription:
    case Kind::Image:
    case Kind::BaseImage:
        return setStatus(entity, "READY", nullptr);
    case Kind::DriverType:
    case Kind::Secret:
        return;
    }
}

void Resources::startDriver(const Entity& entity)
{
    const std::string image = entity.hidden.value("image", "");
    auto values = secretValues(entity.organization, models::valueAt(entity.doc, "secrets"));
    if (!values) {
        m_drivers->stop(entity.id, [] {});
        return setStatus(entity, "ERROR", doubled("err getting secrets of driver " + image + ": " + values.error()));
    }
    DriverSpec spec{entity.id, entity.organization, entity.name, image, {}, std::move(*values)};
    for (const Json& pair : models::valueAt(entity.doc, "config"))
        spec.config[pair.value("key", "")] = pair.value("value", "");
    m_drivers->start(spec);
}

void Resources::driverReported(const std::string& id, bool ready, const std::string& reason)
{
    const auto entity = m_registry.findDriver(id);
    if (!entity || entity->status() == "DELETING")
        return;
    const char* status = ready ? "READY" : "ERROR";
    const Json reasons = ready ? Json(nullptr) : doubled(reason);
    if (entity->status() == status && (ready || models::valueAt(entity->doc, "reason") == reasons))
        return;
    if (ready && entity->status() == "ERROR")
        return setStatus(*entity, status, Json::array());
    setStatus(*entity, status, reasons);
}

std::string Resources::imageProblem(const Entity& function, std::string& language) const
{
    const std::string name = function.doc.value("image", "");
    const auto image = m_registry.find(Kind::Image, function.organization, name);
    const std::string start = "Error when fetching image for function " + function.name + ": ";
    if (!image)
        return start + "failed to get image: '" + name + "': [Code: 404] image " + name + " not found";
    language = image->doc.value("language", "");
    return {};
}

void Resources::buildFunction(const Entity& entity)
{
    std::string language;
    if (const std::string reason = imageProblem(entity, language); !reason.empty())
        return finishBuild(entity, reason);
    const bool creating = entity.status() == "INITIALIZED";
    const auto building = m_registry.change(Kind::Function, entity.organization, entity.name, [&](Entity& current) {
        if (current.generation != entity.generation)
            return false;
        if (creating)
            current.doc["status"] = "CREATING";
        return true;
    });
    if (!building)
        return;
    const std::string faas = building->doc.value("faasId", "");
    FunctionSpec spec{faas, building->id, language, building->doc.value("handler", ""), {}};
    m_store.loadSource(faas, [this, spec = std::move(spec), building = *building](const std::string& base64) mutable {
        spec.archive = fromBase64(base64);
        m_functions->prepare(spec, [this, building](const std::string& trouble) { finishBuild(building, trouble); });
    });
}

/// READY with the new source, or in ERROR with none: what ran before ends with the runs it has.
void Resources::finishBuild(const Entity& building, const std::string& trouble)
{
    const std::string faas = building.doc.value("faasId", "");
    std::string former;
    const auto changed = m_registry.change(Kind::Function, building.organization, building.name, [&](Entity& current) {
        if (current.generation != building.generation)
            return false;
        current.doc["status"] = trouble.empty() ? "READY" : "ERROR";
        current.doc["reason"] = trouble.empty() ? Json(nullptr) : Json::array({trouble});
        former = current.hidden.value("live", "");
        current.hidden.erase("live");
        if (trouble.empty()) {
            current.doc["functionImageURL"] = "dispatch/func-" + faas + ":latest";
            current.hidden["live"] = faas;
        }
        return true;
    });
    if (!changed)
        return m_functions->retire(faas);
    save(*changed, {});
    if (former != faas)
        m_functions->retire(former);
    if (trouble.empty())
        m_functionReady(changed->organization, changed->name);
}

void Resources::finishRemoval(const Entity& entity)
{
    const auto erase = [this, entity](bool good) {
        if (good)
            m_registry.erase(entity.kind, entity.organization, entity.name, entity.id);
    };
    if (entity.kind == Kind::Driver)
        return m_drivers->stop(entity.id, [this, entity, erase] { m_store.remove(entity.id, erase); });
    if (entity.kind == Kind::Function) {
        const std::string faas = entity.doc.value("faasId", "");
        m_functions->forget(entity.id);
        return m_store.removeFunction(entity.row(), faas, erase);
    }
    m_store.remove(entity.id, erase);
}

void Resources::seed(const std::string& organization)
{
    if (!m_registry.list(Kind::BaseImage, organization).empty() || !m_registry.list(Kind::Image, organization).empty())
        return;
    constexpr std::array kLanguages = {"python3", "nodejs"};
    for (const char* language : kLanguages) {
        const std::string base = std::string(language) + "-base";
        const std::string url = "dispatchframework/" + base + ":local";
        for (const Json& body : {Json{{"name", base}, {"dockerUrl", url}, {"language", language}},
                                 Json{{"name", language}, {"baseImageName", base}}}) {
            Entity entity
                = newEntity(body.contains("language") ? Kind::BaseImage : Kind::Image, organization, body, nullptr);
            entity.doc["language"] = language;
            entity.doc["status"] = "READY";
            if (m_registry.insert(entity))
                save(entity, {});
        }
    }
}

void Resources::resume()
{
    for (const Kind kind : {Kind::BaseImage, Kind::Image, Kind::Subscription, Kind::Driver, Kind::Function}) {
        for (const Entity& entity : m_registry.all(kind)) {
            const std::string status = entity.status();
            if (status == "DELETING")
                finishRemoval(entity);
            else if (kind == Kind::Function || kind == Kind::Driver)
                // What failed before gets another chance: the reason may have been this machine.
                settle(entity);
            else if (status != "READY" && status != "ERROR")
                settle(entity);
        }
    }
}

} // namespace server
