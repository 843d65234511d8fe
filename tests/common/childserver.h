// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/connection.h"
#include "models/json.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

/// A `dispatch-local` of its own on a fresh folder, without sign-in. Blocks while it starts and ends.
class ChildServer
{
public:
    ChildServer()
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"),
                        {QStringLiteral("--auth=none"), QStringLiteral("--port=0"),
                         QStringLiteral("--data-dir=") + m_folder.path(),
                         QStringLiteral("--parent-pid=") + QString::number(QCoreApplication::applicationPid())});
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20'000)) { }
        const auto line = models::parseJson(m_process.readLine());
        if (line)
            m_connection.base = QUrl(models::textAt(*line, "url"));
        m_connection.name = QStringLiteral("test");
        m_connection.signIn = client::CookieSignIn{};
    }
    ~ChildServer()
    {
        m_process.terminate();
        if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(10'000))
            kill();
    }
    Q_DISABLE_COPY_MOVE(ChildServer)

    bool isReady() const { return !m_connection.base.isEmpty(); }
    const client::Connection& connection() const { return m_connection; }
    qint64 processId() const { return m_process.processId(); }
    QString folder() const { return m_folder.path(); }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    client::Connection m_connection;
};
