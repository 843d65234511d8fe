// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QComboBox;

namespace ui {

/// The name of another resource: chosen from those there are, or typed. A driver's type may also be one of the
/// catalogue that the server does not have yet; it is registered on the way.
class ReferenceEditor final : public FieldEditor
{
    Q_OBJECT
public:
    ReferenceEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;
    std::optional<QString> warning() const override;
    QString remark() const override;
    std::vector<Prerequisite> prerequisites() const override;
    void prerequisiteDone(models::Kind kind, const QString& name) override;

private:
    /// Names, with what is written for them.
    std::vector<models::Pair> offers() const;
    void refill();
    bool offersCatalogue() const;
    bool exists(const QString& name) const;
    const models::CatalogueEntry* unregistered(const QString& name) const;
    QString name() const;

    QComboBox* m_combo;
    std::vector<models::Pair> m_offers; ///< in the list now
    QStringList m_registered; ///< by this form, maybe before the watch saw them
};

} // namespace ui
