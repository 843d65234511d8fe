// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QComboBox;

namespace ui {

/// The image a function is made for, chosen from those the server has.
class ImageEditor final : public FieldEditor
{
    Q_OBJECT
public:
    ImageEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;
    std::optional<QString> warning() const override;
    void siblingChanged(const QString& member, const models::Json& value) override;

private:
    void offer(const QStringList& names);
    QString text() const;

    QComboBox* m_combo;
    QStringList m_known;
};

} // namespace ui
