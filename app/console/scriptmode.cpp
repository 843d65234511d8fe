// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/scriptmode.h"

#include "app/console/scripttext.h"
#include "client/whendone.h"
#include "ui/events/eventsender.h"

#include <QCoreApplication>
#include <QUrl>

#include <cstdio>
#include <unistd.h>

using client::ImportOutcome;
using client::ImportRun;
using models::PlanAction;

namespace {

bool changesSomething(const models::PlanItem& item)
{
    return item.action == PlanAction::Create || item.action == PlanAction::Change;
}

bool isAddress(const QString& source)
{
    return source.startsWith(QLatin1String("http://")) || source.startsWith(QLatin1String("https://"));
}

/// A line from the terminal; this program does nothing else meanwhile.
bool agrees()
{
    std::fputs(qUtf8Printable(ScriptMode::tr("Carry it out? [y/N] ")), stderr);
    char answer[16] = {};
    return std::fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

} // namespace

ScriptMode::ScriptMode(const client::Connection& connection, ScriptOptions options, client::Journal* journal)
    : m_session(connection)
    , m_options(std::move(options))
    , m_planner(m_session)
    , m_exporter(m_session)
{
    if (journal)
        m_changes = std::make_unique<client::Changes>(m_session.api(), *journal, ui::journalKey(connection));
    connect(&m_planner, &client::ImportPlanner::planned, this, &ScriptMode::planned);
    connect(&m_planner, &client::ImportPlanner::failed, this, &ScriptMode::fail);
    connect(&m_exporter, &client::Exporter::exported, this, &ScriptMode::write);
    connect(&m_exporter, &client::Exporter::failed, this, &ScriptMode::fail);
}

void ScriptMode::start()
{
    if (m_options.exports)
        exportAll();
    else
        readNext(0, {});
}

/// Files and addresses in the order in which they were named.
void ScriptMode::readNext(int at, std::vector<client::ImportText> texts)
{
    if (at == m_options.import.size()) {
        m_planner.start(std::move(texts));
        return;
    }
    const QString source = m_options.import[at];
    const client::ImportTexts reading = isAddress(source) ? client::readImportAddress(m_session.door(), QUrl(source))
                                                          : client::readImportPaths({source});
    client::whenDone(
        reading, this,
        [this, at, texts = std::move(texts)](const models::Result<std::vector<client::ImportText>>& read) mutable {
            if (!read) {
                fail(read.error());
                return;
            }
            texts.insert(texts.end(), read->begin(), read->end());
            readNext(at + 1, std::move(texts));
        });
}

void ScriptMode::planned(const client::PlannedImport& planned)
{
    const auto count
        = [&planned](auto matches) { return std::count_if(planned.plan.begin(), planned.plan.end(), matches); };
    const auto blocked = count([](const models::PlanItem& item) { return item.action == PlanAction::Blocked; });
    m_hasProblems = blocked > 0 || !planned.complaints.empty();
    const bool hasChanges = count(changesSomething) > 0;
    const bool asks = m_options.applies && !m_options.yes;
    if (!m_options.applies || (asks && !m_options.json))
        say(m_options.json ? planAsJson(planned) : planAsText(planned));
    // Half a file is not what somebody asked for.
    if (!planned.complaints.empty() || !m_options.applies || !hasChanges) {
        if (m_options.applies && !planned.complaints.empty())
            std::fputs(qUtf8Printable(planAsText({{}, planned.complaints})), stderr);
        QCoreApplication::exit(m_hasProblems ? kHasProblems : !m_options.applies && hasChanges ? kHasChanges : 0);
        return;
    }
    if (asks && (::isatty(STDIN_FILENO) == 0 || !agrees())) {
        std::fputs(qUtf8Printable(tr("Nothing was changed; add --yes to carry it out without a question.\n")), stderr);
        QCoreApplication::exit(kFailed);
        return;
    }
    apply(planned);
}

void ScriptMode::apply(const client::PlannedImport& planned)
{
    std::vector<bool> ticks;
    for (const models::PlanItem& item : planned.plan)
        ticks.push_back(changesSomething(item));
    m_run = std::make_unique<ImportRun>(*m_changes, planned.plan, ticks,
                                        ImportRun::Options{true, m_options.import.join(QStringLiteral(", "))});
    connect(m_run.get(), &ImportRun::refused, this, &ScriptMode::fail);
    connect(m_run.get(), &ImportRun::stateChanged, this, &ScriptMode::ended);
    m_run->start();
}

void ScriptMode::ended()
{
    if (m_run->state() != ImportRun::State::Over)
        return;
    say(m_options.json ? runAsJson(*m_run) : runAsText(*m_run));
    const bool failed
        = m_run->count(ImportOutcome::State::Failed) > 0 || m_run->count(ImportOutcome::State::Skipped) > 0;
    QCoreApplication::exit(failed ? kFailed : m_hasProblems ? kHasProblems : 0);
}

void ScriptMode::exportAll()
{
    client::ExportOrder order;
    for (const models::RecordKindInfo& kind : models::recordKinds()) {
        if (m_options.exportKinds.isEmpty() || m_options.exportKinds.contains(QLatin1String(kind.yamlKind)))
            order.what[kind.kind] = {};
    }
    m_exporter.start(std::move(order));
}

void ScriptMode::write(const std::vector<client::ExportedFile>& files)
{
    if (m_options.output.isEmpty()) {
        std::fputs(files.front().text.constData(), stdout);
        QCoreApplication::exit(0);
        return;
    }
    client::whenDone(client::writeExport(m_options.output, files, false), this,
                     [this](const models::Result<bool>& written) {
                         if (written)
                             QCoreApplication::exit(0);
                         else
                             fail(written.error());
                     });
}

void ScriptMode::fail(const models::Failure& failure)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(failure.report()));
    QCoreApplication::exit(kFailed);
}

void ScriptMode::say(const QString& text) const
{
    std::fputs(qUtf8Printable(text), stdout);
}
