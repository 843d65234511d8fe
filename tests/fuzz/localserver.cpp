// SPDX-License-Identifier: Apache-2.0
// The doors of the local server: its handlers, its socket, and the archives that people hand in.
#include "server/functions/archive.h"
#include "server/localdispatch.h"
#include "server/wire/gojson.h"
#include "tests/fuzz/entrypoints.h"
#include "tests/server/fakebackends.h"

#include <QTemporaryDir>

#include <arpa/inet.h>
#include <filesystem>
#include <future>
#include <sys/socket.h>
#include <unistd.h>

namespace fuzz {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{20};

/// Functions that answer what they were given, at once.
class EchoFunctions final : public server::FunctionBackend
{
public:
    void prepare(const server::FunctionSpec&, std::function<void(const std::string&)> done) override { done({}); }
    bool run(const std::string&, server::RunInput input, std::function<void(server::RunOutcome)> done) override
    {
        server::RunOutcome outcome;
        outcome.output = input.payload;
        outcome.logStdout = {input.event.dump(-1, ' ', false, models::Json::error_handler_t::replace)};
        done(outcome);
        return true;
    }
    void retire(const std::string&) override { }
    void forget(const std::string&) override { }
};

/// A local Dispatch of its own, on a free port.
class Rig
{
public:
    Rig()
    {
        server::Options options;
        options.port = 0;
        options.dataDirectory = m_folder.path().toStdString();
        options.auth = server::AuthMode::None;
        server::Backends backends = fakeBackends(m_world);
        backends.functions = [](const std::string&) { return std::make_unique<EchoFunctions>(); };
        auto started = server::LocalDispatch::start(options, backends);
        require(started.has_value(), "the server starts");
        m_server = std::move(*started);
    }

    /// The current one; a fresh one now and then, so that what piles up stays small.
    static server::LocalDispatch& current()
    {
        constexpr int kInputs = 500;
        static std::unique_ptr<Rig> rig;
        static int left = 0;
        if (left-- == 0) {
            rig = nullptr;
            rig = std::make_unique<Rig>();
            left = kInputs;
        }
        return *rig->m_server;
    }

private:
    QTemporaryDir m_folder;
    FakeWorld m_world;
    std::unique_ptr<server::LocalDispatch> m_server;
};

server::Request requestFrom(const QByteArray& text)
{
    const qsizetype end = text.indexOf('\n');
    const QByteArray head = text.left(end);
    const qsizetype space = head.indexOf(' ');
    const QByteArray target = head.mid(space + 1);
    const qsizetype mark = target.indexOf('?');
    server::Request request;
    request.method = head.left(qMax<qsizetype>(space, 0)).toStdString();
    request.path = target.left(mark).toStdString();
    request.query = mark < 0 ? std::string() : target.mid(mark + 1).toStdString();
    request.organization = "dispatch";
    request.cookie = "cookie";
    request.contentType = "application/json";
    request.body = end < 0 ? std::string() : text.mid(end + 1).toStdString();
    return request;
}

class Socket
{
public:
    explicit Socket(unsigned short port)
    {
        const timeval patience = {kPatience.count(), 0};
        setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        // Closed connections block their pair of addresses for a minute: go through the whole loopback network.
        static std::uint32_t host = 0;
        host = (host + 1) % 60'000;
        sockaddr_in from = address(INADDR_LOOPBACK + 0x100 + host, 0);
        sockaddr_in to = address(INADDR_LOOPBACK, port);
        require(bind(m_socket, reinterpret_cast<sockaddr*>(&from), sizeof from) == 0, "a socket has an address");
        require(connect(m_socket, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0, "the server can be reached");
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() { close(m_socket); }

    /// Everything that comes back once all is said.
    std::string talk(const QByteArray& bytes) const
    {
        for (qsizetype sent = 0; sent < bytes.size();) {
            const auto count = send(m_socket, bytes.constData() + sent, std::size_t(bytes.size() - sent), MSG_NOSIGNAL);
            if (count <= 0)
                break; // it has heard enough
            sent += count;
        }
        shutdown(m_socket, SHUT_WR);
        std::string heard;
        std::array<char, 4096> buffer{};
        for (;;) {
            const auto count = recv(m_socket, buffer.data(), buffer.size(), 0);
            require(count >= 0 || errno == ECONNRESET || errno == EPIPE, "the server answers or closes");
            if (count <= 0)
                return heard;
            heard.append(buffer.data(), std::size_t(count));
        }
    }

private:
    static sockaddr_in address(std::uint32_t host, unsigned short port)
    {
        sockaddr_in result = {};
        result.sin_family = AF_INET;
        result.sin_addr.s_addr = htonl(host);
        result.sin_port = htons(port);
        return result;
    }

    const int m_socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

} // namespace

void handleRequest(const QByteArray& text)
{
    const auto answer = std::make_shared<std::promise<server::Response>>();
    auto future = answer->get_future();
    Rig::current().handle(requestFrom(text), [answer](server::Response response) { // a second answer throws
        answer->set_value(std::move(response));
    });
    require(future.wait_for(kPatience) == std::future_status::ready, "a request is answered");
    const server::Response response = future.get();
    require(response.status >= 200 && response.status < 600, "an answer has a status");
    require(response.body.empty() || models::Json::accept(response.body), "an answer is JSON");
}

void serveConnection(const QByteArray& bytes)
{
    const std::string heard = Socket(Rig::current().port()).talk(bytes);
    require(heard.empty() || heard.starts_with("HTTP/1."), "what comes back is HTTP");
}

void unpackSource(const QByteArray& bytes)
{
    const QTemporaryDir world;
    const fs::path root = fs::path(world.path().toStdString()) / "in";
    fs::create_directory(root);
    const auto problem = server::unpack(bytes.toStdString(), root.string(), {1 << 20, 200});
    require(!problem || !problem->empty(), "a refused archive comes with a reason");
    require(std::distance(fs::directory_iterator(world.path().toStdString()), {}) == 1, "nothing is written outside");
    std::error_code error;
    for (const auto& item : fs::recursive_directory_iterator(root, error)) {
        if (problem || !item.is_symlink())
            continue;
        const fs::path target = fs::canonical(item.path(), error);
        require(!error && target.string().starts_with(fs::canonical(root).string()), "a link leads to a place inside");
    }
}

} // namespace fuzz
