// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/datafolder.h"
#include "app/console/options.h"
#include "app/console/scriptmode.h"
#include "app/console/tourmode.h"
#include "client/cluster/clusters.h"
#include "client/journal.h"
#include "client/keychain.h"
#include "client/localserver.h"
#include "client/profilekeeper.h"
#include "client/systemkeychain.h"
#include "ui/cluster/clusterdesk.h"
#include "ui/connections/connectiondesk.h"
#include "ui/legiblepalette.h"
#include "ui/legiblestyle.h"
#include "ui/mainwindow.h"
#include "ui/translations.h"

#include <QApplication>

#include <cstdio>

namespace {

client::Connection connectionOf(const Options& options)
{
    client::Connection connection;
    connection.base
        = options.server.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    connection.name = connection.base.authority();
    connection.organization = options.organization;
    if (!options.token.isEmpty())
        connection.signIn = client::TokenSignIn{options.token};
    return connection;
}

bool isHeadless()
{
    const QString platform = QGuiApplication::platformName();
    return platform == QLatin1String("offscreen") || platform == QLatin1String("minimal");
}

/// `--tour`: quick when nobody watches, slow enough to follow on a screen.
int runTour(const QString& pictures)
{
    ui::Tour::Options options;
    options.pictureDirectory = pictures;
    if (isHeadless())
        options.paceMSecs = 100;
    TourMode tour(options);
    runTourForCommandLine(tour, pictures);
    return QApplication::exec();
}

/// --help and --version must work without a display.
int sayAndEnd(const Options& options)
{
    const bool wrong = options.ending == Options::Ending::Wrong;
    std::fprintf(wrong ? stderr : stdout, "%s\n", qUtf8Printable(options.text));
    return wrong ? 2 : 0;
}

/// Import and export need no display.
int runScript(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    ui::installTranslations(application);
    const Options options = parseOptions(QCoreApplication::arguments());
    if (options.ending != Options::Ending::Run)
        return sayAndEnd(options);
    std::unique_ptr<client::DataDirectory> folder;
    std::unique_ptr<client::Journal> journal;
    if (options.script.applies) {
        const QString path
            = options.dataDirectory.isEmpty() ? client::DataDirectory::defaultPath() : options.dataDirectory;
        auto opened = client::DataDirectory::open(path);
        if (!opened) {
            std::fprintf(stderr, "%s\n", qUtf8Printable(opened.error().report()));
            return ScriptMode::kFailed;
        }
        folder = std::move(*opened);
        journal = std::make_unique<client::Journal>(folder->path());
    }
    ScriptMode script(connectionOf(options), options.script, journal.get());
    // Not before the event loop, which its end ends.
    QMetaObject::invokeMethod(&script, &ScriptMode::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("dispatch-console"));
    QCoreApplication::setOrganizationName(QStringLiteral("dispatch-console"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DISPATCH_VERSION));
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    if (arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"))
        || arguments.contains(QStringLiteral("--version"))) {
        const QCoreApplication plain(argc, argv);
        return sayAndEnd(parseOptions(arguments));
    }

    if (asksForScript(arguments))
        return runScript(argc, argv);

    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Dispatch Console"));
    QGuiApplication::setDesktopFileName(QStringLiteral("dispatch-console"));
    ui::installTranslations(application);
    QApplication::setStyle(new ui::LegibleStyle);
    ui::keepLegible(application);
    const Options options = parseOptions(QCoreApplication::arguments());
    if (options.ending != Options::Ending::Run)
        return sayAndEnd(options);

    if (options.tour)
        return runTour(*options.tour);

    const QString path = options.dataDirectory.isEmpty() ? client::DataDirectory::defaultPath() : options.dataDirectory;
    const OpenedFolder data = openDataFolder(path, isHeadless());
    if (!data.folder)
        return data.exitCode;
    client::LocalServer local(data.folder->localServerPath());
    client::Journal journal(data.folder->path());
    client::ProfileStore profiles(client::ProfileStore::defaultFolder());
    client::Keychain keychain(client::systemKeychain());
    client::ProfileKeeper keeper(profiles, keychain);
    client::Clusters clusters(data.folder->path(), journal);
    ui::MainWindow window(local, journal);
    auto* connections = new ui::ConnectionDesk(window, keeper);
    auto* desk = new ui::ClusterDesk(window, clusters);
    QObject::connect(desk, &ui::ClusterDesk::profileOffered, connections, &ui::ConnectionDesk::offer);
    QObject::connect(data.folder.get(), &client::DataDirectory::raiseRequested, &window, &ui::MainWindow::raiseToFront);
    QObject::connect(&window, &ui::MainWindow::tourRequested, &window, [&window] { runTourBeside(window); });
    window.show();
    if (!options.server.isEmpty())
        window.useConnection(connectionOf(options));
    else if (options.local || window.lastWasLocal())
        window.startLocal();
    return QApplication::exec();
}
