// SPDX-License-Identifier: Apache-2.0
#include "server/http/httpserver.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace server {

namespace {

constexpr std::uint32_t kHeaderLimit = 1024 * 1024;
constexpr std::uint64_t kBodyLimit = 256ULL * 1024 * 1024;
constexpr std::chrono::seconds kReadLimit{30};
constexpr std::chrono::seconds kIdleLimit{60};
constexpr std::chrono::seconds kLingerLimit{1};
constexpr std::size_t kLingerBlock = 64 * 1024;

std::string text(beast::string_view view)
{
    return {view.data(), view.size()};
}

StartProblem cannotListen(const std::string& host, unsigned short port, const std::string& why, beast::error_code error)
{
    const std::string place
        = (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
    const char* remedy = "Give an IP address of this machine with --host, for example 127.0.0.1.";
    if (error == asio::error::address_in_use)
        remedy = "End what uses that port, or choose another one with --port.";
    else if (error == asio::error::access_denied)
        remedy = "Choose a port from 1024 on with --port.";
    return {"Cannot listen on " + place + ": " + why + ".", remedy};
}

/// One connection. Lives as long as something is under way on it.
class Session final : public std::enable_shared_from_this<Session>
{
public:
    Session(tcp::socket&& socket, const Handler& handler)
        : m_stream(std::move(socket))
        , m_handler(handler)
    {
    }

    void run()
    {
        asio::dispatch(m_stream.get_executor(), [self = shared_from_this()] { self->awaitRequest(); });
    }

private:
    void awaitRequest()
    {
        m_parser.emplace();
        m_parser->header_limit(kHeaderLimit);
        m_parser->body_limit(kBodyLimit);
        m_stream.expires_after(m_buffer.size() > 0 ? kReadLimit : kIdleLimit);
        http::async_read_header(
            m_stream, m_buffer, *m_parser,
            [self = shared_from_this()](beast::error_code error, std::size_t) { self->headerRead(error); });
    }

    void headerRead(beast::error_code error)
    {
        if (error == http::error::header_limit)
            return refuse(431, "431 Request Header Fields Too Large");
        if (error)
            return failed(error);
        if (m_parser->is_done())
            return handle();
        m_stream.expires_after(kReadLimit);
        if (beast::iequals(m_parser->get()[http::field::expect], "100-continue"))
            return invite();
        readBody();
    }

    void invite()
    {
        m_invitation.emplace(http::status::continue_, 11);
        http::async_write(m_stream, *m_invitation, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error)
                self->readBody();
        });
    }

