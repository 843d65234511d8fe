// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcekind.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

/// Stands where a table would be empty: says what the kind is for and offers to make the first one.
class EmptyHint final : public QWidget
{
    Q_OBJECT
public:
    enum class Reason
    {
        Loading,
        Nothing,
        Filtered,
        Failed
    };

    explicit EmptyHint(models::Kind kind, QWidget* parent = nullptr);
    void setReason(Reason reason);

Q_SIGNALS:
    void newRequested();
    void clearFilterRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    models::Kind m_kind;
    Reason m_reason = Reason::Loading;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_button;
};

} // namespace ui
