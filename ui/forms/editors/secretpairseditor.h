// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QCheckBox;
class QPushButton;

namespace ui {

class MessageLabel;
class PairRows;

/// The values of a secret. They live in the widgets only.
class SecretPairsEditor final : public FieldEditor
{
    Q_OBJECT
public:
    SecretPairsEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;
    void wipe() override;

private:
    void pickFile();
    void readFile(const QString& path);

    PairRows* m_rows;
    QCheckBox* m_show;
    QPushButton* m_fromFile;
    MessageLabel* m_message; ///< of the last file
};

} // namespace ui
