// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/emitplan.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QSpinBox;

namespace ui {

/// What a job is to send, and how fast.
class JobForm final : public QWidget
{
    Q_OBJECT
public:
    explicit JobForm(QWidget* parent = nullptr);

    /// With this draft. Each event gets an id of its own, unless variables of the draft make it.
    client::EmitPlan plan(const models::EventDraft& draft) const;
    /// Why it cannot start; translated, empty when it can.
    QString problem() const;
    bool sendsFile() const;

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void adapt();
    void browse();

    QRadioButton* m_draft = nullptr;
    QSpinBox* m_count = nullptr;
    QRadioButton* m_file = nullptr;
    QLineEdit* m_path = nullptr;
    QPushButton* m_browse = nullptr;
    QLabel* m_paceLabel = nullptr;
    QComboBox* m_pace = nullptr;
    QSpinBox* m_interval = nullptr;
    QDoubleSpinBox* m_rate = nullptr;
    QLabel* m_flightLabel = nullptr;
    QSpinBox* m_flight = nullptr;
};

} // namespace ui
