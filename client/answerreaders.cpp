// SPDX-License-Identifier: Apache-2.0
#include "client/answerreaders.h"

#include <QCoreApplication>

#include <algorithm>

namespace client {

using models::Json;
using models::Result;

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("client::DispatchClient", text)

QString words(const char* text)
{
    return QCoreApplication::translate("client::DispatchClient", text);
}

/// What only a list that is one can be read as; `null` is an empty one.
models::Failure notAList()
{
    models::Failure failure;
    failure.kind = models::FailureKind::Malformed;
    failure.cameBack = words(WORD("JSON that is no list"));
    return failure;
}

} // namespace

Result<std::vector<Json>> entitiesFromJson(const Json& json)
{
    if (json.is_null())
        return std::vector<Json>();
    const bool isGood
        = json.is_array() && std::all_of(json.begin(), json.end(), [](const Json& item) { return item.is_object(); });
    if (!isGood)
        return models::failed(notAList());
    return std::vector<Json>(json.begin(), json.end());
}

Result<Json> entityFromJson(const Json& json)
{
    if (json.is_object())
        return json;
    models::Failure failure;
    failure.kind = models::FailureKind::Malformed;
    failure.cameBack = words(WORD("JSON that is no object"));
    return models::failed(failure);
}

Result<std::vector<models::Run>> runsFromJson(const Json& json)
{
    std::vector<models::Run> runs;
    if (json.is_null())
        return runs;
    if (!json.is_array())
        return models::failed(notAList());
    runs.reserve(json.size());
    for (const Json& item : json) {
        auto run = models::runFromJson(item);
        if (!run)
            return tl::unexpected(run.error());
        runs.push_back(std::move(*run));
    }
    return runs;
}

Result<QStringList> imageNamesFromJson(const Json& json)
{
    QStringList names;
    if (!json.is_array() && !json.is_null())
        return models::failed(notAList());
    for (const Json& item : json) {
        const bool usable = models::statusFromWord(models::textAt(item, "status")).state != models::State::Error;
        const QString name = models::textAt(item, "name");
        if (usable && !name.isEmpty())
            names << name;
    }
    names.sort();
    return names;
}

Result<QString> versionFromJson(const Json& json)
{
    const Json inner = models::valueAt(json, "version");
    const Json& version = inner.is_object() ? inner : json;
    const QString number = models::textAt(version, "version");
    const QString commit = models::textAt(version, "commit").left(8);
    if (number.isEmpty())
        return words(WORD("Dispatch, development build"));
    return commit.isEmpty() ? words(WORD("Dispatch %1")).arg(number)
                            : words(WORD("Dispatch %1 (%2)")).arg(number, commit);
}

} // namespace client
