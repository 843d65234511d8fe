// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QStringList>
#include <QTest>

/// What minikube, kubectl, helm or the installer of Dispatch printed, as recorded for the contract (minikube samples).
inline QByteArray clusterSample(const QString& name)
{
    QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no sample %s", qPrintable(name));
    return file.readAll();
}

inline QStringList clusterSampleLines(const QString& name)
{
    return QString::fromUtf8(clusterSample(name)).split(u'\n', Qt::SkipEmptyParts);
}
