// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "ui/forms/editors/fieldeditor.h"

#include <QTimer>

namespace ui {

/// Sends one form: first what has to exist, then the resource itself. One request at a time; stops at the first
/// failure.
class SaveFlow final : public QObject
{
    Q_OBJECT
public:
    struct Order
    {
        models::Kind kind = models::Kind::DriverType;
        models::Json body;
        std::vector<Prerequisite> before;
        bool creates = true;
        /// Delete and create again instead of changing: Dispatch Solo breaks down on the update of a subscription
        /// that keeps its event type (contract §9.1).
        bool replaces = false;
    };

    SaveFlow(client::Session& session, QObject* parent = nullptr);

    void start(Order order);
    /// Ends in failed().
    void cancel();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void prerequisiteDone(models::Kind kind, const QString& name);
    /// Of a replacement: from here on only a create brings the resource back. Also when it was cancelled meanwhile.
    void oldDeleted();
    void finished(const QString& name);
    void failed(const models::Failure& failure);

private:
    void next();
    void sendResource();
    void replace();
    void awaitGone();
    void take(QFuture<models::Result<models::Resource>> future, const std::function<void()>& done);
    void fail(models::Failure failure);
    QString name() const;

    client::Session& m_session;
    Order m_order;
    std::size_t m_done = 0;
    bool m_running = false;
    bool m_deleted = false;
    int m_run = 0; ///< an answer to an earlier one is nobody's any more
    int m_looks = 0;
    QTimer m_pause;
    QFuture<models::Result<models::Resource>> m_future;
};

} // namespace ui
