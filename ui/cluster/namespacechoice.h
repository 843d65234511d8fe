// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/kubernetesnode.h"

#include <QComboBox>

namespace ui {

/// One namespace of a cluster, or all of them.
class NamespaceChoice final : public QComboBox
{
    Q_OBJECT
public:
    explicit NamespaceChoice(QWidget* parent = nullptr);

    /// `chosen` is empty for all; one that is not among the others, or not yet, is offered too.
    void offer(const std::vector<models::KubernetesNamespace>& namespaces, const QString& chosen);

Q_SIGNALS:
    /// By a person.
    void chosen(const QString& nameSpace);

private:
    std::vector<models::KubernetesNamespace> m_offered;
    QString m_chosen;
};

} // namespace ui
