// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

namespace ui {

class PairRows;

/// A list of keys and values: tags, free settings.
class PairsEditor final : public FieldEditor
{
    Q_OBJECT
public:
    PairsEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;

private:
    PairRows* m_rows;
};

} // namespace ui
