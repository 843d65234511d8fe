// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/yaml/importitem.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace ui {

/// What is wrong in the files, a line each with file, line and column, to be read and copied. Hidden while all is well.
class ComplaintList final : public QWidget
{
    Q_OBJECT
public:
    explicit ComplaintList(QWidget* parent = nullptr);

    void setComplaints(const std::vector<models::Complaint>& complaints);

private:
    void retranslate();

    std::vector<models::Complaint> m_complaints;
    QLabel* m_title;
    QPlainTextEdit* m_lines;
};

} // namespace ui
