// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/entrypoints.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    fuzz::readAnswer(QByteArray(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)));
    return 0;
}
