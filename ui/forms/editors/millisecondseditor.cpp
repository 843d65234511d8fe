// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/millisecondseditor.h"

#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace ui {

namespace {
constexpr int kStepMSecs = 1'000;
}

MillisecondsEditor::MillisecondsEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_spin(new QSpinBox(this))
{
    auto* layout = bareLayout<QHBoxLayout>(this);
    layout->addWidget(m_spin);
    layout->addStretch();
    m_spin->setRange(0, std::numeric_limits<int>::max());
    m_spin->setSingleStep(kStepMSecs);
    m_spin->setGroupSeparatorShown(true);
    keepWorded(*m_spin, [this] {
        m_spin->setSuffix(tr(" ms"));
        m_spin->setSpecialValueText(tr("no limit"));
    });
    m_spin->setMinimumWidth(letters(this, 20));
    adopt(m_spin);
    connect(m_spin, &QSpinBox::valueChanged, this, &FieldEditor::changed);
}

QWidget* MillisecondsEditor::input() const
{
    return m_spin;
}

models::Json MillisecondsEditor::value() const
{
    return m_spin->value();
}

void MillisecondsEditor::setValue(const models::Json& value)
{
    const qint64 msecs = value.is_number_integer() ? value.get<qint64>() : 0;
    m_spin->setValue(static_cast<int>(std::clamp<qint64>(msecs, 0, std::numeric_limits<int>::max())));
}

} // namespace ui
