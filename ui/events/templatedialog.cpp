// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/templatedialog.h"

#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

TemplateDialog::TemplateDialog(const QString& name, const QString& description, bool pinned, QWidget* parent)
    : QDialog(parent)
    , m_former(name)
    , m_nameLabel(new QLabel(this))
    , m_descriptionLabel(new QLabel(this))
    , m_name(new QLineEdit(name, this))
    , m_description(new QLineEdit(description, this))
    , m_pinned(new QCheckBox(this))
    , m_problem(new MessageLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this))
{
    setObjectName(QStringLiteral("event.template.dialog"));
    m_name->setObjectName(QStringLiteral("event.template.name"));
    m_description->setObjectName(QStringLiteral("event.template.description"));
    m_pinned->setObjectName(QStringLiteral("event.template.pinned"));
    m_pinned->setChecked(pinned);
    m_problem->setObjectName(QStringLiteral("event.template.problem"));
    m_buttons->button(QDialogButtonBox::Save)->setObjectName(QStringLiteral("event.template.save"));
    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_nameLabel->setBuddy(m_name);
    m_descriptionLabel->setBuddy(m_description);
    form->addRow(m_nameLabel, m_name);
    form->addRow(m_descriptionLabel, m_description);
    form->addRow(QString(), m_pinned);
    form->addRow(m_problem);
    form->addRow(m_buttons);
    setMinimumWidth(letters(this, 60));
    connect(m_name, &QLineEdit::textChanged, this, &TemplateDialog::validate);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &TemplateDialog::saveRequested);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    keepWorded(*this, [this] { retranslate(); });
}

void TemplateDialog::retranslate()
{
    setWindowTitle(m_former.isEmpty() ? tr("Save as template") : tr("Template %1").arg(m_former));
    m_nameLabel->setText(tr("&Name"));
    m_descriptionLabel->setText(tr("&Description"));
    m_name->setAccessibleName(tr("Name"));
    m_description->setAccessibleName(tr("Description"));
    m_pinned->setText(tr("&Pinned: has a button of its own"));
    validate();
}

QString TemplateDialog::name() const
{
    return m_name->text().simplified();
}

QString TemplateDialog::description() const
{
    return m_description->text().trimmed();
}

bool TemplateDialog::isPinned() const
{
    return m_pinned->isChecked();
}

void TemplateDialog::showProblem(const QString& text)
{
    m_problem->say(MessageLabel::Tone::Problem, text);
}

void TemplateDialog::validate()
{
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(!name().isEmpty());
    if (name().isEmpty())
        m_problem->say(MessageLabel::Tone::Help, tr("A template needs a name."));
    else
        m_problem->say(MessageLabel::Tone::Help, {});
}

} // namespace ui
