// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QObject>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>

namespace client {

/// One sign-in through the browser of the person, as the original command line does it (contract §2.4): the browser is
/// sent to the server, which sends it back here with the cookie. Listens on 127.0.0.1 only, for one path that nobody
/// can guess, and takes one answer. Ends in signedIn() or failed(), once.
class BrowserLogin final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kPatienceMSecs = 5 * 60 * 1'000;

    /// `base`: host and port of the server; it is always asked by https.
    explicit BrowserLogin(QUrl base, int patienceMSecs = kPatienceMSecs, QObject* parent = nullptr);

    /// Begins to listen, and answers where the browser has to go.
    models::Result<QUrl> start();
    void cancel();

Q_SIGNALS:
    /// All of the Cookie header. The sender may be deleted when it is heard.
    void signedIn(const QByteArray& cookie);
    void failed(const models::Failure& failure);

private:
    void serve(QTcpSocket* socket);
    void answer(QTcpSocket* socket, const QByteArray& head);
    void end(const QByteArray& cookie, const std::optional<models::Failure>& failure);

    const QUrl m_base;
    QTcpServer m_catcher;
    QTimer m_patience;
    QString m_path;
    bool m_isOver = false;
};

} // namespace client
