// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QLineEdit;

namespace ui {

/// The name: fixed once the resource exists, unique among its kind, and made up when left empty where people rarely
/// care (drivers and subscriptions).
class NameEditor final : public FieldEditor
{
    Q_OBJECT
public:
    NameEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;
    QString remark() const override;

private:
    QString name() const;

    QLineEdit* m_edit;
    QString m_madeUp;
};

} // namespace ui
