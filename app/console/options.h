// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/scriptoptions.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

/// What the command line asked for.
struct Options
{
    enum class Ending
    {
        Run,
        Version,
        Help,
        Wrong
    };

    Ending ending = Ending::Run;
    QString text; ///< what Version, Help and Wrong print
    bool local = false;
    QUrl server; ///< empty = not given
    QString organization = QStringLiteral("dispatch");
    QString token;
    QString dataDirectory;
    ScriptOptions script;
    std::optional<QString> tour; ///< folder for its pictures, which may be empty
};

/// `arguments` with the program's name first. Never ends the program.
Options parseOptions(QStringList arguments);
