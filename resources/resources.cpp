// SPDX-License-Identifier: Apache-2.0
#include "resources/resources.h"

#include <QDir>

void initConsoleResources()
{
    Q_INIT_RESOURCE(icons);
#ifdef HAVE_CATALOGUE
    Q_INIT_RESOURCE(catalogue);
#endif
}
