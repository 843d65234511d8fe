// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <QDir>
#include <QFile>

#include <vector>

/// One exchange with an original server, as recorded for the contract.
struct Recording
{
    QString scenario;
    models::Json request;
    models::Json response;
};

inline std::vector<Recording> recordings()
{
    const QDir folder(QStringLiteral(DISPATCH_SOURCE_DIR "/../shared/contract/wire"));
    std::vector<Recording> all;
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (name == QLatin1String("INDEX.json") || !file.open(QIODevice::ReadOnly))
            continue;
        const auto json = models::parseJson(file.readAll());
        if (json)
            all.push_back({name.chopped(5), models::valueAt(*json, "request"), models::valueAt(*json, "response")});
    }
    return all;
}
