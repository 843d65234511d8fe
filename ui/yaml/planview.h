// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/yaml/differencemodel.h"
#include "ui/yaml/planmodel.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTableView;

namespace ui {

/// A plan as a table, and below it what the selected item is about: both copies side by side when it changes
/// something, the document when it is new, the reason when it is blocked.
class PlanView final : public QWidget
{
    Q_OBJECT
public:
    /// The model must outlive the view.
    explicit PlanView(PlanModel& model, QWidget* parent = nullptr);

    void select(int row);

private:
    void build();
    void retranslate();
    void showCurrent();

    PlanModel& m_model;
    DifferenceModel m_differences;
    QTableView* m_table = nullptr;
    QStackedWidget* m_details = nullptr;
    QTableView* m_sides = nullptr;
    QPlainTextEdit* m_document = nullptr;
    QLabel* m_words = nullptr;
};

} // namespace ui
