// SPDX-License-Identifier: Apache-2.0
#include "resources/resources.h"

#include <QDir>

void initConsoleResources()
{
    Q_INIT_RESOURCE(catalogue);
    Q_INIT_RESOURCE(icons);
    Q_INIT_RESOURCE(samples);
}
