// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/eventspane.h"

#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableView>

namespace ui {

using models::KubernetesEventModel;

EventsPane::EventsPane(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("cluster.events"));
    build();
    keepWorded(*this, [this] { retranslate(); });
}

void EventsPane::build()
{
    auto* column = bareLayout<QVBoxLayout>(this);
    auto* row = new QHBoxLayout;
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("cluster.events.filter"));
    m_filter->setClearButtonEnabled(true);
    m_ofPod = new QCheckBox(this);
    m_ofPod->setObjectName(QStringLiteral("cluster.events.ofpod"));
    row->addWidget(m_filter, 1);
    row->addWidget(m_ofPod);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("cluster.events.table"));
    prepareTable(*m_table, m_model);
    m_table->setItemDelegateForColumn(KubernetesEventModel::TypeColumn, new StateDelegate(m_table));
    const int widths[] = {14, 11, 20, 48, 90, 8};
    for (int i = 0; i < static_cast<int>(std::size(widths)); ++i)
        m_table->setColumnWidth(i, letters(this, widths[i]));
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(KubernetesEventModel::MessageColumn, QHeaderView::Stretch);
    m_table->setMinimumHeight(lines(this, 4));
    m_hint = new MessageLabel(this);
    m_hint->setObjectName(QStringLiteral("cluster.events.hint"));
    column->addLayout(row);
    column->addWidget(m_table, 1);
    column->addWidget(m_hint);
    connect(m_filter, &QLineEdit::textChanged, this, &EventsPane::narrow);
    connect(m_ofPod, &QCheckBox::toggled, this, &EventsPane::narrow);
}

void EventsPane::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter the events"));
    m_filter->setAccessibleName(tr("Filter the events"));
    m_ofPod->setText(tr("Only of the &selected pod"));
    m_table->setAccessibleName(tr("Events of the cluster"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, KubernetesEventModel::ColumnCount - 1);
    validate();
}

void EventsPane::setEvents(const std::vector<models::KubernetesEvent>& events)
{
    m_warnings = static_cast<int>(
        std::count_if(events.begin(), events.end(), [](const auto& event) { return event.isWarning(); }));
    m_model.setRows(events);
    validate();
}

void EventsPane::setPod(const QString& name)
{
    m_pod = name;
    narrow();
}

void EventsPane::setSeen(bool isSeen, const QString& problem)
{
    m_isSeen = isSeen;
    m_problem = problem;
    validate();
}

void EventsPane::narrow()
{
    m_model.setFilter(m_ofPod->isChecked() ? m_filter->text() + u' ' + m_pod : m_filter->text());
    validate();
}

void EventsPane::validate()
{
    if (!m_problem.isEmpty())
        m_hint->say(MessageLabel::Tone::Warning, m_problem);
    else if (m_model.rowCount() > 0 || !m_isSeen)
        m_hint->say(MessageLabel::Tone::Help, {});
    else
        m_hint->say(MessageLabel::Tone::Help,
                    m_model.totalCount() > 0 ? tr("No event is like that.")
                                             : tr("The cluster keeps its events for about an hour. There is none."));
}

} // namespace ui
