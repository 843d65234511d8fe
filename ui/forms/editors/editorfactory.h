// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/editors/fieldeditor.h"

namespace ui {

/// The editor for a field. A new field type is one new file and one line in the table behind this.
FieldEditor* makeEditor(const FormContext& context, const models::Field& field, QWidget* parent);

} // namespace ui
