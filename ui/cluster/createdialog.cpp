// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/createdialog.h"

#include "client/whendone.h"
#include "client/worker.h"
#include "ui/cluster/profilesmodel.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/forms/mnemonics.h"
#include "ui/wording.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSpinBox>

namespace ui {

using client::Tool;
using models::CreatePlan;
using models::CreateProblem;

namespace {

/// What carries the clusters of a driver; a driver that is not listed is left to minikube to judge.
struct Carrier
{
    const char* driver;
    Tool tool;
};

constexpr Carrier kCarriers[]
    = {{"docker", Tool::Docker}, {"podman", Tool::Podman}, {"virtualbox", Tool::VirtualBox}, {"kvm2", Tool::Kvm}};

constexpr const char* kRuntimes[] = {"docker", "containerd", "cri-o"};
constexpr int kMegabytesStep = 512;
constexpr int kMostMegabytes = 4 * 1024 * 1024;

const Carrier* carrierOf(const QString& driver)
{
    for (const Carrier& carrier : kCarriers) {
        if (driver == QLatin1String(carrier.driver))
            return &carrier;
    }
    return nullptr;
}

} // namespace

CreateDialog::CreateDialog(client::Clusters& clusters, const std::optional<CreatePlan>& plan, const QStringList& taken,
                           QWidget* parent)
    : QDialog(parent)
    , m_clusters(clusters)
    , m_taken(taken)
    , m_isPlanGiven(plan.has_value())
    , m_about(new QLabel(this))
    , m_name(new QLineEdit(this))
    , m_driver(new QComboBox(this))
    , m_kubernetes(new QComboBox(this))
    , m_runtime(new QComboBox(this))
    , m_cpus(new QSpinBox(this))
    , m_memory(new QSpinBox(this))
    , m_disk(new QSpinBox(this))
    , m_nodes(new QSpinBox(this))
    , m_addons(new QListWidget(this))
    , m_addonsLabel(new QLabel(this))
    , m_runtimeLabel(new QLabel(this))
    , m_forDispatch(new QPushButton(this))
    , m_create(new QPushButton(this))
    , m_cancel(new QPushButton(this))
{
    setObjectName(QStringLiteral("dialog.cluster"));
    build();
    fillDrivers(
        {QStringLiteral("docker"), QStringLiteral("podman"), QStringLiteral("kvm2"), QStringLiteral("virtualbox")});
    fillAnew(plan ? *plan : models::planFromDefaults({}, {}));
    keepWorded(*this, [this] { retranslate(); });
    connect(m_name, &QLineEdit::textChanged, this, &CreateDialog::touch);
    for (QComboBox* box : {m_driver, m_kubernetes, m_runtime})
        connect(box, &QComboBox::currentTextChanged, this, &CreateDialog::touch);
    for (QSpinBox* box : {m_cpus, m_memory, m_disk, m_nodes})
        connect(box, &QSpinBox::valueChanged, this, &CreateDialog::touch);
    connect(m_forDispatch, &QPushButton::clicked, this, [this] { suitToDispatch(); });
    connect(m_create, &QPushButton::clicked, this, [this] {
        Q_EMIT createRequested(typed());
        accept();
    });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    askMinikube();
    validate();
}

void CreateDialog::build()
{
    const std::pair<QWidget*, const char*> names[] = {{m_name, "name"},
                                                      {m_driver, "driver"},
                                                      {m_kubernetes, "kubernetes"},
                                                      {m_runtime, "runtime"},
                                                      {m_cpus, "cpus"},
                                                      {m_memory, "memory"},
                                                      {m_disk, "disk"},
                                                      {m_nodes, "nodes"},
                                                      {m_addons, "addons"},
                                                      {m_forDispatch, "forDispatch"},
                                                      {m_create, "create"},
                                                      {m_cancel, "cancel"}};
    for (const auto& [widget, name] : names)
        widget->setObjectName(QStringLiteral("cluster.create.%1").arg(QLatin1String(name)));
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_kubernetes->setEditable(true);
    for (const char* runtime : kRuntimes)
        m_runtime->addItem(QLatin1String(runtime));
    m_cpus->setRange(0, 1'024);
    m_nodes->setRange(0, 100);
    for (QSpinBox* box : {m_memory, m_disk}) {
        box->setRange(0, kMostMegabytes);
        box->setSingleStep(kMegabytesStep);
        box->setGroupSeparatorShown(true);
    }
    // It has whatever room the messages leave.
    QSizePolicy rest(QSizePolicy::Expanding, QSizePolicy::Ignored);
    rest.setVerticalStretch(1);
    m_addons->setSizePolicy(rest);
    m_addons->setMinimumHeight(lines(this, 7));
    auto* inside = new QWidget(this);
    auto* form = new QFormLayout(inside);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    addRow(*form, Field::Name, m_name);
    addRow(*form, Field::Driver, m_driver);
    addRow(*form, Field::Kubernetes, m_kubernetes);
    m_runtimeLabel->setBuddy(m_runtime);
    form->addRow(m_runtimeLabel, m_runtime);
    addRow(*form, Field::Cpus, m_cpus);
    addRow(*form, Field::Memory, m_memory);
    addRow(*form, Field::Disk, m_disk);
    addRow(*form, Field::Nodes, m_nodes);
    m_addonsLabel->setBuddy(m_addons);
    form->addRow(m_addonsLabel, m_addons);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(inside);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_forDispatch, QDialogButtonBox::ResetRole);
    buttons->addButton(m_create, QDialogButtonBox::AcceptRole);
    buttons->addButton(m_cancel, QDialogButtonBox::RejectRole);
    m_create->setDefault(true);
    m_forDispatch->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_about);
    column->addWidget(area, 1);
    column->addWidget(buttons);
    // On a small or a much enlarged screen the form scrolls.
    resize(QSize(letters(this, 84), lines(this, 38)).boundedTo(screen()->availableSize() * 9 / 10));
}

