// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/kubernetesnode.h"
#include "ui/forms/messagelabel.h"

namespace ui {

/// The machines of a cluster in one line: whether they are well, and what they have for pods.
void sayNodes(MessageLabel& line, const std::vector<models::KubernetesNode>& nodes);

} // namespace ui
