// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;

namespace ui {

class MessageLabel;

/// What a template is called, what it is for, and whether it has a button of its own.
class TemplateDialog final : public QDialog
{
    Q_OBJECT
public:
    /// An empty name: of a template that is to be made.
    TemplateDialog(const QString& name, const QString& description, bool pinned, QWidget* parent = nullptr);

    QString name() const;
    QString description() const;
    bool isPinned() const;
    /// What went wrong when it was tried; the dialog stays, and with it what was typed.
    void showProblem(const QString& text);

Q_SIGNALS:
    /// The answers are good. Close the dialog when they have been used.
    void saveRequested();

private:
    void retranslate();
    void validate();

    const QString m_former;
    QLabel* m_nameLabel;
    QLabel* m_descriptionLabel;
    QLineEdit* m_name;
    QLineEdit* m_description;
    QCheckBox* m_pinned;
    MessageLabel* m_problem;
    QDialogButtonBox* m_buttons;
};

} // namespace ui