void CreateDialog::addRow(QFormLayout& form, Field field, QWidget* editor)
{
    auto* label = new QLabel(this);
    label->setBuddy(editor);
    auto* problem = new MessageLabel(this);
    problem->setObjectName(editor->objectName() + QStringLiteral(".problem"));
    m_labels[field] = label;
    m_problems[field] = problem;
    // A widget, since a form does not ask a layout how high its words are at this width.
    auto* cell = new QWidget(this);
    auto* both = bareLayout<QVBoxLayout>(cell);
    both->setSpacing(0);
    both->addWidget(editor);
    both->addWidget(problem);
    form.addRow(label, cell);
}

void CreateDialog::retranslate()
{
    setWindowTitle(tr("Create a cluster"));
    const std::pair<Field, QString> labels[]
        = {{Field::Name, tr("&Profile")}, {Field::Driver, tr("&Driver")}, {Field::Kubernetes, tr("&Kubernetes")},
           {Field::Cpus, tr("CP&Us")},    {Field::Memory, tr("&Memory")}, {Field::Disk, tr("D&isk")},
           {Field::Nodes, tr("N&odes")}};
    for (const auto& [field, text] : labels)
        m_labels[field]->setText(text);
    m_runtimeLabel->setText(tr("&Runtime"));
    m_addonsLabel->setText(tr("&Add-ons"));
    for (QWidget* editor :
         {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_driver), static_cast<QWidget*>(m_kubernetes),
          static_cast<QWidget*>(m_cpus), static_cast<QWidget*>(m_memory), static_cast<QWidget*>(m_disk),
          static_cast<QWidget*>(m_nodes), static_cast<QWidget*>(m_runtime), static_cast<QWidget*>(m_addons)}) {
        for (const QLabel* label : findChildren<QLabel*>()) {
            if (label->buddy() == editor)
                editor->setAccessibleName(label->text().remove(u'&'));
        }
    }
    m_memory->setSuffix(tr(" MB"));
    m_disk->setSuffix(tr(" MB"));
    m_kubernetes->lineEdit()->setPlaceholderText(tr("the one minikube comes with"));
    m_forDispatch->setText(tr("&Suit it to Dispatch"));
    m_forDispatch->setToolTip(
        tr("Kubernetes 1.15.12, which the archived charts of Dispatch need, with enough of all."));
    m_create->setText(tr("&Create"));
    m_cancel->setText(tr("Cance&l"));
    validate();
}

void CreateDialog::askMinikube()
{
    const client::Minikube minikube = m_clusters.minikube();
    client::whenDone(client::onWorker([] { return client::machineLimits(); }), this,
                     [this, minikube](const models::MachineLimits& limits) {
                         m_limits = limits;
                         validate();
                         client::whenDone(minikube.config(), this, [this](const auto& config) {
                             if (config && !m_isTouched && !m_isPlanGiven)
                                 fillAnew(models::planFromDefaults(*config, m_limits));
                         });
                     });
    client::whenDone(minikube.contexts(), this, [this](const models::Result<QStringList>& contexts) {
        m_contexts = contexts.value_or(QStringList());
        validate();
    });
    client::whenDone(minikube.drivers(), this, [this](const models::Result<QStringList>& drivers) {
        if (drivers && !drivers->isEmpty())
            fillDrivers(*drivers);
    });
    client::whenDone(minikube.addonNames(), this, [this](const models::Result<QStringList>& names) {
        // Also those that it does not name (any more): they were chosen.
        for (const QString& name : names.value_or(QStringList()) + m_wantedAddons) {
            if (!m_addons->findItems(name, Qt::MatchExactly).isEmpty())
                continue;
            auto* item = new QListWidgetItem(name, m_addons);
            item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
            item->setCheckState(m_wantedAddons.contains(name) ? Qt::Checked : Qt::Unchecked);
        }
    });
}

void CreateDialog::fillDrivers(const QStringList& drivers)
{
    const QString before = m_driver->currentText();
    m_isFilling = true;
    m_driver->clear();
    m_driver->addItems(drivers);
    if (!before.isEmpty() && !drivers.contains(before))
        m_driver->addItem(before);
    m_driver->setCurrentIndex(m_driver->findText(before));
    m_isFilling = false;
    validate();
}

