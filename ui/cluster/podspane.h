// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/podtablemodel.h"

#include <QWidget>

#include <functional>
#include <vector>

class QAction;
class QBoxLayout;
class QTableView;

namespace ui {

class MessageLabel;

/// The pods of a cluster, what is wrong with the selected one, and what can be done with it.
class PodsPane final : public QWidget
{
    Q_OBJECT
public:
    explicit PodsPane(QWidget* parent = nullptr);

    const models::PodTableModel& pods() const { return m_pods; }
    void setPods(std::vector<models::Pod> pods);
    void setFilter(const QString& text);
    /// Whether they may be of several.
    void showNamespaces(bool areShown);
    /// Why there is not one, in words for a person; empty while that is said elsewhere.
    void setWhyNone(const QString& why);
    /// Why what is shown is not of now; empty = it is. The report is for who wants to know more.
    void setProblem(const QString& problem, const QString& report);
    void refreshAges() { m_pods.refreshColumn(models::PodTableModel::AgeColumn); }
    /// The selected one; null = none is.
    const models::Pod* current() const;
    /// None is selected, also when the one that was comes back.
    void forget() { m_selected.clear(); }

Q_SIGNALS:
    void currentChanged();
    void logRequested(bool isPrevious);
    void forwardRequested();

private:
    void build();
    void buildDeeds(QBoxLayout* row);
    void retranslate();
    void arrange(const std::function<void()>& change);
    void validate();
    void explain();
    void copyName();

    models::PodTableModel m_pods;
    QString m_selected; ///< uid
    QString m_whyNone;
    bool m_isArranging = false; ///< the rows, and with them what is selected
    QTableView* m_table;
    MessageLabel* m_age;
    MessageLabel* m_hint;
    std::vector<QAction*> m_actions;
};

} // namespace ui
