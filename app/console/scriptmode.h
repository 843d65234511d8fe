// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/scriptoptions.h"
#include "client/exporter.h"
#include "client/importplanner.h"
#include "client/importrun.h"

#include <QObject>

#include <memory>

/// Import and export without a window. Ends the application with an exit code: 0 = done or nothing to do, 1 = something
/// failed, 3 = the plan has changes (--plan), 4 = files with mistakes or blocked items.
class ScriptMode final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kFailed = 1;
    static constexpr int kHasChanges = 3;
    static constexpr int kHasProblems = 4;

    /// The journal is only for --apply, which undo of the window can take back; it may be null otherwise.
    ScriptMode(const client::Connection& connection, ScriptOptions options, client::Journal* journal);

    void start();

private:
    void readNext(int at, std::vector<client::ImportText> texts);
    void planned(const client::PlannedImport& planned);
    void apply(const client::PlannedImport& planned);
    void ended();
    void exportAll();
    void write(const std::vector<client::ExportedFile>& files);
    void fail(const models::Failure& failure);
    void say(const QString& text) const;

    client::Session m_session;
    const ScriptOptions m_options;
    client::ImportPlanner m_planner;
    client::Exporter m_exporter;
    std::unique_ptr<client::Changes> m_changes;
    std::unique_ptr<client::ImportRun> m_run;
    bool m_hasProblems = false;
};
