// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

namespace ui {

class EventTypeEdit;

/// The event type of a subscription.
class EventTypeEditor final : public FieldEditor
{
    Q_OBJECT
public:
    EventTypeEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;
    std::optional<QString> warning() const override;
    void siblingChanged(const QString& member, const models::Json& value) override;

private:
    QString text() const;

    EventTypeEdit* m_edit;
    QString m_ownName;
};

} // namespace ui
