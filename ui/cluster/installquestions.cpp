// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/installquestions.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDir>
#include <QMessageBox>
#include <QPushButton>

namespace ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::InstallQuestions)
};

struct Question
{
    QMessageBox* box;
    QPushButton* yes;
};

/// Not doing it is the default, and what Escape does.
Question question(QWidget& over, const char* objectName, const QString& title, const QString& text, const QString& yes)
{
    auto* box = new QMessageBox(QMessageBox::Warning, title, text, QMessageBox::NoButton, &over);
    box->setObjectName(QLatin1String(objectName));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const agree = box->addButton(yes, QMessageBox::DestructiveRole);
    QPushButton* const no = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(no);
    box->setEscapeButton(no);
    return {box, agree};
}

QString whatGoes()
{
    return Words::tr(
        "All releases of Dispatch are purged: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, "
        "rabbitmq, api-gateway, zookeeper and dispatch. With them go the namespaces openfaas, jaeger, riff, kong, "
        "zookeeper and dispatch and everything in them: functions, drivers, subscriptions, secrets, images and "
        "all data, also what others put there.");
}

QString whatStays(const QString& workFolder)
{
    return Words::tr("The cluster stays, and so does tiller. Install file, certificates and the configuration of the "
                     "command line stay in %1. Connections of this console stay, and will not be answered.")
        .arg(QDir::toNativeSeparators(workFolder));
}

} // namespace

void askToInstall(QWidget& over, const QString& profile, int bad, const std::function<void()>& then)
{
    const auto [box, yes]
        = question(over, "dialog.cluster.install", Words::tr("Install Dispatch all the same?"),
                   Words::tr("The check found %1 things with which an installation in %2 cannot work. "
                             "What gets installed before it fails stays in the cluster.")
                       .arg(bad)
                       .arg(profile),
                   Words::tr("&Install all the same"));
    yes->setObjectName(QStringLiteral("cluster.dispatch.install.yes"));
    QObject::connect(yes, &QPushButton::clicked, &over, then);
    box->open();
}

void askToUninstall(QWidget& over, const QString& profile, const QString& workFolder,
                    const std::function<void(bool keepsNamespaces)>& then)
{
    const auto [box, yes]
        = question(over, "dialog.cluster.uninstall", Words::tr("Uninstall Dispatch?"),
                   Words::tr("Uninstall Dispatch from the cluster “%1”?").arg(profile), Words::tr("&Uninstall"));
    yes->setObjectName(QStringLiteral("cluster.dispatch.uninstall.yes"));
    box->setInformativeText(whatGoes() + QStringLiteral("\n\n") + whatStays(workFolder));
    auto* keep = new QCheckBox(Words::tr("&Keep the namespaces, with what is left in them"), box);
    keep->setObjectName(QStringLiteral("cluster.dispatch.uninstall.keep"));
    box->setCheckBox(keep);
    QObject::connect(yes, &QPushButton::clicked, &over, [keep, then] { then(keep->isChecked()); });
    box->open();
}

} // namespace ui
