// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/undo/undodialog.h"

#include "client/whendone.h"
#include "ui/connections/changeguard.h"
#include "ui/connections/connectionband.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace ui {

UndoDialog::UndoDialog(client::Undo& undo, client::UndoOffer offer, QWidget* parent)
    : QDialog(parent)
    , m_undo(undo)
    , m_model(std::move(offer))
{
    setObjectName(QStringLiteral("dialog.undo"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    m_items->setCurrentIndex(m_model.index(0, 0));
}

void UndoDialog::build()
{
    m_message = new MessageBar(this);
    m_question = new QLabel(this);
    m_question->setObjectName(QStringLiteral("undo.question"));
    m_question->setTextFormat(Qt::PlainText);
    m_question->setWordWrap(true);
    m_items = new QTableView(this);
    m_items->setObjectName(QStringLiteral("undo.items"));
    prepareTable(*m_items, m_model);
    m_items->setColumnWidth(UndoModel::WhatColumn, letters(this, 56));
    m_items->setColumnWidth(UndoModel::WhenColumn, letters(this, 28));
    m_sides = new QTableView(this);
    m_sides->setObjectName(QStringLiteral("undo.differences"));
    prepareTable(*m_sides, m_differences);
    for (const int side : {DifferenceModel::BeforeColumn, DifferenceModel::AfterColumn})
        m_sides->setColumnWidth(side, letters(this, 40));
    m_withoutValues = new QCheckBox(this);
    m_withoutValues->setObjectName(QStringLiteral("undo.withoutvalues"));
    m_withoutValues->setVisible(m_model.lacksValues());
    auto* buttons = new QDialogButtonBox(this);
    m_start = buttons->addButton(QString(), QDialogButtonBox::ApplyRole);
    m_start->setObjectName(QStringLiteral("undo.start"));
    m_start->setAutoDefault(false);
    m_cancel = buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    m_cancel->setObjectName(QStringLiteral("undo.cancel"));
    m_cancel->setDefault(true);
    m_cancel->setFocus();
    auto* column = new QVBoxLayout(this);
    column->addWidget(new ConnectionBand(m_undo.server(), ConnectionBand::Place::Dialog, this));
    column->addWidget(m_message);
    column->addWidget(m_question);
    column->addWidget(m_items, 1);
    column->addWidget(m_sides, 1);
    column->addWidget(m_withoutValues);
    column->addWidget(buttons);
    connect(m_start, &QPushButton::clicked, this,
            [this] { whenConfirmed(*this, m_undo.server(), m_question->text(), [this] { start(); }); });
    connect(buttons, &QDialogButtonBox::rejected, this, &UndoDialog::reject);
    connect(m_withoutValues, &QCheckBox::toggled, this, &UndoDialog::refresh);
    connect(m_items->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &UndoDialog::showCurrent);
    resize(letters(this, 110), lines(this, 28));
}

void UndoDialog::retranslate()
{
    const auto& items = m_model.offer().items;
    setWindowTitle(tr("Undo"));
    m_question->setText(m_model.offer().run != 0
                            ? tr("Take back the whole import (%n changes)?", nullptr, static_cast<int>(items.size()))
                            : tr("Take back the latest change?"));
    m_items->setAccessibleName(tr("What undoing would do"));
    m_sides->setAccessibleName(tr("What would differ"));
    m_differences.setSides(tr("Now"), tr("After undoing"));
    m_withoutValues->setText(tr("Bring secrets back &without their values, which are not kept"));
    m_start->setText(tr("&Undo"));
    refresh();
}

void UndoDialog::showCurrent()
{
    const int row = m_items->currentIndex().row();
    m_differences.setDifferences(row < 0 ? std::vector<models::MemberDifference>()
                                         : m_model.offer().items[static_cast<std::size_t>(row)].differences);
}

void UndoDialog::refresh()
{
    m_start->setEnabled(m_model.isPossible(m_withoutValues->isChecked()) && !m_isWorking && !m_isOver);
    m_withoutValues->setEnabled(!m_isWorking && !m_isOver);
    m_cancel->setText(m_isWorking ? tr("&Stop") : m_isOver ? tr("&Close") : tr("&Cancel"));
}

void UndoDialog::start()
{
    m_isWorking = true;
    refresh();
    m_working = m_undo.undo(m_model.offer(), m_withoutValues->isChecked());
    client::whenDone(m_working, this, [this](const models::Result<client::Undone>& result) { ended(result); });
}

void UndoDialog::ended(const models::Result<client::Undone>& result)
{
    m_isWorking = false;
    m_isOver = true;
    refresh();
    if (result && result->done > 0)
        Q_EMIT undone(result->done);
    if (!result)
        m_message->showFailure(result.error());
    else if (!result->left.empty())
        m_message->showFailure(result->left.front().second);
    else
        QDialog::accept();
}

void UndoDialog::reject()
{
    if (m_isWorking)
        m_working.cancel();
    else
        QDialog::reject();
}

} // namespace ui
