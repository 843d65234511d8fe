// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"
#include "rawconnection.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <functional>

/// A python function as the wire has it: base64 of a tar.gz with one file.
inline QByteArray pythonSource(const QByteArray& text)
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("hello.py")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return {};
    file.close();
    QProcess tar;
    tar.start(QStringLiteral("tar"),
              {QStringLiteral("-czf"), QStringLiteral("-"), QStringLiteral("-C"), directory.path(),
               QStringLiteral("hello.py")});
    tar.waitForFinished();
    return tar.readAllStandardOutput().toBase64();
}

/// The real program on a free port.
class LocalProcess
{
public:
    /// `inChild` runs between fork and exec.
    explicit LocalProcess(const QString& directory, const QStringList& more = {QStringLiteral("--auth=none")},
                          const std::function<void()>& inChild = {})
    {
        if (inChild)
            m_process.setChildProcessModifier(inChild);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QStringList arguments = {QStringLiteral("--data-dir"), directory};
        if (more.filter(QStringLiteral("--port")).isEmpty())
            arguments << QStringLiteral("--port=0");
        m_process.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"), arguments + more);
        QElapsedTimer clock;
        clock.start();
        while (!m_process.canReadLine() && clock.elapsed() < 30000 && m_process.waitForReadyRead(30000)) { }
        m_firstLine = models::Json::parse(m_process.readLine().toStdString(), nullptr, false);
    }
    ~LocalProcess()
    {
        if (m_process.state() != QProcess::NotRunning)
            kill();
    }

    const models::Json& firstLine() const { return m_firstLine; }
    bool isReady() const { return m_firstLine.is_object() && m_firstLine.value("event", "") == "ready"; }
    qint64 pid() const { return m_process.processId(); }
    quint16 port() const
    {
        return QByteArray::fromStdString(m_firstLine.value("url", "")).split(':').last().toUShort();
    }
    void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }
    bool hasEnded() { return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(20000); }
    int exitCode() const { return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1; }
    void kill()
    {
        signal(SIGKILL);
        m_process.waitForFinished();
    }

    RawAnswer ask(const QByteArray& request) const
    {
        RawConnection connection(port());
        connection.send(request);
        return connection.read().value_or(RawAnswer{});
    }
    models::Json get(const QByteArray& path) const
    {
        return models::Json::parse(ask(rawRequest("GET", path)).body.toStdString(), nullptr, false);
    }

private:
    QProcess m_process;
    models::Json m_firstLine;
};
