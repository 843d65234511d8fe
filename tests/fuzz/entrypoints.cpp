// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/entrypoints.h"

#include <array>
#include <stdexcept>

namespace fuzz {

std::span<const EntryPoint> entryPoints()
{
    static constexpr std::array kAll = {
        EntryPoint{"answer", readAnswer},
        EntryPoint{"refusal", readRefusal},
        EntryPoint{"catalogue", readCatalogue},
        EntryPoint{"cron", readCron},
        EntryPoint{"filter", readFilter},
        EntryPoint{"name", readName},
        EntryPoint{"gojson", readGoJson},
        EntryPoint{"gotime", readGoTime},
        EntryPoint{"base64", readBase64},
        EntryPoint{"token", readToken},
        EntryPoint{"key", readKey},
        EntryPoint{"flags", readFlags},
        EntryPoint{"source", unpackSource},
        EntryPoint{"request", handleRequest},
        EntryPoint{"connection", serveConnection},
        EntryPoint{"jsontext", readJsonText},
        EntryPoint{"variables", readVariables},
        EntryPoint{"template", readTemplate},
        EntryPoint{"import", readImportFile},
        EntryPoint{"profile", readProfile},
    };
    return kAll;
}

void require(bool holds, const char* promise)
{
    if (!holds)
        throw std::logic_error(promise);
}

} // namespace fuzz
