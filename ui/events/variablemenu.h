// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QToolButton>

namespace ui {

/// A button with the variables and what they stand for; puts the chosen one into the field that was used last.
/// Ctrl+Space in a field opens it.
class VariableMenu final : public QToolButton
{
    Q_OBJECT
public:
    /// `fields` holds the fields that may have variables.
    explicit VariableMenu(QWidget* fields, QWidget* parent = nullptr);

private:
    void retranslate();
    void remember(QWidget* focused);
    void insert(const QString& variable);

    QWidget* m_fields;
    QPointer<QWidget> m_field;
};

} // namespace ui
