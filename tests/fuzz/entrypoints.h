// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventtemplate.h"
#include "models/jsonlayout.h"
#include "models/jsontext.h"
#include "models/run.h"
#include "models/variables.h"
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

/// Checks and lays out the text as JSON. What is laid out must be good again.
inline void readJsonText(const QByteArray& text)
{
    models::checkJson(QByteArrayView(text));
    const QString typed = QString::fromUtf8(text);
    const bool isGood = !models::checkJson(typed).error;
    const auto compact = models::compactJson(typed);
    if (isGood != compact.has_value() || (compact && models::checkJson(*compact).error))
        qFatal("checking and laying out JSON disagree");
    static_cast<void>(models::formattedJson(typed));
}

/// Expands the text. Every place must lie in what was typed.
inline void readVariables(const QByteArray& text)
{
    const QString typed = QString::fromUtf8(text);
    for (const auto kind : {models::TextKind::Plain, models::TextKind::JsonText}) {
        const models::Expansion expansion = models::expandVariables(typed, models::VariableValues{}, kind);
        for (qsizetype at = 0; at <= expansion.text.size(); ++at) {
            if (expansion.places.typedPosition(at) > typed.size())
                qFatal("a place behind the text");
        }
    }
}

/// Reads the text as a template; what was read must come back from what is written.
inline void readTemplate(const QByteArray& text)
{
    const auto made = models::eventTemplateFromYaml(text);
    if (made && models::eventTemplateFromYaml(models::toYaml(*made)) != made)
        qFatal("a template does not survive being written");
}

} // namespace fuzz
