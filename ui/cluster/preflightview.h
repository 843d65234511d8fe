// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cluster/preflightmodel.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace ui {

/// What has to be right before an installation, row by row, for the chosen way of installing.
class PreflightView final : public QWidget
{
    Q_OBJECT
public:
    explicit PreflightView(QWidget* parent = nullptr);

    models::InstallMethod method() const;
    /// `isRunning`: answers are still to come.
    void show(const std::vector<models::PreflightRow>& rows, bool isRunning, bool wasRun);
    using QWidget::show;

Q_SIGNALS:
    void methodChanged();
    void checkRequested();
    void cancelRequested();
    void fixRequested(models::ClusterFix fix, const QString& subject);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void retranslate();
    void say();
    void sayFix();
    void fitRows();
    const models::PreflightRow* current() const;

    PreflightModel m_model;
    bool m_isRunning = false;
    bool m_wasRun = false;
    QComboBox* m_method;
    QLabel* m_methodTitle;
    QLabel* m_methodHint;
    QPushButton* m_check;
    QLabel* m_summary;
    QTableView* m_table;
    QPushButton* m_fix;
};

} // namespace ui
