// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QLabel;
class QListWidget;

namespace ui {

/// Names of several resources, as a checklist. Names that do not exist stay in the list, marked.
class ReferencesEditor final : public FieldEditor
{
    Q_OBJECT
public:
    ReferencesEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> warning() const override;
    void takeSuggestion(const QStringList& add, const QStringList& remove) override;

private:
    void refill();
    void fitHeight();
    bool exists(const QString& name) const;

    QListWidget* m_list;
    QLabel* m_none;
    QStringList m_checked;
    QStringList m_coming; ///< made on the way by another editor
};

} // namespace ui
