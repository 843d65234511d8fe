// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/run.h"
#include "models/yamlwriter.h"

namespace fuzz {

/// Reads the text as an answer of every kind and writes back whatever came out. Must never crash or throw.
inline void readAnswer(const QByteArray& text)
{
    const auto json = models::parseJson(text);
    if (!json)
        return;
    for (const models::Json& item : json->is_array() ? *json : models::Json::array({*json})) {
        for (const auto read :
             {+[](const models::Json& one) -> models::Result<models::Resource> {
                  return models::driverTypeFromJson(one);
              },
              +[](const models::Json& one) -> models::Result<models::Resource> { return models::driverFromJson(one); },
              +[](const models::Json& one) -> models::Result<models::Resource> { return models::secretFromJson(one); },
              +[](const models::Json& one) -> models::Result<models::Resource> {
                  return models::subscriptionFromJson(one);
              },
              +[](const models::Json& one) -> models::Result<models::Resource> {
                  return models::functionFromJson(one);
              }}) {
            if (const auto resource = read(item)) {
                models::dumpJson(models::toJson(*resource));
                models::toYaml(*resource);
            }
        }
        if (const auto run = models::runFromJson(item))
            models::dumpJson(models::toJson(*run));
        models::dumpJson(models::toJson(models::cloudEventFromJson(item)));
    }
}

} // namespace fuzz
