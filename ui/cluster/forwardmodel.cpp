// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/forwardmodel.h"

#include "models/resourcetablemodel.h"
#include "models/status.h"

namespace ui {

using client::PortForward;
using models::State;

namespace {

struct Words
{
    State looks;
    const char* word;
};

/// In the order of PortForward::State.
constexpr Words kWords[] = {
    {State::Creating, QT_TRANSLATE_NOOP("ui::ForwardModel", "starting")},
    {State::Ready, QT_TRANSLATE_NOOP("ui::ForwardModel", "ready")},
    {State::Updating, QT_TRANSLATE_NOOP("ui::ForwardModel", "lost, trying again")},
    {State::Deleting, QT_TRANSLATE_NOOP("ui::ForwardModel", "stopping")},
    {State::Initialized, QT_TRANSLATE_NOOP("ui::ForwardModel", "stopped")},
    {State::Error, QT_TRANSLATE_NOOP("ui::ForwardModel", "failed")},
};

} // namespace

ForwardModel::ForwardModel(client::PortForwards& forwards, QObject* parent)
    : RowsModel<PortForward>(parent)
{
    connect(&forwards, &client::PortForwards::changed, this, [this, &forwards] { setRows(forwards.forwards()); });
    setRows(forwards.forwards());
}

int ForwardModel::rowOf(int id) const
{
    const auto found
        = std::find_if(rows().begin(), rows().end(), [id](const PortForward& forward) { return forward.id == id; });
    return found == rows().end() ? -1 : static_cast<int>(found - rows().begin());
}

int ForwardModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString ForwardModel::text(const PortForward& forward, int column) const
{
    switch (column) {
    case StateColumn:
        return tr(kWords[static_cast<std::size_t>(forward.state)].word);
    case PodColumn:
        return QStringLiteral("%1 / %2 / %3").arg(forward.context, forward.nameSpace, forward.pod);
    case RemoteColumn:
        return QString::number(forward.remotePort);
    case AddressColumn:
        return forward.address();
    case ReasonColumn:
        return forward.failure ? forward.failure->meaning + u' ' + forward.failure->remedy : QString();
    default:
        return {};
    }
}

QVariant ForwardModel::data(const QModelIndex& index, int role) const
{
    const PortForward* const forward = at(index.row());
    if (!forward)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(*forward, index.column());
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), text(*forward, index.column()));
    case models::ResourceTableModel::StatusRole:
        if (index.column() == StateColumn)
            return QVariant::fromValue(models::Status{kWords[static_cast<std::size_t>(forward->state)].looks, {}});
        return {};
    default:
        return {};
    }
}

QVariant ForwardModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles = {tr("State"), tr("Cluster / namespace / pod"), tr("Port"), tr("Here"), tr("Reason")};
    return titles.value(section);
}

} // namespace ui
