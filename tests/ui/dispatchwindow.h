// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "parts.h"
#include "resources/resources.h"
#include "tests/common/installworld.h"
#include "ui/cluster/dispatchview.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

/// The view of Dispatch on a cluster that runs, with stand-ins for all that is run.
struct DispatchWindow
{
    DispatchWindow()
        : view(world.commands, world.folder.filePath(QStringLiteral("work")))
    {
        view.resize(1000, 640);
        view.show();
        if (!world.findTools())
            qWarning("no tools");
        view.setProfile(world.name, models::ClusterState::Running, world.address);
    }

    template <typename Widget> Widget* part(const char* name) { return ::part<Widget>(view, name); }
    void click(const char* name) { QTest::mouseClick(part<QPushButton>(name), Qt::LeftButton); }
    QString message()
    {
        auto* bar = part<ui::MessageBar>("cluster.dispatch.message");
        return bar->isVisible() ? bar->text() : QString();
    }
    QPushButton* remedy()
    {
        return part<ui::MessageBar>("cluster.dispatch.message")
            ->findChild<QPushButton*>(QStringLiteral("message.remedy"));
    }
    void type(const char* name, const QString& text)
    {
        auto* edit = part<QLineEdit>(name);
        edit->selectAll();
        QTest::keyClick(edit, Qt::Key_Delete);
        QTest::keyClicks(edit, text);
    }
    /// The row of the preflight with this title.
    int row(const QString& title)
    {
        const QAbstractItemModel* const model = part<QTableView>("cluster.dispatch.preflight")->model();
        for (int i = 0; i < model->rowCount(); ++i) {
            if (model->index(i, 1).data().toString() == title)
                return i;
        }
        return -1;
    }
    QString cell(const QString& title, int column)
    {
        return part<QTableView>("cluster.dispatch.preflight")->model()->index(row(title), column).data().toString();
    }
    bool install()
    {
        QSignalSpy spy(&view.installer(), &client::DispatchInstaller::finished);
        click("cluster.dispatch.install");
        return spy.wait(kPatience);
    }
    bool check()
    {
        auto* button = part<QPushButton>("cluster.dispatch.check");
        QTest::mouseClick(button, Qt::LeftButton);
        return QTest::qWaitFor([button] { return button->text() == QLatin1String("&Check again"); }, kPatience);
    }
    static void picture(QWidget& widget, const QString& name)
    {
        const QString folder = qEnvironmentVariable("DISPATCH_PICTURES");
        if (folder.isEmpty())
            return;
        QTest::qWait(200);
        widget.grab().save(folder + u'/' + name + QStringLiteral(".png"));
    }

    InstallWorld world;
    ui::DispatchView view;
};
