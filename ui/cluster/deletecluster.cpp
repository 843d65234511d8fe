// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/deletecluster.h"

#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>

namespace ui {

namespace {

QString whatGoes(const models::ClusterProfile& profile)
{
    QStringList lines;
    if (!profile.driver.isEmpty())
        lines << DeleteCluster::tr("its %n machines or containers (%1)", nullptr, std::max(1, profile.nodeCount))
                     .arg(profile.driver);
    lines << DeleteCluster::tr("its disk, with every image and volume on it")
          << DeleteCluster::tr("everything that runs in it; a Dispatch too, with its event drivers, secrets, "
                               "subscriptions and functions")
          << DeleteCluster::tr("its context in kubeconfig");
    return QStringLiteral("• ") + lines.join(QStringLiteral("\n• "));
}

} // namespace

DeleteCluster::DeleteCluster(const models::ClusterProfile& profile, bool isOurs, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("dialog.deletecluster"));
    setWindowTitle(tr("Delete a cluster"));
    auto* headline = new QLabel(tr("Delete the cluster %1? This goes with it:").arg(profile.name), this);
    auto* goes = new QLabel(whatGoes(profile), this);
    goes->setObjectName(QStringLiteral("deletecluster.goes"));
    auto* warning = new MessageLabel(this);
    warning->say(MessageLabel::Tone::Warning, tr("It cannot be undone."));
    for (QLabel* label : {headline, goes}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    auto* known = new QCheckBox(tr("It was not &made by this console; delete it all the same"), this);
    known->setObjectName(QStringLiteral("deletecluster.known"));
    known->setVisible(!isOurs);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* const confirm = buttons->addButton(tr("&Delete"), QDialogButtonBox::DestructiveRole);
    QPushButton* const cancel = buttons->addButton(tr("&Cancel"), QDialogButtonBox::RejectRole);
    confirm->setObjectName(QStringLiteral("deletecluster.delete"));
    cancel->setObjectName(QStringLiteral("deletecluster.cancel"));
    confirm->setAutoDefault(false);
    confirm->setEnabled(isOurs);
    cancel->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(headline);
    column->addWidget(goes);
    column->addWidget(warning);
    column->addWidget(known);
    column->addWidget(buttons);
    cancel->setFocus();
    connect(known, &QCheckBox::toggled, confirm, &QWidget::setEnabled);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(confirm, &QPushButton::clicked, this, [this] {
        Q_EMIT confirmed();
        accept();
    });
    resize(letters(this, 70), sizeHint().height());
}

} // namespace ui
