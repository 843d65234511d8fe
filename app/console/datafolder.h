// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/datadirectory.h"

#include <QString>

/// Opens the data folder, or tells why not and offers what can be done. Null = end the program with `exitCode`.
struct OpenedFolder
{
    std::unique_ptr<client::DataDirectory> folder;
    int exitCode = 0;
};

/// `headless`: only standard error is told. Otherwise a window asks for another folder or quits.
OpenedFolder openDataFolder(QString path, bool headless);
