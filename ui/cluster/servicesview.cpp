// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/servicesview.h"

#include "client/whendone.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QUrl>

namespace ui {

using client::StandingCommand;
using models::ClusterService;

QVariant ServicesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)
        || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const ClusterService& service = *at(index.row());
    const QStringList cells
        = {service.space, service.name, service.ports.join(QStringLiteral(", ")),
           service.urls.isEmpty() ? tr("only inside the cluster") : service.urls.join(QStringLiteral("  "))};
    return cells.value(index.column());
}

QVariant ServicesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Namespace"), tr("Service"), tr("Ports"), tr("Addresses")};
    return titles.value(section);
}

ServicesView::ServicesView(client::Clusters& clusters, QWidget* parent)
    : QWidget(parent)
    , m_clusters(clusters)
    , m_table(new QTableView(this))
    , m_text(new QLabel(this))
    , m_look(new QPushButton(this))
    , m_open(new QPushButton(this))
    , m_copy(new QPushButton(this))
    , m_connect(new QPushButton(this))
{
    setObjectName(QStringLiteral("cluster.services"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ServicesView::validate);
    connect(m_look, &QPushButton::clicked, this, &ServicesView::ask);
    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl(currentAddress())); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(currentAddress()); });
    connect(m_connect, &QPushButton::clicked, this, [this] { Q_EMIT connectRequested(currentAddress()); });
}

