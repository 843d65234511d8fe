// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <vector>

/// One exchange with an original server, as recorded for the contract.
struct Recording
{
    QString scenario;
    QString server; ///< "dispatch solo" and others
    qint64 order = 0; ///< when it was recorded: later ones build on earlier ones
    models::Json request;
    models::Json response;
};

inline std::vector<Recording> recordings()
{
    const QDir folder(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings"));
    std::vector<Recording> all;
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto json = models::parseJson(file.readAll());
        if (json)
            all.push_back({name.chopped(5), models::textAt(*json, "server"), models::numberAt(*json, "seq"),
                           models::valueAt(*json, "request"), models::valueAt(*json, "response")});
    }
    std::sort(all.begin(), all.end(), [](const Recording& a, const Recording& b) { return a.order < b.order; });
    return all;
}
