// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/texteditor.h"

#include "ui/forms/layouts.h"

#include <QLineEdit>

namespace ui {

TextEditor::TextEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_edit(new QLineEdit(this))
{
    bareLayout<QHBoxLayout>(this)->addWidget(m_edit);
    adopt(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &FieldEditor::changed);
}

QWidget* TextEditor::input() const
{
    return m_edit;
}

models::Json TextEditor::value() const
{
    return models::toStd(m_edit->text().trimmed());
}

void TextEditor::setValue(const models::Json& value)
{
    m_edit->setText(value.is_string() ? models::fromStd(value.get_ref<const std::string&>()) : QString());
}

std::optional<QString> TextEditor::problem() const
{
    return ruleProblem(m_edit->text().trimmed());
}

} // namespace ui
