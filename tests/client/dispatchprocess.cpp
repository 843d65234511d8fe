// SPDX-License-Identifier: Apache-2.0
#include "dispatchprocess.h"

#include "models/json.h"

#include <QTest>

DispatchProcess::~DispatchProcess()
{
    kill();
}

bool DispatchProcess::start()
{
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"),
                    {QStringLiteral("--port"), m_port, QStringLiteral("--auth"), QStringLiteral("none"),
                     QStringLiteral("--data-dir"), m_folder.path(), QStringLiteral("--parent-pid"),
                     QString::number(QCoreApplication::applicationPid())});
    if (!QTest::qWaitFor([this] { return m_process.canReadLine(); }, 20'000))
        return false;
    const auto ready = models::parseJson(m_process.readLine());
    if (!ready)
        return false;
    m_port = QString::number(QUrl(models::textAt(*ready, "url")).port());
    return true;
}

void DispatchProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished();
    m_process.readAll();
}

client::Connection DispatchProcess::connection() const
{
    client::Connection made;
    made.base = QUrl(QStringLiteral("http://127.0.0.1:") + m_port);
    made.isLocal = true;
    return made;
}
