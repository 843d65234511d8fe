// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ownconnections.h"
#include "parts.h"
#include "ui/connections/connectiondesk.h"
#include "ui/mainwindow.h"
#include "ui/workspace.h"

#include <QTabWidget>
#include <QTemporaryDir>

/// A window with its connections, in folders of its own and without a local Dispatch.
struct ConnectionWorld
{
    QTemporaryDir data;
    client::LocalServer local{data.path(), QStringLiteral("/nonexistent/dispatch-local")};
    client::Journal journal{data.path()};
    OwnConnections own;
    ui::MainWindow window{local, journal};

    ConnectionWorld()
    {
        new ui::ConnectionDesk(window, own.keeper);
        window.show();
    }

    /// Null until its pages are there.
    ui::Workspace* workspace()
    {
        return window.findChild<QTabWidget*>(QStringLiteral("tabs")) ? window.findChild<ui::Workspace*>() : nullptr;
    }

    bool enter(const client::Connection& connection)
    {
        window.useConnection(connection);
        return QTest::qWaitFor([this] { return workspace() != nullptr; }, 30'000);
    }

    QByteArray secretOf(const client::Profile& profile, const char* suffix)
    {
        auto read = own.keychain.read(profile.id + QLatin1String(suffix));
        (void)QTest::qWaitFor([&] { return read.isFinished(); }, 10'000);
        return read.result().value_or(QByteArray());
    }
};
