// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace bench {

struct LoadResult
{
    long answered = 0; ///< with 200
    long refused = 0; ///< anything else, a closed connection too
    double seconds = 0;

    double rate() const { return seconds > 0 ? static_cast<double>(answered) / seconds : 0; }
};

/// Sends one request after the other over kept-alive connections to 127.0.0.1, each as soon as the former is answered.
/// What was sent is always waited for, so `answered` is exactly what the server acknowledged.
LoadResult load(unsigned short port, const std::string& request, int connections, double seconds);

/// A listening socket on a free port of 127.0.0.1; -1 when there is none.
int plainListen(unsigned short& port);
/// The least a server can do: reads requests as long as `request`, answers each with a fixed 200 of that size. Never
/// returns; for a child process.
[[noreturn]] void plainServe(int listener, const std::string& request);

} // namespace bench
