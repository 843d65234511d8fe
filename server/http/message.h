// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

namespace server {

/// A request as the handlers see it: the path is decoded from its query, the few headers that matter are named.
struct Request
{
    std::string method;
    std::string path; ///< as sent, without the query
    std::string query; ///< as sent, without the question mark
    std::string organization; ///< X-Dispatch-Org
    std::string cookie;
    std::string authorization;
    std::string contentType;
    std::string accept;
    std::string body;
};

struct Response
{
    int status = 200;
    std::string body;
    std::string contentType = "application/json";
    std::string allow; ///< the Allow header of a 405
};

/// Called once, from any thread.
using Respond = std::function<void(Response)>;
/// The seam between the sockets and everything else; may answer later.
using Handler = std::function<void(Request, Respond)>;

} // namespace server
