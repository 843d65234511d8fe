// SPDX-License-Identifier: Apache-2.0
#include "client/connection.h"

namespace client {

namespace {

bool isSameTrust(const std::optional<TlsTrust>& one, const std::optional<TlsTrust>& other)
{
    if (!one || !other)
        return one.has_value() == other.has_value();
    return one->configuration == other->configuration && one->pinnedSha256 == other->pinnedSha256
        && one->isInsecure == other->isInsecure;
}

} // namespace

bool isSameServer(const Connection& one, const Connection& other)
{
    if (one.isLocal || other.isLocal)
        return one.isLocal == other.isLocal;
    return one.base == other.base && one.organization == other.organization && one.mark == other.mark
        && one.protection == other.protection && one.proxy == other.proxy && isSameTrust(one.tls, other.tls);
}

} // namespace client
