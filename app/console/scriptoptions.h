// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QStringList>

#include <optional>

/// Import and export without a window, as the command line asked for.
struct ScriptOptions
{
    QStringList import; ///< files, folders, addresses; empty = no import
    bool applies = false; ///< otherwise the plan is shown
    bool yes = false; ///< without asking
    bool exports = false;
    QStringList exportKinds; ///< of YAML; empty = all
    QString output; ///< empty = standard output
    bool json = false;

    bool isWanted() const { return exports || !import.isEmpty(); }
};

/// Adds its options to those of the program.
void addScriptOptions(QCommandLineParser& parser);
/// Reads them; `wrong` gets what does not go together.
ScriptOptions scriptOptionsOf(const QCommandLineParser& parser, QString& wrong);
/// Before there is an application: whether one without windows will do.
bool asksForScript(const QStringList& arguments);
