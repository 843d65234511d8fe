// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/installprogress.h"

#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QFrame>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace ui {

using client::DispatchInstaller;
using client::InstallOrder;
using Phase = client::DispatchInstaller::Phase;

namespace {

constexpr int kTickMSecs = 1'000;
constexpr int kMostNamed = 4; ///< pods that wait

QString spent(qint64 msecs)
{
    const qint64 seconds = msecs / 1'000;
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

InstallProgress::InstallProgress(DispatchInstaller& installer, QWidget* parent)
    : QWidget(parent)
    , m_installer(installer)
    , m_message(new MessageBar(this))
    , m_headline(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_step(new QLabel(this))
    , m_waits(new MessageLabel(this))
    , m_cancel(new QPushButton(this))
    , m_toggle(new QToolButton(this))
    , m_output(new QPlainTextEdit(this))
    , m_card(new QFrame(this))
    , m_cardText(new QLabel(m_card))
    , m_connect(new QPushButton(m_card))
{
    build();
    keepWorded(*this, [this] { retranslate(); });
    m_tick.setInterval(kTickMSecs);
    connect(&m_tick, &QTimer::timeout, this, &InstallProgress::refresh);
    connect(&installer, &DispatchInstaller::changed, this, &InstallProgress::refresh);
    connect(&installer, &DispatchInstaller::linesAdded, this, &InstallProgress::addLines);
    connect(&installer, &DispatchInstaller::finished, this, &InstallProgress::showOutcome);
}

void InstallProgress::build()
{
    m_message->setObjectName(QStringLiteral("cluster.dispatch.message"));
    m_headline->setObjectName(QStringLiteral("cluster.dispatch.headline"));
    m_bar->setObjectName(QStringLiteral("cluster.dispatch.progress"));
    m_step->setObjectName(QStringLiteral("cluster.dispatch.step"));
    m_waits->setObjectName(QStringLiteral("cluster.dispatch.waits"));
    m_cancel->setObjectName(QStringLiteral("cluster.dispatch.cancel"));
    m_toggle->setObjectName(QStringLiteral("cluster.dispatch.showoutput"));
    m_output->setObjectName(QStringLiteral("cluster.dispatch.output"));
    m_card->setObjectName(QStringLiteral("cluster.dispatch.card"));
    m_connect->setObjectName(QStringLiteral("cluster.dispatch.connect"));
    for (QLabel* label : {m_headline, m_step, m_cardText}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_output->setReadOnly(true);
    m_output->setFont(monospaceFont(this));
    m_output->setMaximumBlockCount(static_cast<int>(DispatchInstaller::kMostLines));
    m_output->setTabChangesFocus(true);
    m_output->setMinimumHeight(lines(this, 4));
    m_output->setMaximumHeight(lines(this, 9));
    m_output->hide();
    m_toggle->setCheckable(true);
    m_toggle->setAutoRaise(true);
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setArrowType(Qt::RightArrow);
    static_cast<QFrame*>(m_card)->setFrameShape(QFrame::StyledPanel);
    auto* card = new QHBoxLayout(m_card);
    card->addWidget(m_cardText, 1);
    card->addWidget(m_connect);
    m_card->hide();
    auto* row = new QHBoxLayout;
    row->addWidget(m_bar, 1);
    row->addWidget(m_cancel);
    auto* second = new QHBoxLayout;
    second->addWidget(m_step, 1);
    second->addStretch();
    second->addWidget(m_toggle);
    auto* column = bareLayout<QVBoxLayout>(this);
    column->addWidget(m_message);
    column->addWidget(m_card);
    column->addWidget(m_headline);
    column->addLayout(row);
    column->addLayout(second);
    column->addWidget(m_waits);
    column->addWidget(m_output);
    connect(m_toggle, &QToolButton::toggled, this, [this](bool on) {
        m_output->setVisible(on);
        m_toggle->setArrowType(on ? Qt::DownArrow : Qt::RightArrow);
    });
    connect(m_cancel, &QPushButton::clicked, this, &InstallProgress::askToCancel);
    connect(m_message, &MessageBar::remedyRequested, this, [this] {
        const models::InstallAdvice& advice = m_installer.outcome().advice;
        Q_EMIT fixRequested(advice.fix, advice.subject);
    });
    connect(m_connect, &QPushButton::clicked, this, [this] {
        if (m_installer.outcome().profile)
            Q_EMIT connectRequested(*m_installer.outcome().profile);
    });
}

void InstallProgress::retranslate()
{
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Ca&ncel…"));
    m_toggle->setText(tr("&Output"));
    m_toggle->setAccessibleName(tr("Show what the installer printed"));
    m_output->setAccessibleName(tr("Output of the installer"));
    m_connect->setText(tr("&Connect…"));
    refresh();
    if (m_installer.phase() == Phase::Over && (m_card->isVisibleTo(this) || m_message->isVisibleTo(this)))
        showOutcome();
}

QString InstallProgress::headline() const
{
    const QString profile = m_installer.order().profile;
    switch (m_installer.order().deed) {
    case InstallOrder::Deed::Install:
        return tr("Installing Dispatch in %1").arg(profile);
    case InstallOrder::Deed::DryRun:
        return tr("Trying an installation in %1. On a cluster without Dispatch this fails: it installs nothing, and "
                  "then "
                  "asks for what it would have installed. It tells whether the installer takes the file.")
            .arg(profile);
    case InstallOrder::Deed::Uninstall:
        return tr("Uninstalling Dispatch from %1").arg(profile);
    }
    return {};
}

QString InstallProgress::stepText() const
{
    const models::InstallOutput& output = m_installer.output();
    const QString time = spent(m_installer.elapsedMSecs());
    if (m_installer.phase() == Phase::Preparing)
        return tr("Getting ready, %1").arg(time);
    if (m_installer.phase() == Phase::Checking)
        return tr("Looking whether all is there, %1").arg(time);
    if (m_installer.order().deed == InstallOrder::Deed::Uninstall)
        return output.removing().isEmpty() ? time : QStringLiteral("%1, %2").arg(output.removing(), time);
    const models::InstallStep* const step = output.running();
    if (!step)
        return tr("Step %1 of %2, %3").arg(output.current()).arg(output.total()).arg(time);
    return (step->kind == models::InstallStep::Kind::Certificate
                ? tr("Step %1 of %2: certificate in %3, %4")
                : tr("Step %1 of %2: chart %3, %4. Nothing is said while a chart installs."))
        .arg(output.current())
        .arg(output.total())
        .arg(step->name, time);
}

QString InstallProgress::waitText() const
{
    QStringList named;
    bool isHopeless = false;
    for (const models::PodWait& wait : m_installer.waits()) {
        isHopeless = isHopeless || wait.isHopeless;
        if (named.size() < kMostNamed)
            named << (wait.message.isEmpty() ? QStringLiteral("%1: %2").arg(wait.pod, wait.reason)
                                             : QStringLiteral("%1: %2 (%3)").arg(wait.pod, wait.reason, wait.message));
    }
    if (named.isEmpty())
        return {};
    const QString text = tr("Pods wait: %1").arg(named.join(QStringLiteral("; ")));
    return isHopeless ? text + u' ' + tr("That hardly gets better by itself; you may as well cancel.") : text;
}

void InstallProgress::refresh()
{
    const bool isRunning = m_installer.isRunning();
    if (isRunning && !m_tick.isActive()) {
        m_tick.start();
        m_output->clear();
        m_message->clear();
        m_card->hide();
    } else if (!isRunning) {
        m_tick.stop();
    }
    const bool isInstall = m_installer.order().deed != InstallOrder::Deed::Uninstall;
    m_headline->setText(headline());
    m_bar->setRange(0, isInstall ? m_installer.output().total() : 0);
    if (isInstall)
        m_bar->setValue(std::max(0, m_installer.output().current() - (m_installer.output().running() ? 1 : 0)));
    m_step->setText(stepText());
    m_waits->say(MessageLabel::Tone::Warning, isRunning ? waitText() : QString());
    for (QWidget* part : {static_cast<QWidget*>(m_headline), static_cast<QWidget*>(m_bar),
                          static_cast<QWidget*>(m_step), static_cast<QWidget*>(m_cancel)})
        part->setVisible(isRunning);
    m_toggle->setVisible(m_installer.phase() != Phase::Idle);
}

void InstallProgress::addLines(const QStringList& lines)
{
    // Once: each time costs a layout.
    if (!lines.isEmpty())
        m_output->appendPlainText(lines.join(u'\n'));
}

void InstallProgress::showOutcome()
{
    const client::InstallOutcome& outcome = m_installer.outcome();
    if (outcome.isCancelled) {
        models::Failure failure = outcome.advice.failure;
        failure.kind = models::FailureKind::Cancelled;
        failure.meaning = tr("It was cancelled. What was installed before stays.");
        failure.remedy = outcome.advice.subject.isEmpty()
            ? tr("Install again, or uninstall.")
            : tr("The release %1 may be half made: purge it before you install again.").arg(outcome.advice.subject);
        m_message->showFailure(failure);
        m_message->setRemedy(models::fixTitle(outcome.advice.fix));
        return;
    }
    if (!outcome.isGood) {
        m_message->showFailure(outcome.advice.failure);
        m_message->setRemedy(models::fixTitle(outcome.advice.fix));
        return;
    }
    if (m_installer.order().deed == InstallOrder::Deed::Uninstall)
        m_message->showNotice(tr("Dispatch is uninstalled from %1.").arg(m_installer.order().profile));
    else if (m_installer.order().deed == InstallOrder::Deed::DryRun)
        m_message->showNotice(tr("The installer takes the file, and found everything that it asked for."));
    m_card->setVisible(outcome.profile.has_value());
    if (!outcome.profile)
        return;
    QString text
        = tr("Dispatch is installed in %1, at %2.").arg(m_installer.order().profile, outcome.profile->base.toString());
    if (outcome.profile->tls.isInsecure)
        text += u' '
            + tr("Its certificate was made by the installer, so that the connection takes it unchecked; pin it to be "
                 "safe.");
    m_cardText->setText(text);
}

void InstallProgress::askToCancel()
{
    auto* box
        = new QMessageBox(QMessageBox::Warning, tr("Cancel the installation?"),
                          tr("What is installed so far stays, and the chart that is being installed may be left half "
                             "made. The next installation then stumbles over it until it is purged."),
                          QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("dialog.cluster.dispatch.cancel"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const stop = box->addButton(tr("&Cancel the installation"), QMessageBox::DestructiveRole);
    stop->setObjectName(QStringLiteral("cluster.dispatch.cancel.yes"));
    QPushButton* const go = box->addButton(tr("&Go on"), QMessageBox::RejectRole);
    box->setDefaultButton(go);
    box->setEscapeButton(go);
    connect(stop, &QPushButton::clicked, &m_installer, &DispatchInstaller::cancel);
    connect(&m_installer, &DispatchInstaller::finished, box, &QDialog::reject);
    box->open();
}

} // namespace ui
