// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/saveflow.h"

#include "client/whendone.h"

namespace ui {

namespace {

client::ChangeOrder creation(models::Kind kind, const models::Json& body)
{
    client::ChangeOrder order;
    order.kind = models::recordKind(kind).kind;
    order.operation = client::ChangeOperation::Create;
    order.body = body;
    order.expected = models::Json();
    return order;
}

} // namespace

SaveFlow::SaveFlow(client::Changes& changes, QObject* parent)
    : QObject(parent)
    , m_changes(changes)
{
    connect(&changes, &client::Changes::oldDeleted, this, &SaveFlow::noteDeleted);
}

void SaveFlow::start(Order order)
{
    m_order = std::move(order);
    m_name = models::textAt(m_order.body, "name");
    m_done = 0;
    m_running = true;
    m_changing = false;
    m_deleted = false;
    ++m_run;
    next();
}

void SaveFlow::cancel()
{
    m_future.cancel();
    if (!m_running)
        return;
    models::Failure failure;
    failure.kind = models::FailureKind::Cancelled;
    failure.tried = tr("save %1 %2").arg(models::singularOf(m_order.kind), m_name);
    failure.meaning = tr("Saving was cancelled. The server may have done a part of it already.");
    failure.remedy = tr("Look at the list before you try again.");
    fail(failure);
}

void SaveFlow::next()
{
    if (m_done == m_order.before.size()) {
        sendResource();
        return;
    }
    const Prerequisite& step = m_order.before[m_done];
    take(creation(step.kind, step.body), [this] {
        const Prerequisite& made = m_order.before[m_done];
        Q_EMIT prerequisiteDone(made.kind, models::textAt(made.body, "name"));
        ++m_done;
        next();
    });
}

void SaveFlow::sendResource()
{
    client::ChangeOrder order = creation(m_order.kind, m_order.body);
    if (!m_order.serverCopy.is_null()) {
        order.operation = client::ChangeOperation::Update;
        order.expected = models::requestForm(order.kind, m_order.serverCopy);
        m_changing = true;
    }
    take(std::move(order), [this] {
        m_running = false;
        m_changing = false;
        m_order = {m_order.kind, {}, {}, {}};
        Q_EMIT finished(m_name);
    });
}

void SaveFlow::take(client::ChangeOrder order, const std::function<void()>& done)
{
    m_future = m_changes.make(std::move(order));
    client::whenDone(m_future, this, [this, run = m_run, done](const models::Result<client::Changed>& answer) {
        if (!m_running || run != m_run)
            return;
        if (answer)
            done();
        else
            fail(answer.error());
    });
}

void SaveFlow::noteDeleted(models::RecordKind kind, const QString& name)
{
    if (!m_changing || kind != models::recordKind(m_order.kind).kind || name != m_name)
        return;
    m_deleted = m_running;
    Q_EMIT oldDeleted();
}

void SaveFlow::fail(models::Failure failure)
{
    if (m_deleted) {
        failure.meaning = tr("The old %1 is deleted and the new one is not there yet: it is only in this form. %2")
                              .arg(models::singularOf(m_order.kind), failure.meaning);
        failure.remedy = tr("Save again to create it.");
    }
    m_running = false;
    m_order = {m_order.kind, {}, {}, {}};
    Q_EMIT failed(failure);
}

} // namespace ui
