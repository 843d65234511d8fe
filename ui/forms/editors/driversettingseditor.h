// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

#include <map>

class QFormLayout;
class QLabel;
class QToolButton;

namespace ui {

class CredentialsBox;
class PairRows;
class ParameterField;

/// A driver's settings: for a known type each setting as its own field and credentials steered into a secret; whatever
/// else there is as keys and values.
class DriverSettingsEditor final : public FieldEditor
{
    Q_OBJECT
public:
    DriverSettingsEditor(const FormContext& context, const models::Field& field, QWidget* parent = nullptr);

    QWidget* input() const override;
    models::Json value() const override;
    void setValue(const models::Json& value) override;
    std::optional<QString> problem() const override;
    std::optional<QString> warning() const override;
    void siblingChanged(const QString& member, const models::Json& value) override;
    std::vector<Prerequisite> prerequisites() const override;
    void prerequisiteDone(models::Kind kind, const QString& name) override;
    void wipe() override;

private:
    void rebuild(const QString& type);
    void dropKnown();
    void buildKnown();
    CredentialsBox* makeCredentials();
    void buildParameters(QFormLayout* form, bool advanced);
    void distribute(const std::vector<models::Pair>& pairs);
    std::vector<models::Pair> gather() const;
    bool isGiven(const QString& key) const;
    std::optional<QString> groupProblem() const;
    std::optional<QString> credentialsProblem() const;

    const models::CatalogueEntry* m_entry = nullptr;
    QString m_type;
    QWidget* m_known = nullptr; ///< the fields of the catalogue entry
    CredentialsBox* m_credentials = nullptr; ///< of the entry
    std::map<const models::CatalogueEntry*, CredentialsBox*> m_boxes; ///< each survives a change of the type and back
    std::vector<ParameterField*> m_parameters;
    std::map<QString, QString> m_typed; ///< by key; survives a change of the type and back
    QStringList m_ticked;
    QLabel* m_othersTitle;
    PairRows* m_others;
};

} // namespace ui
