// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/conflictpanel.h"

#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

namespace ui {

namespace {

QString shownValue(const models::Field& field, const models::Json& value)
{
    if (field.type == models::FieldType::SecretPairs)
        return ConflictPanel::tr("(hidden values)");
    if (value.is_null() || value.empty())
        return ConflictPanel::tr("(empty)");
    if (value.is_string())
        return models::fromStd(value.get_ref<const std::string&>());
    if (!value.is_array())
        return QString::fromUtf8(models::dumpJson(value));
    QStringList items;
    for (const models::Json& item : value) {
        if (item.is_string())
            items << models::fromStd(item.get_ref<const std::string&>());
        else
            items << models::textAt(item, "key") + QLatin1Char('=') + models::textAt(item, "value");
    }
    items.sort();
    return items.join(QStringLiteral(", "));
}

} // namespace

ConflictPanel::ConflictPanel(QWidget* parent)
    : QFrame(parent)
    , m_differences(new QTreeWidget(this))
{
    setFrameShape(QFrame::StyledPanel);
    setObjectName(QStringLiteral("dialog.conflict"));
    auto* layout = new QVBoxLayout(this);
    auto* headline = new QLabel(this);
    headline->setWordWrap(true);
    layout->addWidget(headline);
    m_differences->setRootIsDecorated(false);
    m_differences->setFixedHeight(lines(this, 6));
    layout->addWidget(m_differences);
    auto* mine = new QPushButton(this);
    auto* theirs = new QPushButton(this);
    mine->setObjectName(QStringLiteral("conflict.mine"));
    theirs->setObjectName(QStringLiteral("conflict.theirs"));
    mine->setAutoDefault(false);
    theirs->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(theirs);
    buttons->addWidget(mine);
    layout->addLayout(buttons);
    keepWorded(*this, [this, headline, mine, theirs] {
        headline->setText(tr("The server's copy was changed while this form was open. Nothing was saved yet."));
        m_differences->setHeaderLabels({tr("Field"), tr("On the server now"), tr("In this form")});
        m_differences->setAccessibleName(tr("What differs"));
        mine->setText(tr("Save &mine over it"));
        theirs->setText(tr("Take the &server's"));
    });
    connect(mine, &QPushButton::clicked, this, &ConflictPanel::keepMine);
    connect(theirs, &QPushButton::clicked, this, &ConflictPanel::takeTheirs);
    hide();
}

void ConflictPanel::show(const std::vector<const models::Field*>& fields, const models::Json& theirs,
                         const models::Json& mine)
{
    m_differences->clear();
    for (const models::Field* field : fields) {
        new QTreeWidgetItem(m_differences,
                            {models::labelOf(*field), shownValue(*field, models::valueAt(theirs, field->member)),
                             shownValue(*field, models::valueAt(mine, field->member))});
    }
    for (int column = 0; column < m_differences->columnCount(); ++column)
        m_differences->resizeColumnToContents(column);
    setVisible(true);
}

} // namespace ui
