// SPDX-License-Identifier: Apache-2.0
// The one libFuzzer program. FUZZ_ENTRY chooses what it feeds; without it, the names are listed.
#include "tests/fuzz/entrypoints.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

const fuzz::EntryPoint* chosen = nullptr;

} // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***)
{
    const char* wanted = std::getenv("FUZZ_ENTRY");
    for (const fuzz::EntryPoint& entry : fuzz::entryPoints()) {
        if (!wanted)
            std::puts(entry.name);
        else if (std::string_view(wanted) == entry.name)
            chosen = &entry;
    }
    if (!chosen)
        std::exit(wanted ? 1 : 0);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    chosen->feed(QByteArray(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)));
    return 0;
}
