// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/message.h"
#include "server/store/startproblem.h"

#include <tl/expected.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace server {

/// How long a peer may take before its connection is closed.
struct HttpLimits
{
    std::chrono::milliseconds read = std::chrono::seconds(30); ///< for a request, and for taking its answer
    std::chrono::milliseconds idle = std::chrono::seconds(60); ///< between two requests
};

/// In PEM: a chain with the server's own certificate first, and the key of that one.
struct TlsFiles
{
    std::string certificate;
    std::string key;
};

/// HTTP/1.1, plain or with TLS 1.2 and 1.3, on a thread of its own: keep-alive, pipelining in order, `Expect:
/// 100-continue`, headers up to 1 MiB (then 431), bodies up to 256 MiB (then 413).
class HttpServer
{
public:
    explicit HttpServer(Handler handler, const HttpLimits& limits = {});
    ~HttpServer();

    /// Before listen().
    tl::expected<void, StartProblem> useTls(const TlsFiles& files);
    /// Binds and serves; port 0 picks a free one.
    tl::expected<void, StartProblem> listen(const std::string& host, unsigned short port);
    unsigned short port() const;
    /// Runs work on the serving thread, after the requests that are already there.
    void post(std::function<void()> work);
    /// Closes every connection; answers that come later are dropped.
    void stop();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace server
