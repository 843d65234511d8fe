// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QLineEdit;

namespace ui {

/// One line of text.
class TextEditor final : public FieldEditor
{
    Q_OBJECT
public:
    TextEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;

private:
    QLineEdit* m_edit;
};

} // namespace ui
