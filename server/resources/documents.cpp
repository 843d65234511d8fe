// SPDX-License-Identifier: Apache-2.0
#include "server/resources/documents.h"

#include "server/resources/uuid.h"

#include <ctime>

namespace server {

using models::Json;

namespace {

Json listOrNull(const Json& body, const char* member)
{
    const auto it = body.find(member);
    return it == body.end() || it->empty() ? Json(nullptr) : *it;
}

Json valueOr(const Json& body, const char* member, Json fallback)
{
    const auto it = body.find(member);
    return it == body.end() ? fallback : *it;
}

Json schemaOf(const Json& body)
{
    const Json sent = valueOr(body, "schema", Json::object());
    Json schema = {{"in", nullptr}, {"out", nullptr}};
    for (const char* side : {"in", "out"}) {
        if (const auto it = sent.find(side); it != sent.end() && !it->empty())
            schema[side] = *it;
    }
    return schema;
}

void fillFunction(Entity& entity, const Json& body)
{
    Json& doc = entity.doc;
    doc["faasId"] = newUuid();
    doc["image"] = body["image"];
    doc["handler"] = valueOr(body, "handler", "");
    doc["reason"] = nullptr;
    doc["schema"] = schemaOf(body);
    doc["secrets"] = listOrNull(body, "secrets");
    doc["services"] = listOrNull(body, "services");
    doc.erase("timeout");
    if (const Json timeout = valueOr(body, "timeout", 0); timeout != 0)
        doc["timeout"] = timeout;
}

void copyPresent(Json& doc, const Json& body, std::initializer_list<const char*> members)
{
    for (const char* member : members) {
        doc.erase(member);
        if (const auto it = body.find(member); it != body.end())
            doc[member] = *it;
    }
}

/// The members that create and update set alike.
void fill(Entity& entity, const Json& body, const Entity* type)
{
    Json& doc = entity.doc;
    switch (entity.kind) {
    case Kind::DriverType:
        doc["config"] = collapsedPairs(valueOr(body, "config", nullptr));
        doc["image"] = body["image"];
        doc["expose"] = valueOr(body, "expose", false);
        break;
    case Kind::Driver:
        doc["config"] = collapsedPairs(valueOr(body, "config", nullptr));
        doc["secrets"] = listOrNull(body, "secrets");
        doc["type"] = body["type"];
        if (type)
            entity.hidden["image"] = type->doc.value("image", "");
        break;
    case Kind::Secret:
        doc.erase("secrets");
        if (const Json values = valueOr(body, "secrets", nullptr); !values.empty())
            doc["secrets"] = values;
        break;
    case Kind::Subscription:
        doc["eventType"] = body["eventType"];
        doc["function"] = body["function"];
        doc["secrets"] = listOrNull(body, "secrets");
        break;
    case Kind::Function:
        fillFunction(entity, body);
        break;
    case Kind::Image:
        doc["baseImageName"] = body["baseImageName"];
        doc["reason"] = nullptr;
        copyPresent(doc, body, {"runtimeDependencies", "systemDependencies"});
        break;
    case Kind::BaseImage:
        doc["dockerUrl"] = body["dockerUrl"];
        doc["language"] = body["language"];
        doc["reason"] = nullptr;
        break;
    }
}

} // namespace

Entity newEntity(Kind kind, const std::string& organization, const Json& body, const Entity* type)
{
    const Served& about = served(kind);
    Entity entity;
    entity.id = newUuid();
    entity.kind = kind;
    entity.organization = organization;
    entity.name = body["name"].get<std::string>();
    entity.doc = {{"kind", about.wireKind}, {"name", entity.name}};
    entity.doc["tags"] = collapsedPairs(valueOr(body, "tags", nullptr));
    if (about.showsId)
        entity.doc["id"] = entity.id;
    const auto now = static_cast<std::int64_t>(std::time(nullptr));
    if (about.createdKey)
        entity.doc[about.createdKey] = now;
    if (about.modifiedKey)
        entity.doc[about.modifiedKey] = now;
    fill(entity, body, type);
    if (kind == Kind::Driver) {
        entity.doc["expose"] = type && type->doc.value("expose", false);
        entity.doc["reason"] = nullptr;
    }
    if (kind == Kind::Driver || kind == Kind::Subscription)
        entity.doc["status"] = "CREATING";
    if (kind == Kind::Function || kind == Kind::Image || kind == Kind::BaseImage)
        entity.doc["status"] = "INITIALIZED";
    return entity;
}

void applyUpdate(Entity& entity, const Json& body, const Entity* type)
{
    const Served& about = served(entity.kind);
    entity.doc["tags"] = collapsedPairs(valueOr(body, "tags", nullptr));
    if (about.modifiedKey)
        entity.doc[about.modifiedKey] = static_cast<std::int64_t>(std::time(nullptr));
    fill(entity, body, type);
    if (entity.kind == Kind::Driver) {
        // The original un-exposes a driver when the member is left out (contract §9.4); here it stays as it was.
        entity.doc["expose"] = valueOr(body, "expose", entity.doc.value("expose", false));
        entity.doc["reason"] = Json::array();
    }
    if (entity.doc.contains("status"))
        entity.doc["status"] = "UPDATING";
}

} // namespace server
