// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

#include <map>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;

namespace ui {

class MessageLabel;
class SecretValueEdit;

/// Steers the sensitive settings of a known driver into a secret: one that has them, or a new one made on the way.
class CredentialsBox final : public QWidget
{
    Q_OBJECT
public:
    CredentialsBox(const FormContext& context, const models::CatalogueEntry& entry, QWidget* parent = nullptr);

    /// The control that takes the focus.
    QWidget* input() const;
    /// The secrets the driver uses as ticked elsewhere in the form.
    void setTicked(const QStringList& names);
    /// The keys the driver gets from the chosen, new or ticked secrets.
    bool provides(const QString& key) const;
    /// The secret chosen or about to be made; empty = none.
    QString secretName() const;
    std::optional<QString> problem() const;
    std::vector<Prerequisite> prerequisites() const;
    void created(const QString& name);
    void wipe();

Q_SIGNALS:
    void changed();
    /// The driver should use one secret instead of another.
    void chosen(const QString& name, const QString& instead);

private:
    enum class Choice
    {
        None,
        Existing,
        New
    };

    void build();
    void buildNewSecret(QFormLayout* form);
    void refill();
    Choice choice() const;
    void choiceChanged();
    QStringList keysOf(const QString& secret) const;
    bool hasSensitiveKey(const QString& secret) const;
    QString groupsText() const;

    FormContext m_context;
    const models::CatalogueEntry& m_entry;
    QComboBox* m_choice = nullptr;
    QWidget* m_newSecret = nullptr;
    QLineEdit* m_name = nullptr;
    QCheckBox* m_show = nullptr;
    MessageLabel* m_message = nullptr;
    std::map<QString, SecretValueEdit*> m_values;
    QStringList m_ticked;
    QString m_announced;
    std::map<QString, QStringList> m_made; ///< secrets this form made, with their keys
};

/// Secrets reach a driver as environment variables: case is lost, and a dash is an underscore.
QString environmentName(const QString& key);

} // namespace ui