    void readBody()
    {
        http::async_read(m_stream, m_buffer, *m_parser,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             if (error == http::error::body_limit)
                                 return self->refuse(413, "413 Request Entity Too Large");
                             if (error)
                                 return self->failed(error);
                             self->handle();
                         });
    }

    void handle()
    {
        m_stream.expires_never();
        auto message = m_parser->release();
        m_keepAlive = message.keep_alive();
        m_version = message.version();
        m_head = message.method() == http::verb::head;
        Request request;
        request.method = text(message.method_string());
        const std::string target = text(message.target());
        const auto mark = target.find('?');
        request.path = target.substr(0, mark);
        if (mark != std::string::npos)
            request.query = target.substr(mark + 1);
        request.organization = text(message["X-Dispatch-Org"]);
        request.cookie = text(message[http::field::cookie]);
        request.authorization = text(message[http::field::authorization]);
        request.contentType = text(message[http::field::content_type]);
        request.accept = text(message[http::field::accept]);
        request.body = std::move(message.body());
        m_handler(std::move(request), [self = shared_from_this()](Response response) {
            asio::dispatch(self->m_stream.get_executor(),
                           [self, answer = std::move(response)]() mutable { self->write(std::move(answer)); });
        });
    }

    void refuse(int status, std::string words)
    {
        m_keepAlive = false;
        m_version = 11;
        m_head = false;
        write({status, std::move(words), "text/plain; charset=utf-8", {}});
    }

    void failed(beast::error_code error)
    {
        // A peer that sends something that is not HTTP gets a reason; one that is gone or slow gets a closed socket.
        const bool malformed = error.category() == make_error_code(http::error::bad_method).category()
            && error != http::error::end_of_stream && error != http::error::partial_message;
        if (malformed)
            return refuse(400, "400 Bad Request");
        close();
    }

    void write(Response&& answer)
    {
        m_response.emplace(static_cast<http::status>(answer.status), m_version);
        m_response->keep_alive(m_keepAlive);
        if (!answer.allow.empty())
            m_response->set(http::field::allow, answer.allow);
        if (answer.status != 204) {
            m_response->set(http::field::content_type, answer.contentType);
            m_response->content_length(answer.body.size());
        }
        if (!m_head)
            m_response->body() = std::move(answer.body);
        m_stream.expires_after(kReadLimit);
        http::async_write(m_stream, *m_response, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error || !self->m_keepAlive)
                return self->close();
            self->awaitRequest();
        });
    }

    void close()
    {
        beast::error_code error;
        m_stream.socket().shutdown(tcp::socket::shutdown_send, error);
        m_buffer.clear();
        m_stream.expires_after(kLingerLimit);
        if (!error)
            linger();
    }

    /// Closing with unread bytes resets the connection, and the peer may lose the answer over that.
    void linger()
    {
        m_stream.async_read_some(m_buffer.prepare(kLingerBlock),
                                 [self = shared_from_this()](beast::error_code error, std::size_t) {
                                     if (!error)
                                         self->linger();
                                 });
    }

    beast::tcp_stream m_stream;
    const Handler& m_handler;
    beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    std::optional<http::response<http::string_body>> m_response;
    std::optional<http::response<http::empty_body>> m_invitation;
    bool m_keepAlive = true;
    bool m_head = false;
    unsigned m_version = 11;
};

} // namespace

class HttpServer::Private
{
public:
    Private(Handler handler, int threads)
        : m_handler(std::move(handler))
        , m_threadCount(threads)
        , m_context(threads)
        , m_acceptor(m_context)
    {
    }

    tl::expected<void, StartProblem> listen(const std::string& host, unsigned short port)
    {
        beast::error_code error;
        const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
        if (error)
            return tl::unexpected(cannotListen(host, port, "that is no IP address", error));
        const tcp::endpoint endpoint(address, port);
        m_acceptor.open(endpoint.protocol(), error);
        if (!error)
            m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
        if (!error)
            m_acceptor.bind(endpoint, error);
        if (!error)
            m_acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (error)
            return tl::unexpected(cannotListen(host, port, error.message(), error));
        m_port = m_acceptor.local_endpoint().port();
        accept();
        for (int i = 0; i < m_threadCount; ++i)
            m_threads.emplace_back([this] { m_context.run(); });
        return {};
    }

    unsigned short port() const { return m_port; }

    void stop()
    {
        m_context.stop();
        for (auto& thread : m_threads)
            thread.join();
        m_threads.clear();
    }

private:
    void accept()
    {
        m_acceptor.async_accept(asio::make_strand(m_context), [this](beast::error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted)
                return;
            if (error) {
                // Out of descriptors: without a pause this would spin until somebody closes a connection.
                m_pause.expires_after(std::chrono::milliseconds(100));
                m_pause.async_wait([this](beast::error_code) { accept(); });
                return;
            }
            beast::error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            std::make_shared<Session>(std::move(socket), m_handler)->run();
            accept();
        });
    }

    Handler m_handler;
    int m_threadCount;
    asio::io_context m_context;
    tcp::acceptor m_acceptor;
    asio::steady_timer m_pause{m_context};
    std::vector<std::thread> m_threads;
    unsigned short m_port = 0;
};

HttpServer::HttpServer(Handler handler, int threads)
    : d(std::make_unique<Private>(std::move(handler), threads))
{
}

HttpServer::~HttpServer()
{
    d->stop();
}

tl::expected<void, StartProblem> HttpServer::listen(const std::string& host, unsigned short port)
{
    return d->listen(host, port);
}

unsigned short HttpServer::port() const
{
    return d->port();
}

void HttpServer::stop()
{
    d->stop();
}

} // namespace server
