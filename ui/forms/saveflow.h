// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/changes.h"
#include "ui/forms/editors/fieldeditor.h"

namespace ui {

/// Sends one form: first what has to exist, then the resource itself. One change at a time; stops at the first failure.
class SaveFlow final : public QObject
{
    Q_OBJECT
public:
    struct Order
    {
        models::Kind kind = models::Kind::DriverType;
        models::Json body;
        std::vector<Prerequisite> before;
        /// What the body was made from: the server must still have it so. Null creates, where there must be none.
        models::Json serverCopy;
    };

    SaveFlow(client::Changes& changes, QObject* parent = nullptr);

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
    void take(client::ChangeOrder order, const std::function<void()>& done);
    void noteDeleted(models::RecordKind kind, const QString& name);
    void fail(models::Failure failure);

    client::Changes& m_changes;
    Order m_order;
    QString m_name;
    std::size_t m_done = 0;
    bool m_running = false;
    bool m_changing = false; ///< what is changed may be deleted on the way
    bool m_deleted = false;
    int m_run = 0; ///< an answer to an earlier one is nobody's any more
    client::Answer<client::Changed> m_future;
};

} // namespace ui
