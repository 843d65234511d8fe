// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/planview.h"

#include "client/redaction.h"
#include "models/yaml/exportwriter.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <utility>

namespace ui {

using models::PlanAction;

namespace {

/// As a file would have it, but for what is or looks secret.
QString documentOf(const models::ImportItem& item)
{
    return models::exportDocument(item.kind, client::redactedJson(item.body), {true, true});
}

} // namespace

PlanView::PlanView(PlanModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
{
    build();
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PlanView::showCurrent);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] { select(0); });
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &PlanView::showCurrent);
    keepWorded(*this, [this] { retranslate(); });
}

void PlanView::build()
{
    auto* halves = new QSplitter(Qt::Vertical, this);
    halves->setChildrenCollapsible(false);
    m_table = new QTableView(halves);
    m_table->setObjectName(QStringLiteral("import.plan"));
    prepareTable(*m_table, m_model);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    constexpr std::pair<int, int> kWidths[]
        = {{PlanModel::ActionColumn, 15}, {PlanModel::KindColumn, 15},   {PlanModel::NameColumn, 24},
           {PlanModel::NotesColumn, 40},  {PlanModel::ResultColumn, 26}, {PlanModel::PlaceColumn, 24}};
    for (const auto& [at, wide] : kWidths)
        m_table->setColumnWidth(at, letters(this, wide));
    m_details = new QStackedWidget(halves);
    m_sides = new QTableView(m_details);
    m_sides->setObjectName(QStringLiteral("import.differences"));
    prepareTable(*m_sides, m_differences);
    m_sides->setWordWrap(true);
    for (const int side : {DifferenceModel::BeforeColumn, DifferenceModel::AfterColumn})
        m_sides->setColumnWidth(side, letters(this, 48));
    m_document = new QPlainTextEdit(m_details);
    m_document->setObjectName(QStringLiteral("import.document"));
    m_document->setReadOnly(true);
    m_document->setFont(monospaceFont(this));
    m_document->setTabChangesFocus(true);
    m_words = new QLabel(m_details);
    m_words->setObjectName(QStringLiteral("import.words"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setMargin(lines(this, 1) / 2);
    m_words->setAlignment(Qt::AlignTop);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    for (QWidget* page : std::initializer_list<QWidget*>{m_sides, m_document, m_words})
        m_details->addWidget(page);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    bareLayout<QVBoxLayout>(this)->addWidget(halves);
}

void PlanView::retranslate()
{
    m_table->setAccessibleName(tr("Plan: what the import would do"));
    m_sides->setAccessibleName(tr("What differs"));
    m_document->setAccessibleName(tr("The new resource"));
    m_differences.setSides(tr("On the server"), tr("In the file"));
    showCurrent();
}

void PlanView::select(int row)
{
    m_table->setCurrentIndex(m_model.index(row, 0));
}

void PlanView::showCurrent()
{
    const models::PlanItem* item = m_model.at(m_table->currentIndex().row());
    if (item && !item->differences.empty() && item->action != PlanAction::Create) {
        m_differences.setDifferences(item->differences);
        m_details->setCurrentWidget(m_sides);
        return;
    }
    if (item && item->action == PlanAction::Create) {
        QString text;
        for (const QString& warning : item->warnings)
            text += QStringLiteral("# ⚠ %1\n").arg(warning);
        m_document->setPlainText(text + documentOf(item->item));
        m_details->setCurrentWidget(m_document);
        return;
    }
    QStringList words;
    if (!item)
        words << tr("Choose what to import. Nothing is changed before you have seen the plan.");
    else if (item->action == PlanAction::Same)
        words << tr("The server has the same already: nothing is sent.");
    else if (item->action == PlanAction::Delete)
        words << tr("The files do not name it: it would be deleted.");
    if (item && !item->reason.isEmpty())
        words << item->reason;
    if (item)
        words << item->warnings;
    m_words->setText(words.join(QStringLiteral("\n\n")));
    m_details->setCurrentWidget(m_words);
}

} // namespace ui
