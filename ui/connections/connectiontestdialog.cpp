// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectiontestdialog.h"

#include "ui/forms/layouts.h"
#include "ui/icons.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

namespace ui {

using Verdict = client::ConnectionStep::Verdict;

namespace {

enum Column
{
    StepColumn,
    VerdictColumn,
    TimeColumn,
    FindingColumn
};

QIcon iconFor(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Good:
        return stateIcon(models::State::Ready);
    case Verdict::Bad:
        return stateIcon(models::State::Error);
    case Verdict::Running:
        return stateIcon(models::State::Creating);
    default:
        return stateIcon(models::State::None);
    }
}

} // namespace

ConnectionTestDialog::ConnectionTestDialog(const client::Connection& connection, QWidget* parent)
    : QDialog(parent)
    , m_name(connection.name.isEmpty() ? connection.base.authority() : connection.name)
    , m_test(connection)
    , m_title(new QLabel(this))
    , m_steps(new QTreeWidget(this))
    , m_remedy(new QLabel(this))
{
    setObjectName(QStringLiteral("dialog.connectiontest"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(&m_test, &client::ConnectionTest::changed, this, &ConnectionTestDialog::refresh);
    connect(&m_test, &client::ConnectionTest::finished, this, &ConnectionTestDialog::retranslate);
    m_test.start();
}

void ConnectionTestDialog::build()
{
    m_title->setObjectName(QStringLiteral("connectiontest.title"));
    m_steps->setObjectName(QStringLiteral("connectiontest.steps"));
    m_remedy->setObjectName(QStringLiteral("connectiontest.remedy"));
    for (QLabel* label : {m_title, m_remedy}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_steps->setColumnCount(FindingColumn + 1);
    m_steps->setRootIsDecorated(false);
    m_steps->setUniformRowHeights(true);
    for (std::size_t i = 0; i < m_test.steps().size(); ++i)
        new QTreeWidgetItem(m_steps);
    const int widths[] = {22, 14, 12};
    for (int column = 0; column < FindingColumn; ++column)
        m_steps->setColumnWidth(column, letters(this, widths[column]));
    auto* buttons = new QDialogButtonBox(this);
    m_copy = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
    m_copy->setObjectName(QStringLiteral("connectiontest.copy"));
    m_close = buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    m_close->setObjectName(QStringLiteral("connectiontest.close"));
    m_close->setDefault(true);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_test.report()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &ConnectionTestDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_title);
    column->addWidget(m_steps, 1);
    column->addWidget(m_remedy);
    column->addWidget(buttons);
    m_steps->setMinimumHeight(lines(this, static_cast<int>(m_test.steps().size()) + 4));
    resize(letters(this, 100), lines(this, 22));
}

void ConnectionTestDialog::retranslate()
{
    setWindowTitle(tr("Test the connection"));
    m_title->setText(tr("The way to %1:").arg(m_name));
    m_steps->setAccessibleName(tr("Steps of the test"));
    m_steps->setHeaderLabels({tr("Step"), tr("Verdict"), tr("Time"), tr("Finding")});
    m_copy->setText(tr("C&opy"));
    m_copy->setToolTip(tr("Copies the findings, without secrets"));
    m_close->setText(m_test.isOver() ? tr("&Close") : tr("&Stop"));
    refresh();
}

void ConnectionTestDialog::refresh()
{
    QStringList remedies;
    int row = 0;
    for (const client::ConnectionStep& step : m_test.steps()) {
        QTreeWidgetItem& item = *m_steps->topLevelItem(row++);
        item.setIcon(StepColumn, iconFor(step.verdict));
        item.setText(StepColumn, client::ConnectionTest::nameOf(step.kind));
        item.setText(VerdictColumn, client::ConnectionTest::nameOf(step.verdict));
        item.setText(TimeColumn, step.msecs < 0 ? QString() : tr("%1 ms").arg(step.msecs));
        item.setText(FindingColumn, step.finding);
        item.setToolTip(FindingColumn, step.finding);
        if (!step.remedy.isEmpty())
            remedies << step.finding + u'\n' + step.remedy;
    }
    m_remedy->setText(remedies.join(u'\n'));
    m_remedy->setVisible(!remedies.isEmpty());
}

void ConnectionTestDialog::reject()
{
    if (m_test.isOver())
        QDialog::reject();
    else
        m_test.cancel();
}

} // namespace ui
