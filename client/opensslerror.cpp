// SPDX-License-Identifier: Apache-2.0
#include "client/opensslerror.h"

#include <openssl/err.h>

namespace client {

QString openSslError()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason ? QString::fromLatin1(reason) : QStringLiteral("OpenSSL %1").arg(code, 0, 16);
}

} // namespace client
