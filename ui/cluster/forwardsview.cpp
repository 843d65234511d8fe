// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/forwardsview.h"

#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QUrl>

namespace ui {

using client::PortForward;

ForwardsView::ForwardsView(client::PortForwards& forwards, QWidget* parent)
    : QWidget(parent)
    , m_forwards(forwards)
    , m_model(forwards)
{
    setObjectName(QStringLiteral("cluster.forwards"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &ForwardsView::validate);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &ForwardsView::validate);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ForwardsView::validate);
}

void ForwardsView::build()
{
    auto* column = bareLayout<QVBoxLayout>(this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("cluster.forwards.table"));
    prepareTable(*m_table, m_model);
    m_table->setItemDelegateForColumn(ForwardModel::StateColumn, new StateDelegate(m_table));
    const int widths[] = {20, 58, 8, 20};
    for (int i = 0; i < static_cast<int>(std::size(widths)); ++i)
        m_table->setColumnWidth(i, letters(this, widths[i]));
    auto* stop = new QAction(m_table);
    stop->setShortcut(QKeySequence::Delete);
    stop->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(stop);
    auto* row = new QHBoxLayout;
    m_link = new QLabel(this);
    m_link->setObjectName(QStringLiteral("cluster.forwards.link"));
    m_link->setTextFormat(Qt::RichText);
    m_link->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard
                                    | Qt::TextSelectableByMouse);
    m_link->setOpenExternalLinks(true);
    row->addWidget(m_link, 1);
    const auto button = [this, row](const char* objectName) {
        auto* made = new QPushButton(this);
        made->setObjectName(QLatin1String(objectName));
        row->addWidget(made);
        return made;
    };
    m_open = button("cluster.forwards.open");
    m_copy = button("cluster.forwards.copy");
    m_stop = button("cluster.forwards.stop");
    m_remove = button("cluster.forwards.remove");
    column->addWidget(m_table, 1);
    column->addLayout(row);
    connect(stop, &QAction::triggered, m_stop, &QPushButton::click);
    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl(link())); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(current()->address());
        Q_EMIT said(tr("Copied %1.").arg(current()->address()));
    });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_forwards.stop(current()->id); });
    connect(m_remove, &QPushButton::clicked, this, [this] { m_forwards.remove(current()->id); });
}

void ForwardsView::retranslate()
{
    setAccessibleName(tr("Forwarded ports"));
    m_table->setAccessibleName(tr("Forwarded ports"));
    m_open->setText(tr("Open in the &browser"));
    m_copy->setText(tr("&Copy the address"));
    m_stop->setText(tr("&Stop"));
    m_remove->setText(tr("&Remove"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, ForwardModel::ColumnCount - 1);
    validate();
}

const PortForward* ForwardsView::current() const
{
    return m_table->selectionModel()->hasSelection() ? m_model.at(m_table->currentIndex().row()) : nullptr;
}

QString ForwardsView::link() const
{
    const PortForward* const forward = current();
    return forward && !forward->address().isEmpty() ? QStringLiteral("http://%1/").arg(forward->address()) : QString();
}

void ForwardsView::show(int id)
{
    if (const int row = m_model.rowOf(id); row >= 0)
        m_table->selectRow(row);
}

void ForwardsView::validate()
{
    const PortForward* const forward = current();
    const QString address = link();
    for (QPushButton* button : {m_open, m_copy})
        button->setEnabled(!address.isEmpty());
    m_stop->setEnabled(forward && forward->isLive() && forward->state != PortForward::State::Stopping);
    m_remove->setEnabled(forward != nullptr);
    const QString html = QStringLiteral("<a href='%1'>%1</a>").arg(address);
    if (!address.isEmpty())
        m_link->setText(html);
    else
        m_link->setText(m_model.rowCount() == 0
                            ? tr("Select a pod and choose “Forward a port…”: it can then be reached from this machine "
                                 "only.")
                            : QString());
    m_link->setWordWrap(m_model.rowCount() == 0);
}

} // namespace ui
