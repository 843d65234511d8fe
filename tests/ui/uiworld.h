// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/changes.h"
#include "fakedispatch.h"
#include "models/drivercatalogue.h"
#include "parts.h"
#include "resources/resources.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

/// A server, a session that watches it, and the catalogue: what every page needs.
class UiWorld
{
public:
    UiWorld()
    {
        initConsoleResources();
        QFile file(QStringLiteral(":/catalogue/drivers.json"));
        if (file.open(QIODevice::ReadOnly))
            catalogue = models::readDriverCatalogue(file.readAll()).value_or(catalogue);
    }

    /// Call it when the server has what it should have.
    void start()
    {
        changes.reset();
        session = std::make_unique<client::Session>(server.connection(), client::Watch::Tempo{50, 100, 1'000});
        changes = std::make_unique<client::Changes>(session->api(), journal, QStringLiteral("fake"));
        session->watch().start();
        for (const models::ResourceKind& kind : models::resourceKinds())
            QTRY_VERIFY(session->watch().listState(kind.kind).loaded);
    }

    models::Resource resource(models::Kind kind, const QString& name) const
    {
        return *session->watch().find(kind, name);
    }

    /// Saves a picture when the developer asked for pictures.
    static void picture(QWidget& widget, const QString& name)
    {
        const QString folder = qEnvironmentVariable("DISPATCH_PICTURES");
        if (folder.isEmpty())
            return;
        QTest::qWait(100);
        widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
    }

    QTemporaryDir folder;
    client::Journal journal{folder.path()};
    FakeDispatch server;
    std::vector<models::CatalogueEntry> catalogue;
    std::unique_ptr<client::Session> session;
    std::unique_ptr<client::Changes> changes;
};
