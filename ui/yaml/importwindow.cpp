// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/importwindow.h"

#include "client/whendone.h"
#include "ui/connections/changeguard.h"
#include "ui/connections/connectionband.h"
#include "ui/forms/layouts.h"
#include "ui/forms/limitedtextedit.h"
#include "ui/messagebar.h"
#include "ui/undo/undodialog.h"
#include "ui/wording.h"
#include "ui/yaml/complaintlist.h"
#include "ui/yaml/importreport.h"
#include "ui/yaml/importsummary.h"
#include "ui/yaml/planview.h"
#include "ui/yaml/sourcebar.h"

#include <QCheckBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>

namespace ui {

using client::ImportOutcome;
using client::ImportRun;
using models::PlanAction;

namespace {

/// Counting thousands of items for each of them would hold the window up.
constexpr int kTellMSecs = 50;

} // namespace

ImportWindow::ImportWindow(client::Session& session, client::Changes& changes, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_changes(changes)
    , m_undo(changes)
    , m_planner(session)
{
    setObjectName(QStringLiteral("import.window"));
    setAcceptDrops(true);
    build();
    wirePlanner();
    m_tellProgress.setSingleShot(true);
    m_tellProgress.setInterval(kTellMSecs);
    connect(&m_tellProgress, &QTimer::timeout, this, &ImportWindow::showProgress);
    connect(&m_model, &PlanModel::ticksChanged, this, &ImportWindow::refresh);
    connect(m_sources, &SourceBar::pathsChosen, this, &ImportWindow::importPaths);
    connect(m_sources, &SourceBar::textGiven, this, &ImportWindow::importText);
    connect(m_sources, &SourceBar::addressGiven, this, &ImportWindow::importAddress);
    connect(m_deleteOthers, &QCheckBox::toggled, this, &ImportWindow::planAgain);
    keepWorded(*this, [this] { retranslate(); });
}

ImportWindow::~ImportWindow()
{
    m_reading.cancel();
}

void ImportWindow::build()
{
    m_sources = new SourceBar(this);
    m_message = new MessageBar(this);
    m_complaints = new ComplaintList(this);
    m_view = new PlanView(m_model, this);
    m_stopAtFailure = new QCheckBox(this);
    m_stopAtFailure->setObjectName(QStringLiteral("import.stop"));
    m_stopAtFailure->setChecked(true);
    m_deleteOthers = new QCheckBox(this);
    m_deleteOthers->setObjectName(QStringLiteral("import.deleteothers"));
    m_summary = new QLabel(this);
    m_summary->setObjectName(QStringLiteral("import.summary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("import.progress"));
    m_progress->setTextVisible(false);
    auto* column = new QVBoxLayout(this);
    column->addWidget(new ConnectionBand(m_session.connection(), ConnectionBand::Place::Dialog, this));
    column->addWidget(m_sources);
    column->addWidget(m_message);
    column->addWidget(m_complaints);
    column->addWidget(m_view, 1);
    auto* options = new QHBoxLayout;
    options->addWidget(m_stopAtFailure);
    options->addWidget(m_deleteOthers);
    options->addStretch();
    column->addLayout(options);
    column->addWidget(m_summary);
    column->addWidget(m_progress);
    column->addLayout(buildButtons());
    resize(letters(this, 150), lines(this, 44));
}

QLayout* ImportWindow::buildButtons()
{
    auto* row = new QHBoxLayout;
    const auto button = [this, row](const char* objectName, auto act) {
        auto* made = new QPushButton(this);
        made->setObjectName(QLatin1String(objectName));
        connect(made, &QPushButton::clicked, this, act);
        row->addWidget(made);
        return made;
    };
    m_apply = button("import.apply", &ImportWindow::apply);
    // Not the button's own: that is its letter in the person's language.
    auto* now = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    connect(now, &QShortcut::activated, m_apply, &QPushButton::click);
    m_apply->setToolTip(now->key().toString(QKeySequence::NativeText));
    m_cancel = button("import.cancel", &ImportWindow::cancel);
    m_rollBack = button("import.rollback", &ImportWindow::rollBack);
    m_report = button("import.report", [this] { saveImportReport(*m_run, *m_message); });
    row->addStretch();
    return row;
}

void ImportWindow::retranslate()
{
    setWindowTitle(tr("Import"));
    m_stopAtFailure->setText(tr("&Stop at the first failure"));
    m_deleteOthers->setText(tr("&Delete what the files do not name"));
    m_deleteOthers->setToolTip(tr("Of the kinds that occur in the files. What uses something goes before it."));
    m_progress->setAccessibleName(tr("Progress of the import"));
    m_cancel->setText(tr("&Cancel"));
    m_rollBack->setText(tr("&Roll back"));
    m_report->setText(tr("Save r&eport…"));
    refresh();
}

void ImportWindow::wirePlanner()
{
    connect(&m_planner, &client::ImportPlanner::progressed, this,
            [this](client::ImportPlanner::Stage stage, int done, int total) {
                m_progress->setRange(0, total);
                m_progress->setValue(done);
                const QStringList words = {tr("Reading…"), tr("Asking the server…"), tr("Comparing…")};
                m_summary->setText(words.value(static_cast<int>(stage)));
            });
    connect(&m_planner, &client::ImportPlanner::planned, this, &ImportWindow::planned);
    connect(&m_planner, &client::ImportPlanner::failed, this, [this](const models::Failure& failure) {
        m_isPlanning = false;
        m_message->showFailure(failure);
        refresh();
    });
}

void ImportWindow::importPaths(const QStringList& paths)
{
    QStringList names;
    for (const QString& path : paths)
        names << QDir::toNativeSeparators(path);
    read(names.join(QStringLiteral(", ")), client::readImportPaths(paths));
}

void ImportWindow::importText(const QString& text)
{
    m_title = tr("pasted text");
    m_sources->setSummary(m_title);
    m_texts = {{m_title, text.toUtf8(), {}}};
    m_interrupted.reset();
    planAgain();
}

void ImportWindow::importAddress(const QUrl& address)
{
    read(address.toDisplayString(), client::readImportAddress(m_session.door(), address));
}

void ImportWindow::resume(const client::ImportRecord& run)
{
    m_title = run.title;
    m_sources->setSummary(run.title);
    m_isPlanning = true;
    refresh();
    client::whenDone(client::settleInterrupted(m_changes, run), this,
                     [this, run](const models::Result<client::InterruptedImport>& settled) {
                         if (settled) {
                             m_interrupted = *settled;
                             m_planner.start(client::intentionOf(run));
                             return;
                         }
                         m_isPlanning = false;
                         m_message->showFailure(settled.error());
                         refresh();
                     });
}

void ImportWindow::read(const QString& summary, QFuture<Texts> texts)
{
    if (isBusy())
        return;
    m_message->clear();
    m_title = summary;
    m_sources->setSummary(summary);
    m_texts.clear();
    m_interrupted.reset();
    m_reading.cancel();
    m_reading = texts;
    m_isPlanning = true;
    refresh();
    client::whenDone(texts, this, [this](const Texts& read) {
        m_isPlanning = false;
        if (read) {
            m_texts = *read;
            planAgain();
        } else {
            m_message->showFailure(read.error());
            refresh();
        }
    });
}

void ImportWindow::planAgain()
{
    if (isBusy() || m_texts.empty())
        return;
    m_run.reset();
    m_model.setPlan({});
    m_complaints->setComplaints({});
    m_message->clear();
    m_isPlanning = true;
    refresh();
    m_planner.start(m_texts, m_deleteOthers->isChecked());
}

void ImportWindow::planned(const client::PlannedImport& planned)
{
    m_isPlanning = false;
    m_complaints->setComplaints(planned.complaints);
    m_model.setPlan(m_planner.takePlan());
    // Seen now: from here on it is an import that somebody may finish, take back, or leave.
    if (m_interrupted)
        m_changes.journal().updateImport(m_interrupted->run.id, QStringLiteral("stopped"));
    refresh();
}

void ImportWindow::apply()
{
    const int changes = m_model.tickedCount();
    if (isBusy() || m_run || changes == 0)
        return;
    whenConfirmed(*this, m_session.connection(), tr("This makes %n changes.", nullptr, changes), [this] { run(); });
}

void ImportWindow::run()
{
    if (isBusy() || m_run)
        return;
    m_message->clear();
    m_model.clearOutcomes();
    m_run = std::make_unique<ImportRun>(m_changes, m_model.plan(), m_model.ticks(),
                                        ImportRun::Options{.stopsAtFailure = m_stopAtFailure->isChecked(),
                                                           .title = m_title,
                                                           .completes = m_interrupted ? m_interrupted->run.id : 0});
    followRun();
    m_run->start();
}

void ImportWindow::followRun()
{
    connect(m_run.get(), &ImportRun::itemChanged, this, &ImportWindow::showItem);
    connect(m_run.get(), &ImportRun::stateChanged, this, &ImportWindow::runChanged);
    connect(m_run.get(), &ImportRun::refused, m_message, &MessageBar::showFailure);
}

void ImportWindow::showItem(std::size_t item)
{
    m_model.setOutcome(static_cast<int>(item), outcomeInWords(m_run->outcome(item)));
    if (!m_tellProgress.isActive())
        m_tellProgress.start();
}

void ImportWindow::showProgress()
{
    if (!m_run)
        return;
    const int done
        = m_run->wanted() - m_run->count(ImportOutcome::State::Waiting) - m_run->count(ImportOutcome::State::Running);
    m_progress->setRange(0, m_run->wanted());
    m_progress->setValue(done);
    m_summary->setText(summaryOfRun(*m_run));
}

void ImportWindow::runChanged()
{
    if (m_run->state() == ImportRun::State::Over) {
        for (const models::ResourceKind& kind : models::resourceKinds())
            m_session.watch().lookNow(kind.kind);
        Q_EMIT applied(m_run->count(ImportOutcome::State::Done));
    }
    refresh();
}

void ImportWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (m_sources->isEnabled() && !localFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ImportWindow::dropEvent(QDropEvent* event)
{
    importPaths(localFiles(*event->mimeData()));
    event->acceptProposedAction();
}

bool ImportWindow::isBusy() const
{
    return m_run && m_run->isBusy();
}

void ImportWindow::refresh()
{
    const bool works = isBusy() || m_isPlanning;
    const int ticked = m_model.tickedCount();
    m_sources->setEnabled(!works);
    m_deleteOthers->setEnabled(!works);
    m_stopAtFailure->setEnabled(!works);
    m_model.setLocked(works || m_run);
    m_apply->setEnabled(!works && !m_run && ticked > 0);
    m_apply->setText(ticked > 0 ? tr("A&pply %n changes", nullptr, ticked) : tr("A&pply"));
    m_cancel->setEnabled(works && !(m_run && m_run->state() != ImportRun::State::Running));
    m_rollBack->setEnabled(m_run ? m_run->canRollBack() : !works && m_interrupted && m_interrupted->done > 0);
    m_report->setEnabled(m_run && !works);
    m_progress->setVisible(works);
    if (!m_isPlanning)
        m_summary->setText(m_run ? summaryOfRun(*m_run) : summary());
}

QString ImportWindow::summary() const
{
    const QString plan = m_model.plan().empty() && m_texts.empty() && !m_interrupted
        ? tr("Drop files here, or choose where the import comes from.")
        : summaryOfPlan(m_model);
    return m_interrupted ? summaryOfInterrupted(*m_interrupted) + u'\n' + plan : plan;
}

void ImportWindow::rollBack()
{
    if (m_run)
        whenConfirmed(*this, m_session.connection(), tr("This takes back what the import did."), [this] {
            if (m_run)
                m_run->rollBack();
        });
    else if (m_interrupted && !findChild<UndoDialog*>())
        takeBackInterrupted();
}

void ImportWindow::takeBackInterrupted()
{
    using Offered = client::Undo::Offered;
    client::whenDone(m_undo.ofRun(m_interrupted->run.id), this, [this](const models::Result<Offered>& offer) {
        if (!offer) {
            m_message->showFailure(offer.error());
            return;
        }
        if (!*offer)
            return;
        auto* dialog = new UndoDialog(m_undo, **offer, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &UndoDialog::undone, this, [this](int changes) {
            m_interrupted.reset();
            m_model.setPlan({});
            m_complaints->setComplaints({});
            m_session.watch().lookNow();
            m_message->showNotice(tr("Rolled back: %n changes.", nullptr, changes));
            refresh();
        });
        dialog->open();
    });
}

void ImportWindow::cancel()
{
    if (m_run)
        m_run->stop();
    else if (m_reading.isRunning())
        m_reading.cancel();
    else
        m_planner.cancel();
}

} // namespace ui
