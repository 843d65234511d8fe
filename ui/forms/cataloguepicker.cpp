// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/cataloguepicker.h"

#include "ui/wording.h"

namespace ui {

CataloguePicker::CataloguePicker(const std::vector<models::CatalogueEntry>& catalogue, QWidget* parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("dialog.catalogue"));
    addItem(QString());
    keepWorded(*this, [this] {
        setAccessibleName(tr("Known drivers"));
        setItemText(0, tr("Something else"));
    });
    for (const models::CatalogueEntry& entry : catalogue)
        addItem(entry.displayName, entry.name);
    connect(this, &QComboBox::currentIndexChanged, this, [this, &catalogue](int index) {
        if (index > 0)
            Q_EMIT picked(catalogue[static_cast<std::size_t>(index) - 1]);
    });
}

} // namespace ui
