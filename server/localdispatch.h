// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/authenticator.h"
#include "server/backends.h"
#include "server/http/httpserver.h"
#include "server/store/startproblem.h"

#include <vector>

namespace server {

struct ServiceAccount
{
    std::string name; ///< ORG/NAME
    std::string publicKeyFile; ///< PEM
};

struct Options
{
    std::string host = "127.0.0.1";
    unsigned short port = 8080; ///< 0 = any
    std::string dataDirectory;
    AuthMode auth = AuthMode::Jwt;
    std::vector<ServiceAccount> serviceAccounts;
    TlsFiles tls = {}; ///< empty = plain http
};

/// A running local Dispatch: everything from the socket to the disk. Serves from start() to its destruction.
class LocalDispatch
{
public:
    static tl::expected<std::unique_ptr<LocalDispatch>, StartProblem> start(const Options& options,
                                                                            const Backends& backends = hostBackends());
    ~LocalDispatch();

    unsigned short port() const;
    std::string url() const;
    /// The way in without a socket.
    void handle(const Request& request, const Respond& respond);

private:
    class Private;
    explicit LocalDispatch(std::unique_ptr<Private> p);
    std::unique_ptr<Private> d;
};

} // namespace server
