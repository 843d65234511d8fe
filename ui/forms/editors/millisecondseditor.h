// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QSpinBox;

namespace ui {

/// A time limit; zero is none.
class MillisecondsEditor final : public FieldEditor
{
    Q_OBJECT
public:
    MillisecondsEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;

private:
    QSpinBox* m_spin;
};

} // namespace ui
