// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/nameeditor.h"

#include "models/madeupname.h"
#include "ui/forms/layouts.h"

#include <QLineEdit>

namespace ui {

namespace {

bool mayBeMadeUp(models::Kind kind)
{
    return kind == models::Kind::Driver || kind == models::Kind::Subscription;
}

} // namespace

NameEditor::NameEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_edit(new QLineEdit(this))
{
    bareLayout<QHBoxLayout>(this)->addWidget(m_edit);
    adopt(m_edit);
    m_edit->setReadOnly(context.editing);
    if (!context.editing && mayBeMadeUp(context.kind)) {
        m_madeUp = models::madeUpName(
            [&context](const QString& name) { return context.session.watch().find(context.kind, name) != nullptr; });
        m_edit->setPlaceholderText(m_madeUp);
    }
    connect(m_edit, &QLineEdit::textChanged, this, &FieldEditor::changed);
    connect(&context.session.watch(), &client::Watch::changed, this, [this](models::Kind kind) {
        if (kind == this->context().kind)
            Q_EMIT changed();
    });
}

QWidget* NameEditor::input() const
{
    return m_edit;
}

QString NameEditor::name() const
{
    const QString typed = m_edit->text().trimmed();
    return typed.isEmpty() ? m_madeUp : typed;
}

models::Json NameEditor::value() const
{
    return models::toStd(name());
}

void NameEditor::setValue(const models::Json& value)
{
    m_edit->setText(value.is_string() ? models::fromStd(value.get_ref<const std::string&>()) : QString());
}

std::optional<QString> NameEditor::problem() const
{
    if (context().editing)
        return std::nullopt;
    if (auto broken = ruleProblem(name()))
        return broken;
    if (context().session.watch().find(context().kind, name()))
        return tr("There is a %1 of this name already.").arg(models::singularOf(context().kind));
    return std::nullopt;
}

QString NameEditor::remark() const
{
    if (context().editing)
        return tr("A name cannot change. Duplicate the %1 to give it another.").arg(models::singularOf(context().kind));
    if (!m_madeUp.isEmpty() && m_edit->text().trimmed().isEmpty())
        return tr("Leave it empty to use the made-up name.");
    return {};
}

} // namespace ui
