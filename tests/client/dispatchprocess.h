// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/connection.h"

#include <QProcess>
#include <QTemporaryDir>

/// A real dispatch-local with data of its own, which can be killed and comes back at the same address.
class DispatchProcess final
{
public:
    ~DispatchProcess();

    /// With these options besides the usual ones.
    bool start(const QStringList& more = {});
    void kill(); ///< kill -9
    qint64 processId() const { return m_process.processId(); }
    client::Connection connection() const;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_port = QStringLiteral("0");
    QString m_scheme = QStringLiteral("http");
};
