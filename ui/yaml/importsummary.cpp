// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/importsummary.h"

#include "ui/yaml/importwindow.h"
#include "ui/yaml/planmodel.h"

namespace ui {

namespace {

QString joined(const QStringList& parts)
{
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QString summaryOfPlan(const PlanModel& plan)
{
    using models::PlanAction;
    if (plan.plan().empty())
        return ImportWindow::tr("Nothing to import.");
    const std::pair<PlanAction, QString> kParts[] = {
        {PlanAction::Create, ImportWindow::tr("%n to create", nullptr, plan.count(PlanAction::Create))},
        {PlanAction::Change, ImportWindow::tr("%n to change", nullptr, plan.count(PlanAction::Change))},
        {PlanAction::Delete, ImportWindow::tr("%n to delete", nullptr, plan.count(PlanAction::Delete))},
        {PlanAction::Same, ImportWindow::tr("%n the same", nullptr, plan.count(PlanAction::Same))},
        {PlanAction::Blocked, ImportWindow::tr("%n blocked", nullptr, plan.count(PlanAction::Blocked))},
    };
    QStringList parts;
    for (const auto& [action, text] : kParts) {
        if (plan.count(action) > 0)
            parts << text;
    }
    return joined(parts);
}

QString summaryOfRun(const client::ImportRun& run)
{
    using State = client::ImportOutcome::State;
    QStringList parts
        = {ImportWindow::tr("%1 of %2 done").arg(run.count(State::Done) + run.count(State::Same)).arg(run.wanted())};
    const std::pair<State, QString> kParts[] = {
        {State::Failed, ImportWindow::tr("%n failed", nullptr, run.count(State::Failed))},
        {State::Skipped, ImportWindow::tr("%n not tried", nullptr, run.count(State::Skipped))},
        {State::RolledBack, ImportWindow::tr("%n rolled back", nullptr, run.count(State::RolledBack))},
        {State::NotRolledBack,
         ImportWindow::tr("%n could not be rolled back", nullptr, run.count(State::NotRolledBack))},
    };
    for (const auto& [state, text] : kParts) {
        if (run.count(state) > 0)
            parts << text;
    }
    return joined(parts);
}

QString summaryOfInterrupted(const client::InterruptedImport& import)
{
    QStringList parts = {ImportWindow::tr("%n done", nullptr, import.done)};
    if (import.left > 0)
        parts << ImportWindow::tr("%n left", nullptr, import.left);
    if (import.unknown > 0)
        parts << ImportWindow::tr("%n of which nobody can tell", nullptr, import.unknown);
    return ImportWindow::tr("This import was interrupted: %1. Apply the rest, or roll back what was done.")
        .arg(joined(parts));
}

} // namespace ui
