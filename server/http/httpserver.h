// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/message.h"
#include "server/store/startproblem.h"

#include <tl/expected.hpp>

#include <memory>
#include <string>

namespace server {

/// HTTP/1.1 over plain sockets on own threads: keep-alive, pipelining in order, `Expect: 100-continue`, headers up to
/// 1 MiB (then 431), bodies up to 256 MiB (then 413), 30 s to read a request, 60 s of idle keep-alive.
class HttpServer
{
public:
    HttpServer(Handler handler, int threads);
    ~HttpServer();

    /// Binds and serves; port 0 picks a free one.
    tl::expected<void, StartProblem> listen(const std::string& host, unsigned short port);
    unsigned short port() const;
    /// Closes every connection; answers that come later are dropped.
    void stop();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace server
