// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load.h"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <chrono>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kEventsAtOnce = 64;
constexpr int kPatience = 10'000; ///< milliseconds without any answer

sockaddr_in loopback(unsigned short port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void withoutDelay(int socket)
{
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void watch(int epoll, int socket)
{
    epoll_event event = {};
    event.events = EPOLLIN;
    event.data.fd = socket;
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
}

int connected(unsigned short port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket);
        return -1;
    }
    withoutDelay(socket);
    return socket;
}

bool sendAll(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// Where the answer ends, 0 while it is not complete.
std::size_t answerLength(std::string_view bytes)
{
    constexpr std::string_view kLength = "Content-Length: ";
    const auto head = bytes.find("\r\n\r\n");
    const auto length = bytes.find(kLength);
    if (head == std::string_view::npos || length > head)
        return 0;
    std::size_t body = 0;
    std::from_chars(bytes.data() + length + kLength.size(), bytes.data() + head, body);
    return bytes.size() >= head + 4 + body ? head + 4 + body : 0;
}

class Load
{
public:
    Load(unsigned short port, const std::string& request, int connections)
        : m_request(request)
        , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    {
        for (int i = 0; i < connections; ++i) {
            if (const int socket = connected(port); socket >= 0) {
                watch(m_epoll, socket);
                m_received.emplace(socket, std::string());
            }
        }
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load()
    {
        for (const auto& [socket, bytes] : m_received)
            ::close(socket);
        ::close(m_epoll);
    }

    LoadResult run(double seconds)
    {
        const auto begin = Clock::now();
        m_end = begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        for (const auto& [socket, bytes] : m_received)
            ask(socket);
        std::array<epoll_event, kEventsAtOnce> events{};
        while (m_open > 0) {
            const int count = epoll_wait(m_epoll, events.data(), kEventsAtOnce, kPatience);
            if (count <= 0)
                break;
            for (int i = 0; i < count; ++i)
                take(events[static_cast<std::size_t>(i)].data.fd);
        }
        m_result.refused += m_open;
        m_result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        return m_result;
    }

private:
    void ask(int socket)
    {
        if (sendAll(socket, m_request))
            ++m_open;
        else
            ++m_result.refused;
    }

    void take(int socket)
    {
        std::array<char, 16 * 1024> block{};
        const ssize_t size = ::recv(socket, block.data(), block.size(), MSG_DONTWAIT);
        std::string& bytes = m_received[socket];
        if (size <= 0) {
            epoll_ctl(m_epoll, EPOLL_CTL_DEL, socket, nullptr);
            --m_open;
            ++m_result.refused;
            return;
        }
        bytes.append(block.data(), static_cast<std::size_t>(size));
        if (answerLength(bytes) != bytes.size())
            return;
        --m_open;
        ++(bytes.starts_with("HTTP/1.1 200 ") ? m_result.answered : m_result.refused);
        bytes.clear();
        if (Clock::now() < m_end)
            ask(socket);
    }

    const std::string& m_request;
    int m_epoll;
    std::unordered_map<int, std::string> m_received;
    long m_open = 0;
    Clock::time_point m_end;
    LoadResult m_result;
};

} // namespace

LoadResult load(unsigned short port, const std::string& request, int connections, double seconds)
{
    return Load(port, request, connections).run(seconds);
}

int plainListen(unsigned short& port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool good = ::bind(listener, reinterpret_cast<const sockaddr*>(&address), size) == 0
        && ::listen(listener, SOMAXCONN) == 0
        && ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    port = ntohs(address.sin_port);
    return good ? listener : -1;
}

void plainServe(int listener, const std::string& request)
{
    const std::string body(request.substr(request.find("\r\n\r\n") + 4));
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + body;
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, listener);
    std::unordered_map<int, std::size_t> received;
    std::vector<char> block(request.size());
    std::array<epoll_event, kEventsAtOnce> events{};
    for (;;) {
        const int count = epoll_wait(epoll, events.data(), kEventsAtOnce, -1);
        for (int i = 0; i < count; ++i) {
            const int socket = events[static_cast<std::size_t>(i)].data.fd;
            if (socket == listener) {
                const int peer = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
                withoutDelay(peer);
                watch(epoll, peer);
                received[peer] = 0;
                continue;
            }
            const ssize_t size = ::recv(socket, block.data(), block.size(), 0);
            if (size <= 0) {
                ::close(socket);
                continue;
            }
            std::size_t& have = received[socket];
            have += static_cast<std::size_t>(size);
            if (have == request.size()) {
                have = 0;
                sendAll(socket, answer);
            }
        }
    }
}

} // namespace bench
