// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/secretclipboard.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QMimeData>

#include <utility>

namespace ui {

namespace {

QByteArray digestOf(const QString& text)
{
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

SecretClipboard::SecretClipboard(QObject* parent)
    : QObject(parent)
    , m_timer(this)
{
    m_timer.setObjectName(QStringLiteral("secret.clipboard"));
    m_timer.setSingleShot(true);
    m_timer.setInterval(kKeptMSecs);
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::clear);
}

SecretClipboard::~SecretClipboard()
{
    if (qGuiApp)
        clear();
}

void SecretClipboard::copy(const QString& secret)
{
    auto* data = new QMimeData;
    data->setText(secret);
    // Clipboard managers that know it keep no history of this.
    data->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    QGuiApplication::clipboard()->setMimeData(data);
    m_digest = digestOf(secret);
    m_timer.start();
}

void SecretClipboard::clear()
{
    m_timer.stop();
    const QByteArray digest = std::exchange(m_digest, {});
    if (!digest.isEmpty() && digestOf(QGuiApplication::clipboard()->text()) == digest)
        QGuiApplication::clipboard()->clear();
}

} // namespace ui
