// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/clusterprofile.h"

#include <QDialog>

namespace ui {

/// Names what goes with a cluster before it goes. One that was not made here has to be ticked as well.
class DeleteCluster final : public QDialog
{
    Q_OBJECT
public:
    DeleteCluster(const models::ClusterProfile& profile, bool isOurs, QWidget* parent = nullptr);

Q_SIGNALS:
    void confirmed();
};

} // namespace ui
