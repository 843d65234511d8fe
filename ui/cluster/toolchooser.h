// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/toolbox.h"

class QWidget;

namespace ui {

/// Asks where this tool is; what is chosen is looked at and kept. The toolbox must outlive the dialog.
void chooseToolFile(QWidget& over, client::Toolbox& toolbox, client::Tool tool);

} // namespace ui
