// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/saveflow.h"

#include "client/whendone.h"
namespace ui {

namespace {
constexpr int kGoneLookMSecs = 500;
constexpr int kMostGoneLooks = 60;
} // namespace

SaveFlow::SaveFlow(client::Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kGoneLookMSecs);
    connect(&m_pause, &QTimer::timeout, this, &SaveFlow::awaitGone);
}

void SaveFlow::start(Order order)
{
    m_order = std::move(order);
    m_done = 0;
    m_looks = 0;
    m_running = true;
    m_deleted = false;
    ++m_run;
    next();
}

void SaveFlow::cancel()
{
    m_pause.stop();
    m_future.cancel();
    if (!m_running)
        return;
    models::Failure failure;
    failure.kind = models::FailureKind::Cancelled;
    failure.tried = tr("save %1 %2").arg(models::singularOf(m_order.kind), name());
    failure.meaning = tr("Saving was cancelled. The server may have done a part of it already.");
    failure.remedy = tr("Look at the list before you try again.");
    fail(failure);
}

QString SaveFlow::name() const
{
    return models::textAt(m_order.body, "name");
}

void SaveFlow::next()
{
    if (m_done == m_order.before.size()) {
        sendResource();
        return;
    }
    const Prerequisite& step = m_order.before[m_done];
    take(m_session.api().create(step.kind, step.body), [this] {
        const Prerequisite& made = m_order.before[m_done];
        Q_EMIT prerequisiteDone(made.kind, models::textAt(made.body, "name"));
        ++m_done;
        next();
    });
}

void SaveFlow::sendResource()
{
    const auto done = [this] {
        m_running = false;
        m_order.body = {{"name", m_order.body.at("name")}};
        m_order.before.clear();
        Q_EMIT finished(name());
    };
    if (m_order.creates)
        take(m_session.api().create(m_order.kind, m_order.body), done);
    else if (m_order.replaces)
        replace();
    else
        take(m_session.api().update(m_order.kind, m_order.body), done);
}

void SaveFlow::replace()
{
    client::whenDone(m_session.api().remove(m_order.kind, name()), this,
                     [this, run = m_run](models::Result<bool> removed) {
                         const bool gone = removed || removed.error().kind == models::FailureKind::NotFound;
                         if (gone)
                             Q_EMIT oldDeleted();
                         if (!m_running || run != m_run)
                             return;
                         m_deleted = gone;
                         if (gone)
                             m_pause.start();
                         else
                             fail(removed.error());
                     });
}

void SaveFlow::awaitGone()
{
    client::whenDone(m_session.api().get(m_order.kind, name()), this,
                     [this, run = m_run](models::Result<models::Resource> still) {
                         if (!m_running || run != m_run)
                             return;
                         if (!still && still.error().kind == models::FailureKind::NotFound) {
                             m_order.creates = true;
                             sendResource();
                         } else if (!still) {
                             fail(still.error());
                         } else if (++m_looks < kMostGoneLooks) {
                             m_pause.start();
                         } else {
                             models::Failure failure;
                             failure.kind = models::FailureKind::TimedOut;
                             failure.tried = tr("replace %1 %2").arg(models::singularOf(m_order.kind), name());
                             failure.meaning = tr("The old one is still being deleted.");
                             failure.remedy = tr("Wait until it is gone from the list, then save again.");
                             fail(failure);
                         }
                     });
}

void SaveFlow::take(QFuture<models::Result<models::Resource>> future, const std::function<void()>& done)
{
    m_future = future;
    client::whenDone(future, this, [this, run = m_run, done](models::Result<models::Resource> answer) {
        if (!m_running || run != m_run)
            return;
        if (answer)
            done();
        else
            fail(answer.error());
    });
}

void SaveFlow::fail(models::Failure failure)
{
    if (m_deleted) {
        failure.meaning = tr("The old %1 is deleted and the new one is not there yet: it is only in this form. %2")
                              .arg(models::singularOf(m_order.kind), failure.meaning);
        failure.remedy = tr("Save again to create it.");
    }
    m_running = false;
    m_order.body = {};
    m_order.before.clear();
    Q_EMIT failed(failure);
}

} // namespace ui
