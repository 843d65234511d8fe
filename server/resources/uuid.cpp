// SPDX-License-Identifier: Apache-2.0
#include "server/resources/uuid.h"

#include <openssl/rand.h>

#include <array>

namespace server {

std::string newUuid()
{
    constexpr const char* kHex = "0123456789abcdef";
    // Driver ids are credentials, so a guessable generator would not do.
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    std::string uuid;
    uuid.reserve(36);
    for (unsigned i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            uuid += '-';
        auto nibble = static_cast<unsigned>(bytes[i / 2] >> (4 * (i % 2))) & 0xF;
        if (i == 12)
            nibble = 4;
        if (i == 16)
            nibble = 8 | (nibble & 3);
        uuid += kHex[nibble];
    }
    return uuid;
}

} // namespace server
