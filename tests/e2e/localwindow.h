// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/journal.h"
#include "client/localserver.h"
#include "client/session.h"
#include "models/resourcetablemodel.h"
#include "resources/resources.h"
#include "ui/mainwindow.h"
#include "ui/workspace.h"
#include "ui/yaml/importwindow.h"

#include <QAction>
#include <QDialog>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

/// The real window on a real dispatch-local, both fresh.
class LocalWindow
{
public:
    LocalWindow()
        : local(folder.filePath(QStringLiteral("data")), QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"))
        , journal(folder.path())
        , window((initConsoleResources(), local), journal)
    {
        QObject::connect(&local, &client::LocalServer::ready, &window,
                         [this](const client::Connection& at) { connection = at; });
        window.show();
        window.startLocal();
    }

    /// Null until its pages are there.
    ui::Workspace* workspace()
    {
        auto* const found = window.findChild<ui::Workspace*>();
        return found && found->findChild<QTabWidget*>(QStringLiteral("tabs")) ? found : nullptr;
    }

    template <typename Widget> Widget* part(const QString& name, QWidget* within = nullptr)
    {
        auto* found = (within ? within : &window)->findChild<Widget*>(name);
        if (!found)
            qFatal("no part %s", qPrintable(name));
        return found;
    }

    /// It has looked at everything once.
    bool isLive()
    {
        return QTest::qWaitFor(
            [this] { return workspace() && workspace()->session().watch().listState(models::Kind::Driver).loaded; },
            30'000);
    }

    ui::ImportWindow& openImport()
    {
        part<QAction>(QStringLiteral("action.import"))->trigger();
        return *part<ui::ImportWindow>(QStringLiteral("import.window"));
    }

    QDialog* openForm(const char* kind)
    {
        part<QAction>(QStringLiteral("action.new.%1").arg(QLatin1String(kind)))->trigger();
        return part<QDialog>(QStringLiteral("dialog.%1").arg(QLatin1String(kind)));
    }

    QTableView* table(models::Kind kind)
    {
        return part<QTableView>(
            QStringLiteral("page.%1.table").arg(QLatin1String(models::resourceKind(kind).yamlKind)));
    }

    /// The word in the row of this name as the table shows it; empty when there is no such row.
    QString shownState(models::Kind kind, const QString& name)
    {
        const QAbstractItemModel& model = *table(kind)->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data(models::ResourceTableModel::NameRole).toString() == name)
                return model.index(row, 0).data().toString();
        }
        return {};
    }

    QTemporaryDir folder;
    client::LocalServer local;
    client::Journal journal;
    client::Connection connection;
    ui::MainWindow window;
};
