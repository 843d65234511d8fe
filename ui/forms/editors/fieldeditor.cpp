// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/fieldeditor.h"

#include "ui/wording.h"

namespace ui {

FieldEditor::FieldEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_field(field)
{
}

std::optional<QString> FieldEditor::problem() const
{
    return std::nullopt;
}

std::optional<QString> FieldEditor::warning() const
{
    return std::nullopt;
}

QString FieldEditor::remark() const
{
    return {};
}

void FieldEditor::siblingChanged(const QString&, const models::Json&) { }

void FieldEditor::takeSuggestion(const QStringList&, const QStringList&) { }

std::vector<Prerequisite> FieldEditor::prerequisites() const
{
    return {};
}

void FieldEditor::prerequisiteDone(models::Kind, const QString&) { }

QFuture<models::Result<models::Json>> FieldEditor::finalValue() const
{
    return QtFuture::makeReadyFuture(models::Result<models::Json>(value()));
}

void FieldEditor::wipe() { }

void FieldEditor::adopt(QWidget* input)
{
    input->setObjectName(QStringLiteral("field.") + member());
    keepWorded(*input, [this, input] {
        input->setAccessibleName(models::labelOf(m_field));
        input->setAccessibleDescription(models::helpOf(m_field));
    });
    setFocusProxy(input);
}

std::optional<QString> FieldEditor::ruleProblem(const QString& text) const
{
    return models::explainViolation(models::ruleFor(models::resourceKind(m_context.kind).rules(), m_field.member),
                                    text);
}

} // namespace ui
