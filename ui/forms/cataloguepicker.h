// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/drivercatalogue.h"

#include <QComboBox>

namespace ui {

/// Offers the known drivers as a start for a new driver type; the first entry is "something else".
class CataloguePicker final : public QComboBox
{
    Q_OBJECT
public:
    explicit CataloguePicker(const std::vector<models::CatalogueEntry>& catalogue, QWidget* parent = nullptr);

Q_SIGNALS:
    void picked(const models::CatalogueEntry& entry);
};

} // namespace ui
