// SPDX-License-Identifier: Apache-2.0
// The readers of connection profiles.
#include "client/profilecodec.h"
#include "tests/fuzz/entrypoints.h"

namespace fuzz {

void readProfile(const QByteArray& text)
{
    const auto json = models::parseJson(text);
    if (!json)
        return;
    const auto profile = client::profileFromJson(*json);
    if (!profile)
        return;
    models::Json written = *json;
    client::writeProfile(*profile, written);
    const auto again = client::profileFromJson(written);
    require(again && *again == *profile, "a profile that is written and read again stays the same");
    require(client::addressFrom(profile->base.toString()) == profile->base, "an address stays the same");
}

} // namespace fuzz
