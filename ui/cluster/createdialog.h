// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusters.h"

#include <QDialog>

#include <map>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace ui {

class MessageLabel;

/// What a new cluster shall be, judged while it is typed by what this machine has and what minikube takes.
class CreateDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `plan` nothing = what `minikube config` says and what suits the machine. `taken` are names of others.
    CreateDialog(client::Clusters& clusters, const std::optional<models::CreatePlan>& plan, const QStringList& taken,
                 QWidget* parent = nullptr);

Q_SIGNALS:
    void createRequested(const models::CreatePlan& plan);

private:
    using Field = models::CreateProblem::Field;

    void build();
    void addRow(QFormLayout& form, Field field, QWidget* editor);
    void retranslate();
    void askMinikube();
    void fillDrivers(const QStringList& drivers);
    /// With a name that is not taken, as nobody typed one.
    void fillAnew(models::CreatePlan plan);
    void fill(const models::CreatePlan& plan);
    void touch();
    void suitToDispatch();
    models::CreatePlan typed() const;
    void validate();
    QString driverProblem() const;
    QString nameProblem() const;

    client::Clusters& m_clusters;
    const QStringList m_taken;
    bool m_isPlanGiven;
    bool m_isTouched = false; ///< by a person: what minikube says later does not overwrite it
    models::MachineLimits m_limits;
    QStringList m_contexts; ///< of kubeconfig
    QStringList m_wantedAddons; ///< that are ticked once minikube has named them
    bool m_isFilling = false;
    QLabel* m_about;
    QLineEdit* m_name;
    QComboBox* m_driver;
    QComboBox* m_kubernetes;
    QComboBox* m_runtime;
    QSpinBox* m_cpus;
    QSpinBox* m_memory;
    QSpinBox* m_disk;
    QSpinBox* m_nodes;
    QListWidget* m_addons;
    QLabel* m_addonsLabel;
    QLabel* m_runtimeLabel;
    std::map<Field, MessageLabel*> m_problems;
    std::map<Field, QLabel*> m_labels;
    QPushButton* m_forDispatch;
    QPushButton* m_create;
    QPushButton* m_cancel;
};

} // namespace ui