void ServicesView::build()
{
    m_table->setObjectName(QStringLiteral("cluster.services.table"));
    m_text->setObjectName(QStringLiteral("cluster.services.text"));
    m_look->setObjectName(QStringLiteral("cluster.services.look"));
    m_open->setObjectName(QStringLiteral("cluster.services.open"));
    m_copy->setObjectName(QStringLiteral("cluster.services.copy"));
    m_connect->setObjectName(QStringLiteral("cluster.services.connect"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    prepareTable(*m_table, m_model);
    const int widths[] = {18, 36, 28, 56};
    for (int column = 0; column < m_model.columnCount(); ++column)
        m_table->setColumnWidth(column, letters(this, widths[column]));
    auto* row = new QHBoxLayout;
    for (QPushButton* button : {m_open, m_copy, m_connect, m_look})
        row->addWidget(button);
    row->addStretch();
    m_standing = {makeStanding(Kind::Dashboard, "dashboard"), makeStanding(Kind::Tunnel, "tunnel")};
    auto* grid = new QGridLayout;
    for (std::size_t i = 0; i < m_standing.size(); ++i) {
        const int line = static_cast<int>(i);
        grid->addWidget(m_standing[i].text, line, 0);
        grid->addWidget(m_standing[i].use, line, 1);
        grid->addWidget(m_standing[i].toggle, line, 2);
    }
    grid->setColumnStretch(0, 1);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_table, 1);
    column->addWidget(m_text);
    column->addLayout(row);
    column->addLayout(grid);
}

ServicesView::Standing ServicesView::makeStanding(Kind kind, const char* name)
{
    Standing standing{kind, new QLabel(this), new QPushButton(this), new QPushButton(this)};
    const QString prefix = QStringLiteral("cluster.%1").arg(QLatin1String(name));
    standing.text->setObjectName(prefix);
    standing.toggle->setObjectName(prefix + QStringLiteral(".toggle"));
    standing.use->setObjectName(prefix + QStringLiteral(".use"));
    standing.text->setWordWrap(true);
    standing.text->setTextFormat(Qt::PlainText);
    standing.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    connect(standing.toggle, &QPushButton::clicked, this, [this, kind] {
        StandingCommand& command = m_clusters.standing(kind, m_profile.name);
        connect(&command, &StandingCommand::changed, this, &ServicesView::validate, Qt::UniqueConnection);
        command.isRunning() ? command.stop() : command.start();
    });
    connect(standing.use, &QPushButton::clicked, this, [this, standing] { use(standing); });
    return standing;
}

void ServicesView::retranslate()
{
    m_table->setAccessibleName(tr("Services"));
    m_look->setText(tr("Look &again"));
    m_open->setText(tr("&Open in the browser"));
    m_copy->setText(tr("&Copy the address"));
    m_connect->setText(tr("Co&nnect to it…"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, m_model.columnCount() - 1);
    validate();
}

void ServicesView::setProfile(const models::ClusterProfile& profile)
{
    const bool isOther = profile.name != m_profile.name;
    const bool cameUp = profile.state == models::ClusterState::Running && m_profile.state != profile.state;
    m_profile = profile;
    if (isOther)
        m_model.setServices({});
    if (isOther || cameUp)
        ask();
    validate();
}

void ServicesView::showEvent(QShowEvent* event)
{
    if (m_isDue)
        ask();
    QWidget::showEvent(event);
}

void ServicesView::ask()
{
    m_isDue = !isVisible();
    if (m_isDue || m_profile.name.isEmpty())
        return;
    if (m_profile.state != models::ClusterState::Running) {
        m_isDue = true;
        m_model.setServices({});
        validate();
        return;
    }
    m_text->setText(tr("Asking for the services…"));
    client::whenDone(m_clusters.minikube().services(m_profile.name, m_profile.ip), this,
                     [this, name = m_profile.name](const models::Result<std::vector<ClusterService>>& services) {
                         if (name != m_profile.name)
                             return;
                         m_text->setText(services ? QString() : services.error().summary());
                         if (services)
                             m_model.setServices(*services);
                         validate();
                     });
}

QString ServicesView::currentAddress() const
{
    const ClusterService* const service = m_model.at(m_table->currentIndex().row());
    if (!service || service->urls.isEmpty())
        return {};
    // Of two doors the locked one.
    for (const QString& url : service->urls) {
        if (url.startsWith(QLatin1String("https:")))
            return url;
    }
    return service->urls.constFirst();
}

void ServicesView::validate()
{
    const bool runs = m_profile.state == models::ClusterState::Running;
    if (!runs)
        m_text->setText(m_profile.name.isEmpty() ? QString() : tr("The cluster must run to have services."));
    const QString address = currentAddress();
    for (QPushButton* button : {m_open, m_copy, m_connect})
        button->setEnabled(!address.isEmpty());
    m_look->setEnabled(runs);
    for (const Standing& standing : m_standing)
        sayStanding(standing);
}

void ServicesView::sayStanding(const Standing& standing)
{
    const bool isTunnel = standing.kind == Kind::Tunnel;
    const StandingCommand* const command
        = m_profile.name.isEmpty() ? nullptr : &m_clusters.standing(standing.kind, m_profile.name);
    const bool runs = command && command->isRunning();
    standing.toggle->setText(runs ? (isTunnel ? tr("Stop the &tunnel") : tr("Stop the &dashboard"))
                                  : (isTunnel ? tr("Start a &tunnel") : tr("Start the &dashboard")));
    standing.toggle->setEnabled(command && (runs || m_profile.state == models::ClusterState::Running));
    QString text = isTunnel ? tr("A tunnel gives services of the type LoadBalancer an address.")
                            : tr("The dashboard of Kubernetes, in a browser.");
    if (command && command->wantsTerminal())
        text = tr("The tunnel wants a password, which it can only ask for in a terminal. Run there: %1")
                   .arg(command->commandLine());
    else if (command && command->failure())
        text = command->failure()->summary();
    else if (runs && !command->address().isEmpty())
        text = command->address();
    else if (runs)
        text = command->said().isEmpty() ? tr("starting…") : command->said().constLast();
    standing.text->setText(text);
    const bool hasUse = command && (command->wantsTerminal() || !command->address().isEmpty());
    standing.use->setVisible(hasUse);
    standing.use->setText(command && command->wantsTerminal() ? tr("Copy the co&mmand")
                                                              : tr("Open it in the &browser"));
}

void ServicesView::use(const Standing& standing)
{
    const StandingCommand& command = m_clusters.standing(standing.kind, m_profile.name);
    if (command.wantsTerminal())
        QGuiApplication::clipboard()->setText(command.commandLine());
    else
        QDesktopServices::openUrl(QUrl(command.address()));
}

} // namespace ui
