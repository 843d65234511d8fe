// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionsdialog.h"

#include "client/profilestore.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>

namespace ui {

namespace {

constexpr int kIdRole = Qt::UserRole;

} // namespace

ConnectionsDialog::ConnectionsDialog(client::ProfileStore& store, QWidget* parent)
    : QDialog(parent)
    , m_store(store)
    , m_message(new MessageBar(this))
    , m_list(new QListWidget(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Close, this))
    , m_connect(new QPushButton(this))
    , m_new(new QPushButton(this))
    , m_edit(new QPushButton(this))
    , m_duplicate(new QPushButton(this))
    , m_remove(new QPushButton(this))
    , m_export(new QPushButton(this))
    , m_cliImport(new QPushButton(this))
{
    setObjectName(QStringLiteral("dialog.connections"));
    m_message->setObjectName(QStringLiteral("connections.message"));
    m_list->setObjectName(QStringLiteral("connections.list"));
    m_connect->setObjectName(QStringLiteral("connections.connect"));
    m_new->setObjectName(QStringLiteral("connections.new"));
    m_edit->setObjectName(QStringLiteral("connections.edit"));
    m_duplicate->setObjectName(QStringLiteral("connections.duplicate"));
    m_remove->setObjectName(QStringLiteral("connections.delete"));
    m_export->setObjectName(QStringLiteral("connections.export"));
    m_cliImport->setObjectName(QStringLiteral("connections.cliimport"));
    build();
    const auto onClick = [this](QPushButton* button, void (ConnectionsDialog::*tell)(const client::Profile&)) {
        connect(button, &QPushButton::clicked, this, [this, tell] {
            if (const auto profile = selected())
                Q_EMIT(this->*tell)(*profile);
        });
    };
    onClick(m_connect, &ConnectionsDialog::connectRequested);
    onClick(m_edit, &ConnectionsDialog::editRequested);
    onClick(m_duplicate, &ConnectionsDialog::duplicateRequested);
    onClick(m_remove, &ConnectionsDialog::removeRequested);
    connect(m_new, &QPushButton::clicked, this, &ConnectionsDialog::newRequested);
    connect(m_export, &QPushButton::clicked, this, &ConnectionsDialog::exportRequested);
    connect(m_cliImport, &QPushButton::clicked, this, &ConnectionsDialog::cliImportRequested);
    connect(m_list, &QListWidget::itemDoubleClicked, m_connect, &QPushButton::click);
    connect(new QShortcut(QKeySequence::Delete, m_list, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated,
            m_remove, &QPushButton::click);
    connect(m_list, &QListWidget::currentRowChanged, this, &ConnectionsDialog::enable);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ConnectionsDialog::reject);
    connect(&m_store, &client::ProfileStore::changed, this, &ConnectionsDialog::refill);
    refill();
    m_list->setFocus();
}

void ConnectionsDialog::build()
{
    auto* side = new QVBoxLayout;
    for (QPushButton* button : {m_connect, m_new, m_edit, m_duplicate, m_remove, m_export, m_cliImport})
        side->addWidget(button);
    side->addStretch();
    m_connect->setDefault(true);
    auto* middle = new QHBoxLayout;
    middle->addWidget(m_list, 1);
    middle->addLayout(side);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addLayout(middle, 1);
    column->addWidget(m_buttons);
    m_list->setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    keepWorded(*this, [this] { reword(); });
}

void ConnectionsDialog::reword()
{
    setWindowTitle(tr("Connections"));
    m_list->setAccessibleName(tr("Connections"));
    m_connect->setText(tr("&Connect"));
    m_new->setText(tr("&New…"));
    m_edit->setText(tr("&Edit…"));
    m_duplicate->setText(tr("D&uplicate…"));
    m_remove->setText(tr("&Delete…"));
    m_export->setText(tr("E&xport without secrets…"));
    m_cliImport->setText(tr("&From the command line…"));
    for (QPushButton* button : {m_connect, m_new, m_edit, m_duplicate, m_remove, m_export, m_cliImport})
        button->setAccessibleName(button->text().remove(QLatin1Char('&')));
}

std::optional<client::Profile> ConnectionsDialog::selected() const
{
    const QListWidgetItem* const item = m_list->currentItem();
    const client::Profile* const profile = item ? m_store.find(item->data(kIdRole).toString()) : nullptr;
    return profile ? std::optional(*profile) : std::nullopt;
}

/// The selection stays with its profile.
void ConnectionsDialog::refill()
{
    const QListWidgetItem* const current = m_list->currentItem();
    const QString id = current ? current->data(kIdRole).toString() : QString();
    m_list->clear();
    for (const client::Profile& profile : m_store.listing().profiles) {
        auto* item = new QListWidgetItem(
            tr("%1 – %2 · org %3").arg(profile.name, profile.base.toString(), profile.organization), m_list);
        item->setData(kIdRole, profile.id);
        if (profile.id == id)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem())
        m_list->setCurrentRow(0);
    enable();
}

void ConnectionsDialog::enable()
{
    const bool one = m_list->currentItem() != nullptr;
    for (QPushButton* button : {m_connect, m_edit, m_duplicate, m_remove})
        button->setEnabled(one);
    m_export->setEnabled(m_list->count() > 0);
}

} // namespace ui
