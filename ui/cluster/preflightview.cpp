// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/preflightview.h"

#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/icons.h"
#include "ui/wording.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace ui {

PreflightView::PreflightView(QWidget* parent)
    : QWidget(parent)
    , m_method(new QComboBox(this))
    , m_methodTitle(new QLabel(this))
    , m_methodHint(new QLabel(this))
    , m_check(new QPushButton(this))
    , m_summary(new QLabel(this))
    , m_table(new QTableView(this))
    , m_fix(new QPushButton(this))
{
    build();
    keepWorded(*this, [this] { retranslate(); });
}

void PreflightView::build()
{
    m_method->setObjectName(QStringLiteral("cluster.dispatch.method"));
    m_check->setObjectName(QStringLiteral("cluster.dispatch.check"));
    m_summary->setObjectName(QStringLiteral("cluster.dispatch.summary"));
    m_table->setObjectName(QStringLiteral("cluster.dispatch.preflight"));
    m_fix->setObjectName(QStringLiteral("cluster.dispatch.fix"));
    for (int i = 0; i < 3; ++i)
        m_method->addItem(QString());
    m_methodTitle->setBuddy(m_method);
    for (QLabel* label : {m_summary, m_methodHint}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    prepareTable(*m_table, m_model);
    // What was found and what to do may be long, and nobody should have to guess the rest.
    m_table->setWordWrap(true);
    m_table->setIconSize(QSize(fontMetrics().ascent(), fontMetrics().ascent()));
    const int widths[] = {14, 30, 34};
    for (int column = 0; column < static_cast<int>(std::size(widths)); ++column)
        m_table->setColumnWidth(column, letters(this, widths[column]));
    m_table->setMinimumHeight(lines(this, 4));
    auto* top = new QHBoxLayout;
    top->addWidget(m_methodTitle);
    top->addWidget(m_method);
    top->addStretch();
    top->addWidget(m_check);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_summary, 1);
    bottom->addWidget(m_fix);
    auto* column = new QVBoxLayout(this);
    column->addLayout(top);
    column->addWidget(m_methodHint);
    column->addWidget(m_table, 1);
    column->addLayout(bottom);
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        say();
        Q_EMIT methodChanged();
    });
    connect(m_check, &QPushButton::clicked, this, [this] {
        if (m_isRunning)
            Q_EMIT cancelRequested();
        else
            Q_EMIT checkRequested();
    });
    connect(m_fix, &QPushButton::clicked, this, [this] {
        if (const models::PreflightRow* const row = current())
            Q_EMIT fixRequested(row->fix, row->subject);
    });
    connect(m_table, &QTableView::activated, m_fix, [this] {
        if (m_fix->isEnabled())
            m_fix->click();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PreflightView::sayFix);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, &PreflightView::fitRows);
}

void PreflightView::retranslate()
{
    m_methodTitle->setText(tr("&Way of installing"));
    const QStringList methods
        = {tr("The original installer, with Helm 2"), tr("Charts for a current Kubernetes, with Helm 3"),
           tr("None: the local Dispatch of this console")};
    for (int i = 0; i < m_method->count(); ++i)
        m_method->setItemText(i, methods[i]);
    m_method->setAccessibleName(tr("Way of installing"));
    m_table->setAccessibleName(tr("What an installation needs"));
    m_summary->setAccessibleName(tr("Result of the check"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, PreflightModel::ColumnCount - 1);
    say();
}

models::InstallMethod PreflightView::method() const
{
    return static_cast<models::InstallMethod>(m_method->currentIndex());
}

void PreflightView::show(const std::vector<models::PreflightRow>& rows, bool isRunning, bool wasRun)
{
    const bool isOver = m_isRunning && !isRunning;
    m_isRunning = isRunning;
    m_wasRun = wasRun;
    m_model.show(rows);
    fitRows();
    say();
    // The first thing that is wrong is the next thing to do.
    if (isOver && m_model.worstRow() >= 0)
        m_table->setCurrentIndex(m_model.index(m_model.worstRow(), PreflightModel::VerdictColumn));
}

void PreflightView::say()
{
    const QStringList hints
        = {tr("Dispatch 0.1.24 as it was released. Its charts need Kubernetes 1.10 to 1.15 and Helm 2."),
           tr("Works on today's clusters, with charts that somebody rewrote for them. The console checks what they "
              "need, and "
              "does not run them: the original installer cannot."),
           tr("A whole Dispatch on this machine, without a cluster. The same screens, the same files.")};
    m_methodHint->setText(hints.value(m_method->currentIndex()));
    m_check->setText(m_isRunning ? tr("&Stop checking") : m_wasRun ? tr("&Check again") : tr("&Check now"));
    m_summary->setText(
        m_wasRun || m_isRunning || method() == models::InstallMethod::LocalDispatch
            ? models::summaryOf(m_model.rows(), method()).text
            : tr("Not looked at yet. The check asks the tools and the cluster, and fetches charts to see "
                 "whether they are there. It changes nothing."));
    sayFix();
}

void PreflightView::sayFix()
{
    const models::PreflightRow* const row = current();
    const bool hasFix = row && row->fix != models::ClusterFix::None;
    m_fix->setText(hasFix ? models::fixTitle(row->fix) : tr("Nothing to do here"));
    m_fix->setEnabled(hasFix);
}

void PreflightView::fitRows()
{
    m_table->resizeRowsToContents();
}

void PreflightView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitRows();
}

const models::PreflightRow* PreflightView::current() const
{
    return m_model.at(m_table->currentIndex().row());
}

} // namespace ui
