// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/keychain.h"
#include "client/profilekeeper.h"

#include <QTemporaryDir>

/// Profiles in a folder of the test's own, and no keychain: secrets last as long as this.
class OwnConnections final
{
public:
    static models::Failure absent()
    {
        models::Failure failure;
        failure.kind = models::FailureKind::Storage;
        failure.meaning = QStringLiteral("There is no keychain here.");
        return failure;
    }

    QTemporaryDir folder;
    client::ProfileStore store{folder.path()};
    client::Keychain keychain{models::failed(absent())};
    client::ProfileKeeper keeper{store, keychain};
};
