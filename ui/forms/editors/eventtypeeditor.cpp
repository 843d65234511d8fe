// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/eventtypeeditor.h"

#include "models/matching.h"
#include "ui/forms/eventtypeedit.h"
#include "ui/forms/layouts.h"

namespace ui {

EventTypeEditor::EventTypeEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_edit(new EventTypeEdit(context.session, context.catalogue, this))
{
    bareLayout<QHBoxLayout>(this)->addWidget(m_edit);
    adopt(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &FieldEditor::changed);
}

QWidget* EventTypeEditor::input() const
{
    return m_edit;
}

QString EventTypeEditor::text() const
{
    return m_edit->text().trimmed();
}

models::Json EventTypeEditor::value() const
{
    return models::toStd(text());
}

void EventTypeEditor::setValue(const models::Json& value)
{
    m_edit->setText(value.is_string() ? models::fromStd(value.get_ref<const std::string&>()) : QString());
}

std::optional<QString> EventTypeEditor::problem() const
{
    return ruleProblem(text());
}

std::optional<QString> EventTypeEditor::warning() const
{
    // Dispatch Solo lets subscriptions of one type compete for its events (contract §9.2).
    if (context().session.connection().isLocal || text().isEmpty())
        return std::nullopt;
    const auto& subscriptions = context().session.watch().resources(models::Kind::Subscription);
    for (const models::Subscription& other : models::matching(subscriptions, text())) {
        if (other.name != m_ownName)
            return tr("\"%1\" has this event type too. On Dispatch Solo each event reaches only one of the two.")
                .arg(other.name);
    }
    return std::nullopt;
}

void EventTypeEditor::siblingChanged(const QString& member, const models::Json& value)
{
    if (member == QLatin1String("name") && value.is_string())
        m_ownName = models::fromStd(value.get_ref<const std::string&>());
}

} // namespace ui
