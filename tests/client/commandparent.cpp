// SPDX-License-Identifier: Apache-2.0
#include "client/processrun.h"

#include <QCoreApplication>

/// Runs a shell script as the console runs a command, for the test that kills consoles.
int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    client::ProcessOrder order;
    order.program = QStringLiteral("/bin/sh");
    order.arguments = {QStringLiteral("-c"), QCoreApplication::arguments().value(1)};
    order.deadlineMSecs = 0;
    order.guard = std::make_shared<const client::ProcessGuard>();
    client::ProcessRun run(order);
    run.start();
    return QCoreApplication::exec();
}
