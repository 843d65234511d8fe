// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

class QFormLayout;

namespace ui {

class MessageLabel;

/// One line of a form: label, editor, and what there is to say about it.
class FormRow final : public QObject
{
    Q_OBJECT
public:
    FormRow(FieldEditor* editor, QFormLayout* form, QObject* parent = nullptr);

    FieldEditor* editor() const { return m_editor; }
    QString label() const;
    /// Updates the message. A problem is not shown before the person has been at the field.
    void judge();
    void touch();

private:
    FieldEditor* m_editor;
    MessageLabel* m_message;
    bool m_touched = false;
};

} // namespace ui
