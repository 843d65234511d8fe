// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/connection.h"
#include "models/result.h"

#include <QObject>

#include <memory>

namespace client {

/// The local Dispatch in the box: starts `dispatch-local` as a child on a free loopback port with a fresh key pair and
/// says where it is. The child ends with us, also when we crash (--parent-pid). Never blocks.
class LocalServer final : public QObject
{
    Q_OBJECT
public:
    /// `program` empty: looked up beside our own program, then on PATH.
    explicit LocalServer(const QString& dataDirectory, const QString& program = {}, QObject* parent = nullptr);
    ~LocalServer() override;

    /// Ends in ready() or failed(), also when it runs already.
    void start();
    /// Asks it to end, then insists after 5 s. Ends in stopped().
    void stop();
    bool isRunning() const;
    qint64 processId() const;
    /// The last lines of its log, for a failure report; no secrets are in it.
    QString logTail() const;

    /// How long it may take to become ready, and to end by itself. For slow machines and tests.
    void setDeadlines(int readyMSecs, int endMSecs);

Q_SIGNALS:
    void ready(const client::Connection& connection);
    void failed(const models::Failure& failure);
    /// It ended although nobody asked; start() brings it back with the same data.
    void crashed(const models::Failure& failure);
    void stopped();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace client
