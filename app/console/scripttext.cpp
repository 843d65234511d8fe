// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/scripttext.h"

#include "ui/yaml/importreport.h"

#include <QCoreApplication>

using models::Json;
using models::toStd;

namespace {

/// For scripts: the same in every language.
constexpr const char* kActions[] = {"create", "change", "same", "delete", "blocked"};
constexpr const char* kOutcomes[]
    = {"waiting", "running", "done", "same", "failed", "skipped", "rolledBack", "notRolledBack"};

QString lineOf(const models::PlanItem& item)
{
    const models::Origin& origin = item.item.origin;
    return QStringLiteral("%1  %2 %3  (%4:%5)\n")
        .arg(ui::planActionText(item.action), -10)
        .arg(models::nounOf(item.item.kind), item.item.name, origin.file)
        .arg(origin.line);
}

Json jsonOf(const models::PlanItem& item)
{
    Json differences = Json::array();
    for (const models::MemberDifference& difference : item.differences)
        differences.push_back({{"member", toStd(difference.member)},
                               {"before", toStd(difference.before)},
                               {"after", toStd(difference.after)}});
    Json made = {{"action", kActions[static_cast<std::size_t>(item.action)]},
                 {"kind", models::recordKind(item.item.kind).yamlKind},
                 {"name", toStd(item.item.name)},
                 {"file", toStd(item.item.origin.file)},
                 {"line", item.item.origin.line},
                 {"differences", differences},
                 {"warnings", models::toJsonArray(item.warnings)}};
    if (!item.reason.isEmpty())
        made["reason"] = toStd(item.reason);
    return made;
}

QString printed(const Json& json)
{
    return QString::fromUtf8(models::dumpJson(json, 2)) + u'\n';
}

} // namespace

QString planAsText(const client::PlannedImport& planned)
{
    QString text;
    for (const models::Complaint& complaint : planned.complaints)
        text += complaint.text() + u'\n';
    for (const models::PlanItem& item : planned.plan) {
        text += lineOf(item);
        if (!item.reason.isEmpty())
            text += QStringLiteral("    ") + item.reason + u'\n';
        for (const QString& warning : item.warnings)
            text += QStringLiteral("    ⚠ ") + warning + u'\n';
        if (item.action != models::PlanAction::Change)
            continue;
        for (const models::MemberDifference& difference : item.differences)
            text += QStringLiteral("    %1: %2 → %3\n").arg(difference.member, difference.before, difference.after);
    }
    return text;
}

QString planAsJson(const client::PlannedImport& planned)
{
    Json items = Json::array();
    for (const models::PlanItem& item : planned.plan)
        items.push_back(jsonOf(item));
    Json complaints = Json::array();
    for (const models::Complaint& complaint : planned.complaints)
        complaints.push_back({{"file", toStd(complaint.origin.file)},
                              {"line", complaint.origin.line},
                              {"column", complaint.origin.column},
                              {"offending", toStd(complaint.offending)},
                              {"message", toStd(complaint.message)},
                              {"remedy", toStd(complaint.remedy)}});
    return printed({{"items", items}, {"complaints", complaints}});
}

QString runAsText(const client::ImportRun& run)
{
    QString text;
    for (std::size_t i = 0; i < run.plan().size(); ++i) {
        if (const QString outcome = ui::outcomeInWords(run.outcome(i)).text; !outcome.isEmpty())
            text += lineOf(run.plan()[i]).chopped(1) + QStringLiteral("  ") + outcome + u'\n';
    }
    return text;
}

QString runAsJson(const client::ImportRun& run)
{
    Json items = Json::array();
    for (std::size_t i = 0; i < run.plan().size(); ++i) {
        Json item = jsonOf(run.plan()[i]);
        item["result"] = kOutcomes[static_cast<std::size_t>(run.outcome(i).state)];
        if (const auto& failure = run.outcome(i).failure)
            item["failure"] = toStd(failure->summary());
        items.push_back(std::move(item));
    }
    return printed({{"items", items}});
}
