// SPDX-License-Identifier: Apache-2.0
#include "dispatchprocess.h"

#include "models/json.h"

#include <QTest>

DispatchProcess::~DispatchProcess()
{
    kill();
}

bool DispatchProcess::start(const QStringList& more)
{
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"),
                    QStringList{QStringLiteral("--port"), m_port, QStringLiteral("--auth"), QStringLiteral("none"),
                                QStringLiteral("--data-dir"), m_folder.path(), QStringLiteral("--parent-pid"),
                                QString::number(QCoreApplication::applicationPid())}
                        + more);
    if (!QTest::qWaitFor([this] { return m_process.canReadLine(); }, 20'000))
        return false;
    const auto ready = models::parseJson(m_process.readLine());
    if (!ready)
        return false;
    const QUrl url(models::textAt(*ready, "url"));
    m_port = QString::number(url.port());
    m_scheme = url.scheme();
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
    made.base = QUrl(QStringLiteral("%1://127.0.0.1:%2").arg(m_scheme, m_port));
    made.isLocal = true;
    return made;
}
