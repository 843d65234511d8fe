// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resources.h"

#include <QStringView>

namespace models {

// People put passwords where everybody can read them, such as the settings of a driver. What looks like one is not
// shown.

/// Stands where a secret would stand. Of one width, so that it does not tell the length.
QString secretMask();
/// By its words: `db-password`, `accessToken`, `API_KEY`; not `public-key`, `keyboard` or `secretName`.
bool looksSecretKey(QStringView key);
/// Whatever its key: a private key, a signed token, an address with a password in it.
bool looksSecretValue(QStringView value);
/// The value for people, masked when it or its key looks secret. An empty one is no secret.
QString shownValue(const QString& key, const QString& value);
/// The same for each of them.
Pairs shownPairs(const Pairs& pairs);
/// The resource for people: settings that look secret are masked.
Resource shownResource(Resource resource);

} // namespace models
