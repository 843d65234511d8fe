// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../client/scriptserver.h"
#include "parts.h"
#include "ui/mainwindow.h"
#include "ui/workspace.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

inline constexpr const char* kDrivers = "[{'name':'alpha','type':'ticker','status':'READY'},"
                                        "{'name':'beta','type':'ticker','status':'READY'}]";

/// A window on a server that says what a test wants.
class BadWorld
{
public:
    BadWorld()
        : local(folder.path(), QStringLiteral("/nonexistent/dispatch-local"))
        , journal(folder.path())
        , window(local, journal)
    {
        answerWell();
        window.resize(1000, 700);
        window.show();
    }

    void answerWell()
    {
        server.on("/v1/", ScriptServer::answer(200, "[]"));
        server.on("/v1/event/drivers", ScriptServer::answer(200, json(kDrivers)));
    }

    /// Connects and waits for the two drivers.
    void connectWell()
    {
        connectNow();
        QTRY_COMPARE(rows(), 2);
        QTRY_VERIFY(visibleMessages(window).isEmpty());
    }

    void connectNow()
    {
        client::Connection connection;
        connection.name = QStringLiteral("test");
        connection.base = server.url();
        window.useConnection(connection);
    }

    QTableView& table() { return *part<QTableView>(window, "page.Driver.table"); }
    int rows() { return table().model()->rowCount(); }
    QString cell(int row)
    {
        return table().model()->index(row, 0).data(models::ResourceTableModel::NameRole).toString();
    }
    client::Session& session() { return part<ui::Workspace>(window, "workspace")->session(); }
    void look() { part<QAction>(window, "action.look")->trigger(); }

    /// A driver's form with a typed name.
    QDialog* typeAName(const QString& name)
    {
        part<QAction>(window, "action.new.Driver")->trigger();
        auto* dialog = part<QDialog>(window, "dialog.Driver");
        part<QLineEdit>(*dialog, "field.name")->insert(name);
        return dialog;
    }

    ScriptServer server;
    QTemporaryDir folder;
    client::LocalServer local;
    client::Journal journal;
    ui::MainWindow window;
};

/// The window tells one thing that was tried, what it means and what to do.
inline void checkOneMessage(QWidget& window, const QString& means, const QString& remedy)
{
    QTRY_COMPARE_WITH_TIMEOUT(visibleMessages(window).size(), 1, 20'000);
    const QString text = visibleMessages(window).constFirst();
    QVERIFY2(text.contains(means), qPrintable(text));
    QVERIFY2(text.contains(remedy), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Could not ")), qPrintable(text));
}

/// The button beside the message that is shown.
inline QPushButton& visibleRemedy(QWidget& window)
{
    for (ui::MessageBar* bar : window.findChildren<ui::MessageBar*>()) {
        if (bar->isVisible() && bar->window() == &window)
            return *part<QPushButton>(*bar, "message.remedy");
    }
    qFatal("no message");
}
