// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commands.h"
#include "models/cluster/podtablemodel.h"
#include "tests/common/standins.h"
#include "tests/ui/parts.h"
#include "ui/cluster/logtext.h"
#include "ui/cluster/logview.h"
#include "ui/cluster/workloadview.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

/// A cluster with Dispatch on it, and a kubectl for it.
struct WorkloadWorld
{
    WorkloadWorld()
    {
        StandinProfile lab;
        lab.name = QStringLiteral("lab");
        lab.kubernetes = QStringLiteral("v1.15.12");
        lab.hasDispatch = true;
        standins.addProfile(lab);
        toolbox.choose(client::Tool::Kubectl, standins.bin() + QStringLiteral("/kubectl"));
    }

    Standins standins;
    client::CommandLog log;
    client::Toolbox toolbox{standins.home() + QStringLiteral("/settings")};
    client::Commands commands{toolbox, log};
};

/// With the view on it, shown.
struct ShownWorkloads : WorkloadWorld
{
    explicit ShownWorkloads(models::ClusterState state = models::ClusterState::Running)
    {
        view.watch().setInterval(100);
        view.resize(1'100, 800);
        view.setProfile(QStringLiteral("lab"), state);
        view.show();
    }

    QTableView& pods() { return *part<QTableView>(view, "cluster.pods.table"); }
    QTableView& events() { return *part<QTableView>(view, "cluster.events.table"); }
    QTableView& forwards() { return *part<QTableView>(view, "cluster.forwards.table"); }
    QString label(const char* name) { return part<QLabel>(view, name)->text(); }
    ui::LogText& logText() { return *view.findChild<ui::LogText*>(QStringLiteral("cluster.log.text")); }
    ui::LogView& logView() { return *view.findChild<ui::LogView*>(); }
    QPushButton& button(const char* name) { return *part<QPushButton>(view, name); }

    int rowOf(const QString& pod)
    {
        const QAbstractItemModel* const model = pods().model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, models::PodTableModel::NameColumn).data().toString().startsWith(pod))
                return row;
        }
        return -1;
    }

    QString cell(const QString& pod, int column) { return pods().model()->index(rowOf(pod), column).data().toString(); }

    /// As a person does.
    void select(const QString& pod)
    {
        pods().setFocus();
        pods().setCurrentIndex(pods().model()->index(rowOf(pod), 0));
    }

    void readLog(const QString& pod)
    {
        select(pod);
        QTest::keyClick(&pods(), Qt::Key_Return);
    }

    ui::WorkloadView view{commands};
};

inline const QString kHealthy = QStringLiteral("dispatch-api-manager");
inline const QString kCrashing = QStringLiteral("dispatch-event-manager");
