// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QCheckBox;

namespace ui {

/// Yes or no.
class FlagEditor final : public FieldEditor
{
    Q_OBJECT
public:
    FlagEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;

private:
    QCheckBox* m_box;
};

} // namespace ui
