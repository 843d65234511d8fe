// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/formrow.h"

#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QFormLayout>

namespace ui {

FormRow::FormRow(FieldEditor* editor, QFormLayout* form, QObject* parent)
    : QObject(parent)
    , m_editor(editor)
    , m_message(new MessageLabel(editor->parentWidget()))
{
    auto* cell = new QWidget(editor->parentWidget());
    auto* layout = bareLayout<QVBoxLayout>(cell);
    layout->setSpacing(lines(cell, 1) / 6);
    layout->addWidget(editor);
    layout->addWidget(m_message);
    m_message->setObjectName(QStringLiteral("message.") + editor->member());
    auto* box = qobject_cast<QCheckBox*>(editor->input());
    if (box) {
        keepWorded(*box, [this, box] { box->setText(label()); });
        form->addRow(QString(), cell);
    } else {
        auto* title = new QLabel(editor->parentWidget());
        keepWorded(*title, [this, title] { title->setText(label()); });
        title->setBuddy(editor->input());
        form->addRow(title, cell);
    }
}

QString FormRow::label() const
{
    return models::labelOf(m_editor->field());
}

void FormRow::judge()
{
    const auto problem = m_editor->problem();
    const auto warning = m_editor->warning();
    if (problem && m_touched) {
        m_message->say(MessageLabel::Tone::Problem, *problem);
    } else if (warning) {
        m_message->say(MessageLabel::Tone::Warning, *warning);
    } else {
        const QString remark = m_editor->remark();
        m_message->say(MessageLabel::Tone::Help, remark.isEmpty() ? models::helpOf(m_editor->field()) : remark);
    }
}

void FormRow::touch()
{
    m_touched = true;
}

} // namespace ui
