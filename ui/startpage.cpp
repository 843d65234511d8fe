// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/startpage.h"

#include "ui/icons.h"
#include "ui/messagebar.h"

#include <QBoxLayout>
#include <QCommandLinkButton>
#include <QEvent>
#include <QLabel>

namespace ui {

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , m_message(new MessageBar(this))
    , m_title(new QLabel(this))
    , m_local(new QCommandLinkButton(this))
    , m_server(new QCommandLinkButton(this))
    , m_cluster(new QCommandLinkButton(this))
{
    setObjectName(QStringLiteral("start"));
    m_message->setObjectName(QStringLiteral("start.message"));
    m_local->setObjectName(QStringLiteral("start.local"));
    m_server->setObjectName(QStringLiteral("start.server"));
    m_cluster->setObjectName(QStringLiteral("start.cluster"));
    m_local->setIcon(icon(QStringLiteral("local")));
    m_server->setIcon(icon(QStringLiteral("server")));
    m_cluster->setIcon(icon(QStringLiteral("cluster")));
    QFont big = font();
    big.setPointSizeF(big.pointSizeF() * 1.6);
    m_title->setFont(big);
    m_title->setAlignment(Qt::AlignCenter);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addStretch(2);
    column->addWidget(m_title);
    column->addSpacing(fontMetrics().lineSpacing());
    for (QCommandLinkButton* door : {m_local, m_server, m_cluster}) {
        door->setFixedWidth(fontMetrics().averageCharWidth() * 72);
        column->addWidget(door, 0, Qt::AlignHCenter);
    }
    column->addStretch(3);
    connect(m_local, &QAbstractButton::clicked, this, &StartPage::localRequested);
    connect(m_server, &QAbstractButton::clicked, this, &StartPage::serverRequested);
    connect(m_cluster, &QAbstractButton::clicked, this, &StartPage::clusterRequested);
    m_cluster->hide();
    retranslate();
}

void StartPage::setBusy(bool busy)
{
    m_busy = busy;
    m_local->setEnabled(!busy);
    retranslate();
}

void StartPage::offerCluster()
{
    m_cluster->show();
}

void StartPage::localFailed(const models::Failure& failure)
{
    m_message->setRemedy(tr("&Restart local Dispatch"));
    m_message->showFailure(failure);
}

void StartPage::retranslate()
{
    m_title->setText(m_busy ? tr("Starting local Dispatch…") : tr("Where is your Dispatch?"));
    m_local->setText(tr("Start &local Dispatch"));
    m_local->setDescription(tr("Works right away on this machine, keeps its data, needs nothing else."));
    m_server->setText(tr("&Connect to a server"));
    m_server->setDescription(tr("Dispatch Solo or Dispatch on Kubernetes, by its address."));
    m_cluster->setText(tr("Set up &minikube"));
    m_cluster->setDescription(
        tr("A full cluster on this machine, with Dispatch in it: make, start and watch it here."));
    for (QCommandLinkButton* door : {m_local, m_server, m_cluster}) {
        door->setAccessibleName(door->text().remove(QLatin1Char('&')));
        door->setAccessibleDescription(door->description());
        door->setMinimumHeight(door->heightForWidth(door->minimumWidth()) + fontMetrics().lineSpacing() / 2);
    }
}

void StartPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
