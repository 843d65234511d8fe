// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPushButton;

namespace ui {

class LimitedTextEdit;
class MessageLabel;

/// Takes YAML that somebody copied elsewhere. Text of any length may be pasted; what would make the editor slow goes on
/// without being shown. Show it with open().
class PasteDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit PasteDialog(QWidget* parent = nullptr);

    void accept() override;

Q_SIGNALS:
    void textGiven(const QString& text);
    void filesGiven(const QStringList& paths);

private:
    void give(const QString& text);
    void validate();

    LimitedTextEdit* m_text;
    MessageLabel* m_hint;
    QPushButton* m_ok;
};

} // namespace ui
