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
        Failed,
        NotOnServer ///< this generation of Dispatch does not have it; nothing is wrong
    };

    explicit EmptyHint(models::Kind kind, QWidget* parent = nullptr);
    void setReason(Reason reason);
    /// Does not offer to make the first one.
    void forbidChanges();

Q_SIGNALS:
    void newRequested();
    void clearFilterRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    models::Kind m_kind;
    bool m_mayChange = true;
    Reason m_reason = Reason::Loading;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_button;
};

} // namespace ui
