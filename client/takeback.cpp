// SPDX-License-Identifier: Apache-2.0
#include "client/takeback.h"

#include "client/undoitem.h"
#include "client/whendone.h"

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

TakeBack::TakeBack(Changes& changes, std::vector<UndoOffer::Item> items, bool withoutValues, QObject* parent)
    : QObject(parent)
    , m_changes(changes)
    , m_items(std::move(items))
    , m_withoutValues(withoutValues)
{
}

void TakeBack::pump()
{
    while (!m_isStopped && m_next < m_items.size() && fits(m_items[m_next].change))
        begin(m_next++);
    if (m_isOver || m_underWay > 0 || (m_next < m_items.size() && !m_isStopped))
        return;
    m_isOver = true;
    Q_EMIT over();
}

bool TakeBack::fits(const ChangeRecord& change) const
{
    if (m_underWay == 0)
        return true;
    return m_underWay < mostAtOnce(m_changes.api()) && change.kind == m_kind && !m_names.contains(change.name);
}

void TakeBack::begin(std::size_t item)
{
    const UndoOffer::Item& wanted = m_items[item];
    if (m_underWay == 0)
        m_names.clear();
    m_kind = wanted.change.kind;
    m_names.insert(wanted.change.name);
    ++m_underWay;
    const auto values = m_changes.valuesBefore(wanted.change.id);
    if (const QString why = refusal(wanted, !values.empty()); !why.isEmpty()) {
        Failure failure;
        failure.kind = FailureKind::Invalid;
        failure.tried = Undo::tr("take back the change of %1").arg(wanted.change.name);
        failure.meaning = why;
        QMetaObject::invokeMethod(
            this, [this, item, failure] { finished(item, failure); }, Qt::QueuedConnection);
        return;
    }
    whenDone(m_changes.make(inverseOf(wanted.change, values)), this,
             [this, item](const Result<Changed>& changed) { answered(item, changed); });
}

QString TakeBack::refusal(const UndoOffer::Item& item, bool knowsValues) const
{
    if (!item.refusal.isEmpty() || !item.valuesAreGone || knowsValues || m_withoutValues)
        return item.refusal;
    return Undo::tr("The values that the secret %1 had are gone: they are never written to the disk. It can come back "
                    "only with its keys.")
        .arg(item.change.name);
}

void TakeBack::answered(std::size_t item, const Result<Changed>& changed)
{
    // The server has it so already.
    if (changed && !changed->wasNeeded)
        m_changes.journal().updateChange(m_items[item].change.id, ChangeState::Undone);
    finished(item, changed ? std::nullopt : std::optional(changed.error()));
}

void TakeBack::finished(std::size_t item, const std::optional<Failure>& failure)
{
    --m_underWay;
    Q_EMIT ended(item, failure);
    pump();
}

} // namespace client