/// A name that somebody chose stays, and no more is asked for than there is.
void CreateDialog::suitToDispatch()
{
    const CreatePlan before = typed();
    CreatePlan plan = models::planForDispatch(before);
    const bool isNamed = m_isTouched && !before.name.isEmpty();
    plan.name = isNamed ? before.name : models::freeName(plan.name, m_taken);
    if (m_limits.cpus > 0)
        plan.cpus = std::max(2, std::min(plan.cpus, m_limits.cpus));
    m_isTouched = true;
    fill(plan);
}

/// Somebody typed or chose something: what minikube says later does not overwrite it.
void CreateDialog::touch()
{
    if (m_isFilling)
        return;
    m_isTouched = true;
    validate();
}

void CreateDialog::fillAnew(CreatePlan plan)
{
    plan.name = models::freeName(plan.name, m_taken);
    fill(plan);
}

void CreateDialog::fill(const CreatePlan& plan)
{
    m_isFilling = true;
    m_wantedAddons = plan.addons;
    m_name->setText(plan.name);
    QString driver = plan.driver;
    for (const Carrier& carrier : kCarriers) {
        if (driver.isEmpty() && m_clusters.toolbox().isUsable(carrier.tool))
            driver = QLatin1String(carrier.driver);
    }
    if (!driver.isEmpty() && m_driver->findText(driver) < 0)
        m_driver->addItem(driver);
    m_driver->setCurrentIndex(m_driver->findText(driver));
    m_kubernetes->setEditText(plan.kubernetes);
    m_runtime->setCurrentIndex(std::max(0, m_runtime->findText(plan.runtime)));
    m_cpus->setValue(plan.cpus);
    m_memory->setValue(plan.memoryMegabytes);
    m_disk->setValue(plan.diskMegabytes);
    m_nodes->setValue(plan.nodes);
    m_isFilling = false;
    validate();
}

CreatePlan CreateDialog::typed() const
{
    CreatePlan plan;
    plan.name = m_name->text().trimmed();
    plan.driver = m_driver->currentText();
    plan.kubernetes = m_kubernetes->currentText().trimmed();
    plan.runtime = m_runtime->currentText();
    plan.cpus = m_cpus->value();
    plan.memoryMegabytes = m_memory->value();
    plan.diskMegabytes = m_disk->value();
    plan.nodes = m_nodes->value();
    if (m_addons->count() == 0)
        plan.addons = m_wantedAddons;
    for (int row = 0; row < m_addons->count(); ++row) {
        if (m_addons->item(row)->checkState() == Qt::Checked)
            plan.addons << m_addons->item(row)->text();
    }
    return plan;
}

QString CreateDialog::driverProblem() const
{
    const Carrier* const carrier = carrierOf(m_driver->currentText());
    const client::FoundTool* const tool = carrier ? &m_clusters.toolbox().found(carrier->tool) : nullptr;
    if (!tool || tool->verdict != client::FoundTool::Verdict::Missing)
        return {};
    return tr("%1 is not found on this machine. To get it: %2.")
        .arg(client::Toolbox::nameOf(tool->tool), client::Toolbox::howToGet(tool->tool));
}

/// Somebody may have given a context of another cluster the name.
QString CreateDialog::nameProblem() const
{
    const QString name = m_name->text().trimmed();
    return m_contexts.contains(name) && !m_taken.contains(name)
        ? tr("kubeconfig has a context of this name already; minikube will overwrite it.")
        : QString();
}

void CreateDialog::validate()
{
    const auto version = m_clusters.toolbox().found(Tool::Minikube).version;
    auto problems = models::createProblems(typed(), m_limits, m_taken, version);
    if (const QString problem = driverProblem(); !problem.isEmpty())
        problems.push_back({Field::Driver, problem, true});
    if (const QString problem = nameProblem(); !problem.isEmpty())
        problems.push_back({Field::Name, problem, true});
    bool isGood = true;
    for (const auto& [field, label] : m_problems) {
        const auto at = std::find_if(problems.begin(), problems.end(),
                                     [field = field](const CreateProblem& one) { return one.field == field; });
        const bool isThere = at != problems.end();
        label->setVisible(isThere);
        if (isThere)
            label->say(at->isWarning ? MessageLabel::Tone::Warning : MessageLabel::Tone::Problem, at->text);
        isGood = isGood && (!isThere || at->isWarning);
    }
    m_create->setEnabled(isGood);
    m_about->setText(m_limits.cpus > 0 ? tr("This machine has %1 processors, %2 of memory and %3 of free disk.")
                                             .arg(m_limits.cpus)
                                             .arg(amountText(m_limits.memoryMegabytes),
                                                  amountText(static_cast<int>(std::min<qint64>(
                                                      m_limits.freeDiskMegabytes, kMostMegabytes * 100LL))))
                                       : tr("Looking at what this machine has…"));
}

} // namespace ui
