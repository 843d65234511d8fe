// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/pairseditor.h"

#include "ui/forms/editors/pairrows.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

namespace ui {

PairsEditor::PairsEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_rows(new PairRows(PairRows::Values::Plain, QStringLiteral("field.") + member(), this))
{
    bareLayout<QVBoxLayout>(this)->addWidget(m_rows);
    keepWorded(*this, [this] { m_rows->setAccessibleName(models::labelOf(this->field())); });
    connect(m_rows, &PairRows::changed, this, &FieldEditor::changed);
}

QWidget* PairsEditor::input() const
{
    return m_rows->firstInput();
}

models::Json PairsEditor::value() const
{
    return models::toJson(models::Pairs{m_rows->pairs()});
}

void PairsEditor::setValue(const models::Json& value)
{
    m_rows->setPairs(models::pairsAt(models::Json{{"pairs", value}}, "pairs").items);
}

std::optional<QString> PairsEditor::problem() const
{
    return m_rows->problem();
}

} // namespace ui
