// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/statetimes.h"
#include "models/references.h"

class QPalette;

namespace ui {

/// The overview of a resource as rich text: state and since when, reason, what to do next, then every value.
QString overviewHtml(const models::Resource& resource, const client::StateTimes::Stay& stay, const QPalette& palette);

/// Who uses it and what it uses, with links of the form `jump:KIND/NAME`.
QString usesHtml(const models::Resource& resource, const models::Lookup& lookup, const QPalette& palette);

} // namespace ui
