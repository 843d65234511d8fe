// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/kuberneteseventmodel.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QTableView;

namespace ui {

class MessageLabel;

/// What the cluster says about its objects, all of them or those of the selected pod.
class EventsPane final : public QWidget
{
    Q_OBJECT
public:
    explicit EventsPane(QWidget* parent = nullptr);

    void setEvents(const std::vector<models::KubernetesEvent>& events);
    /// Empty = none is selected.
    void setPod(const QString& name);
    /// Whether there was an answer at all, and why there is nothing new; empty = there is.
    void setSeen(bool isSeen, const QString& problem);
    void refreshTimes() { m_model.refreshColumn(models::KubernetesEventModel::AgeColumn); }
    int warningCount() const { return m_warnings; }

private:
    void build();
    void retranslate();
    void narrow();
    void validate();

    models::KubernetesEventModel m_model;
    QString m_pod;
    QString m_problem;
    bool m_isSeen = false;
    int m_warnings = 0;
    QLineEdit* m_filter = nullptr;
    QCheckBox* m_ofPod = nullptr;
    QTableView* m_table = nullptr;
    MessageLabel* m_hint = nullptr;
};

} // namespace ui
