// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/clusters.h"
#include "client/localserver.h"
#include "ownsettings.h"
#include "parts.h"
#include "tests/common/runs.h"
#include "tests/common/standins.h"
#include "ui/cluster/clusterdesk.h"
#include "ui/mainwindow.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

/// The real window on stand-ins of minikube and its like, with the cluster page in front.
class ClusterWorld
{
public:
    enum class Opens
    {
        Page,
        Nothing
    };

    /// What a person who opens the console and goes to the clusters has before him.
    struct Console
    {
        explicit Console(ClusterWorld& world, Opens opens = Opens::Page)
            : local(world.folder.path(), QStringLiteral("/nonexistent/dispatch-local"))
            , journal(world.folder.path())
            , clusters(world.folder.path(), journal)
            , window(local, journal)
            , desk(new ui::ClusterDesk(window, clusters))
        {
            window.resize(1200, 800);
            window.show();
            if (opens == Opens::Nothing)
                return;
            part<QAbstractButton>(window, "start.cluster")->click();
            part<QTableView>(window, "cluster.profiles");
        }

        /// As a person sees it; empty when there is no such profile.
        QString cell(const QString& name, int column)
        {
            const auto* model = part<QTableView>(window, "cluster.profiles")->model();
            for (int row = 0; row < model->rowCount(); ++row) {
                if (model->index(row, 0).data().toString() == name)
                    return model->index(row, column).data().toString();
            }
            return {};
        }
        QString state(const QString& name) { return cell(name, 1); }
        void choose(const QString& name)
        {
            auto* table = part<QTableView>(window, "cluster.profiles");
            for (int row = 0; row < table->model()->rowCount(); ++row) {
                if (table->model()->index(row, 0).data().toString() == name)
                    table->setCurrentIndex(table->model()->index(row, 0));
            }
        }
        void click(const char* name) { part<QAbstractButton>(window, name)->click(); }
        QString text(const char* name) { return part<QLabel>(window, name)->text(); }
        bool isShown(const char* name) { return part<QWidget>(window, name)->isVisible(); }

        /// Fills the form of a new cluster in, and takes it.
        void create(const QString& name)
        {
            click("cluster.create");
            auto* form = dialog<QDialog>("dialog.cluster");
            part<QLineEdit>(*form, "cluster.create.name")->setText(name);
            part<QComboBox>(*form, "cluster.create.driver")->setCurrentText(QStringLiteral("docker"));
            part<QSpinBox>(*form, "cluster.create.cpus")->setValue(2);
            part<QSpinBox>(*form, "cluster.create.memory")->setValue(2'048);
            QTRY_VERIFY(part<QAbstractButton>(*form, "cluster.create.create")->isEnabled());
            part<QAbstractButton>(*form, "cluster.create.create")->click();
            QTRY_VERIFY(!window.findChild<QDialog*>(QStringLiteral("dialog.cluster")));
        }
        /// The dialog that is open; waits for it.
        template <typename Dialog> Dialog* dialog(const char* name)
        {
            auto* found = part<Dialog>(window, name);
            if (!QTest::qWaitFor([found] { return found->isVisible(); }, kPatience))
                qFatal("dialog %s is not open", name);
            return found;
        }

        client::LocalServer local;
        client::Journal journal;
        client::Clusters clusters;
        ui::MainWindow window;
        ui::ClusterDesk* desk;
    };

    OwnSettings settings;
    QTemporaryDir folder;
    Standins standins;
};
