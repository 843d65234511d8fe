// SPDX-License-Identifier: Apache-2.0
// Starts a local Dispatch as the console does and then waits to be killed. Prints the child's process id when it
// serves.
#include "client/localserver.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    client::LocalServer server(app.arguments().at(1), app.arguments().at(2));
    QObject::connect(&server, &client::LocalServer::ready, &app, [&server] {
        std::printf("%lld\n", static_cast<long long>(server.processId()));
        std::fflush(stdout);
    });
    QObject::connect(&server, &client::LocalServer::failed, &app, [](const models::Failure& failure) {
        std::printf("%s\n", qPrintable(failure.report()));
        std::fflush(stdout);
        QCoreApplication::exit(1);
    });
    server.start();
    return QCoreApplication::exec();
}
