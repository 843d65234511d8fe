// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/processrun.h"
#include "tests/common/runs.h"
#include "tests/common/standins.h"

#include <QTest>

/// As the shell would split it; all of these are plain words.
inline QStringList words(const QString& line)
{
    return line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

inline client::ProcessOrder order(const QString& line)
{
    client::ProcessOrder made;
    made.arguments = words(line);
    made.program = made.arguments.takeFirst();
    made.environment.insert(QStringLiteral("STANDIN_IDS"), QStringLiteral("recorded"));
    made.environment.insert(QStringLiteral("MINIKUBE_IN_STYLE"), QStringLiteral("false"));
    made.environment.remove(QStringLiteral("MINIKUBE_HOME")); // the same folder as HOME says
    return made;
}

inline models::Result<client::ProcessResult> ended(client::ProcessRun& run)
{
    models::Result<client::ProcessResult> result = models::failed(models::Failure());
    bool isOver = false;
    QObject::connect(&run, &client::ProcessRun::finished, &run, [&](const models::Result<client::ProcessResult>& told) {
        result = told;
        isOver = true;
    });
    if (run.processId() == 0)
        run.start();
    if (!QTest::qWaitFor([&isOver] { return isOver; }, kPatience))
        qWarning("it did not end");
    return result;
}

inline client::ProcessResult said(const QString& line)
{
    client::ProcessRun run(order(line));
    return ended(run).value_or(client::ProcessResult{-1, {}, {}, false, 0});
}
