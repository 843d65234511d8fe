// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/importreport.h"

#include "client/exporter.h"
#include "client/whendone.h"
#include "ui/messagebar.h"
#include "ui/yaml/importwindow.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>

namespace ui {

using State = client::ImportOutcome::State;

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("ui::ImportReport", text);
}

#define WORD(text) QT_TRANSLATE_NOOP("ui::ImportReport", text)

struct Row
{
    State state;
    PlanOutcome::State shown;
    const char* text;
};

constexpr Row kRows[] = {
    {State::Waiting, PlanOutcome::State::None, ""},
    {State::Running, PlanOutcome::State::Running, WORD("◐ working…")},
    {State::Done, PlanOutcome::State::Done, WORD("● done")},
    {State::Same, PlanOutcome::State::Done, WORD("= was there already")},
    {State::Failed, PlanOutcome::State::Failed, WORD("▲ failed")},
    {State::Skipped, PlanOutcome::State::Skipped, WORD("○ not tried")},
    {State::RolledBack, PlanOutcome::State::RolledBack, WORD("↶ rolled back")},
    {State::NotRolledBack, PlanOutcome::State::Failed, WORD("▲ not rolled back")},
};

#undef WORD

} // namespace

PlanOutcome outcomeInWords(const client::ImportOutcome& outcome)
{
    for (const Row& row : kRows) {
        if (row.state != outcome.state)
            continue;
        QString text = *row.text ? words(row.text) : QString();
        if (outcome.failure)
            text += QStringLiteral(": ") + outcome.failure->summary();
        return {row.shown, text};
    }
    return {};
}

QString importReport(const client::ImportRun& run)
{
    QStringList lines = {QDateTime::currentDateTime().toString(Qt::ISODate)};
    for (std::size_t i = 0; i < run.plan().size(); ++i) {
        const models::PlanItem& planned = run.plan()[i];
        lines << QStringLiteral("%1\t%2\t%3\t%4:%5\t%6")
                     .arg(planActionText(planned.action), models::nounOf(planned.item.kind), planned.item.name,
                          planned.item.origin.file)
                     .arg(planned.item.origin.line)
                     .arg(outcomeInWords(run.outcome(i)).text);
        if (const auto& failure = run.outcome(i).failure)
            lines << failure->report();
    }
    return lines.join(u'\n') + u'\n';
}

void saveImportReport(const client::ImportRun& run, MessageBar& bar)
{
    auto* dialog = new QFileDialog(bar.window(), ImportWindow::tr("Save the report"));
    dialog->setObjectName(QStringLiteral("dialog.import.report"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("txt"));
    dialog->selectFile(QStringLiteral("import-report.txt"));
    const QByteArray text = importReport(run).toUtf8();
    QObject::connect(dialog, &QFileDialog::fileSelected, &bar, [&bar, text](const QString& path) {
        client::whenDone(client::writeExport(path, {{QString(), text}}, false), &bar,
                         [&bar, path](const models::Result<bool>& written) {
                             if (written)
                                 bar.showNotice(ImportWindow::tr("Saved %1.").arg(QDir::toNativeSeparators(path)));
                             else
                                 bar.showFailure(written.error());
                         });
    });
    dialog->open();
}

} // namespace ui
