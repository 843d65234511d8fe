// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/flageditor.h"

#include "ui/forms/layouts.h"

#include <QCheckBox>

namespace ui {

FlagEditor::FlagEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_box(new QCheckBox(this))
{
    bareLayout<QHBoxLayout>(this)->addWidget(m_box);
    adopt(m_box);
    connect(m_box, &QCheckBox::toggled, this, &FieldEditor::changed);
}

QWidget* FlagEditor::input() const
{
    return m_box;
}

models::Json FlagEditor::value() const
{
    return m_box->isChecked();
}

void FlagEditor::setValue(const models::Json& value)
{
    m_box->setChecked(value.is_boolean() && value.get<bool>());
}

} // namespace ui
