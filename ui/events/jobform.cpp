// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/jobform.h"

#include "ui/forms/layouts.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

namespace ui {

using client::EmitPlan;

namespace {

constexpr int kMostEvents = 10'000'000;
constexpr int kLongestInterval = 3'600'000;
constexpr double kFastest = 100'000;
constexpr int kMostInFlight = 8;

template <typename Spin, typename Value>
Spin* spin(QWidget* parent, const char* objectName, Value least, Value most, Value value)
{
    auto* made = new Spin(parent);
    made->setObjectName(QString::fromLatin1(objectName));
    made->setRange(least, most);
    made->setValue(value);
    made->setGroupSeparatorShown(true);
    return made;
}

} // namespace

JobForm::JobForm(QWidget* parent)
    : QWidget(parent)
{
    build();
    retranslate();
    adapt();
}

void JobForm::build()
{
    m_draft = new QRadioButton(this);
    m_draft->setObjectName(QStringLiteral("event.job.draft"));
    m_draft->setChecked(true);
    m_count = spin<QSpinBox>(this, "event.job.count", 1, kMostEvents, 100);
    m_file = new QRadioButton(this);
    m_file->setObjectName(QStringLiteral("event.job.file"));
    m_path = new QLineEdit(this);
    m_path->setObjectName(QStringLiteral("event.job.path"));
    m_browse = new QPushButton(this);
    m_browse->setObjectName(QStringLiteral("event.job.browse"));
    m_paceLabel = new QLabel(this);
    m_pace = new QComboBox(this);
    m_pace->setObjectName(QStringLiteral("event.job.pace"));
    for (int i = 0; i < 3; ++i)
        m_pace->addItem({});
    m_paceLabel->setBuddy(m_pace);
    m_interval = spin<QSpinBox>(this, "event.job.interval", 1, kLongestInterval, 1'000);
    m_rate = spin<QDoubleSpinBox>(this, "event.job.rate", 0.01, kFastest, 10.0);
    m_flightLabel = new QLabel(this);
    m_flight = spin<QSpinBox>(this, "event.job.inFlight", 1, kMostInFlight, kMostInFlight);
    m_flightLabel->setBuddy(m_flight);
    auto* grid = bareLayout<QGridLayout>(this);
    grid->addWidget(m_draft, 0, 0);
    grid->addWidget(m_count, 0, 1);
    grid->addWidget(m_file, 1, 0);
    grid->addWidget(m_path, 1, 1, 1, 4);
    grid->addWidget(m_browse, 1, 5);
    grid->addWidget(m_paceLabel, 2, 0);
    grid->addWidget(m_pace, 2, 1);
    grid->addWidget(m_interval, 2, 2);
    grid->addWidget(m_rate, 2, 2);
    grid->addWidget(m_flightLabel, 2, 3);
    grid->addWidget(m_flight, 2, 4);
    grid->setColumnStretch(4, 1);
    connect(m_draft, &QRadioButton::toggled, this, &JobForm::adapt);
    connect(m_path, &QLineEdit::textChanged, this, &JobForm::changed);
    connect(m_pace, &QComboBox::currentIndexChanged, this, &JobForm::adapt);
    connect(m_browse, &QPushButton::clicked, this, &JobForm::browse);
}

void JobForm::retranslate()
{
    m_draft->setText(tr("The &draft, this often:"));
    m_count->setAccessibleName(tr("How often"));
    m_file->setText(tr("A &file of JSON lines:"));
    m_path->setAccessibleName(tr("File of JSON lines"));
    m_path->setPlaceholderText(tr("An event or the data of one on each line; the rest comes from the draft"));
    m_browse->setText(tr("&Browse…"));
    m_paceLabel->setText(tr("&How fast:"));
    m_pace->setAccessibleName(tr("How fast"));
    const QStringList paces = {tr("As fast as answers come"), tr("With an interval"), tr("At a rate")};
    for (int i = 0; i < m_pace->count(); ++i)
        m_pace->setItemText(i, paces[i]);
    m_interval->setSuffix(tr(" ms"));
    m_interval->setAccessibleName(tr("Interval in milliseconds"));
    m_rate->setSuffix(tr(" a second"));
    m_rate->setAccessibleName(tr("Events a second"));
    m_flightLabel->setText(tr("&At once, at most:"));
    m_flight->setAccessibleName(tr("Events on their way at once, at most"));
}

void JobForm::adapt()
{
    const auto pace = static_cast<EmitPlan::Pace>(m_pace->currentIndex());
    m_count->setEnabled(!sendsFile());
    m_path->setEnabled(sendsFile());
    m_browse->setEnabled(sendsFile());
    m_interval->setVisible(pace == EmitPlan::Pace::Interval);
    m_rate->setVisible(pace == EmitPlan::Pace::Rate);
    Q_EMIT changed();
}

void JobForm::browse()
{
    auto* dialog = new QFileDialog(this, tr("File of JSON lines"), m_path->text(),
                                   tr("JSON lines (*.jsonl *.ndjson *.json *.txt);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

bool JobForm::sendsFile() const
{
    return m_file->isChecked();
}

QString JobForm::problem() const
{
    if (!sendsFile())
        return {};
    const QString path = m_path->text().trimmed();
    if (path.isEmpty())
        return tr("Choose the file whose lines are to be sent.");
    return QFileInfo(path).isFile() ? QString() : tr("There is no file %1.").arg(path);
}

EmitPlan JobForm::plan(const models::EventDraft& draft) const
{
    EmitPlan plan;
    plan.draft = draft;
    // The same id on many events would make their runs one heap.
    if (!plan.draft.eventId.contains(QLatin1String("{{")))
        plan.draft.eventId.clear();
    plan.count = m_count->value();
    plan.linesPath = sendsFile() ? m_path->text().trimmed() : QString();
    plan.pace = static_cast<EmitPlan::Pace>(m_pace->currentIndex());
    plan.intervalMSecs = m_interval->value();
    plan.perSecond = m_rate->value();
    plan.inFlight = m_flight->value();
    return plan;
}

void JobForm::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
