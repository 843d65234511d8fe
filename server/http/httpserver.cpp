// SPDX-License-Identifier: Apache-2.0
#include "server/http/httpserver.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <optional>
#include <thread>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Loop = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Loop>;
using Clock = std::chrono::steady_clock;

namespace server {

namespace {

constexpr std::uint32_t kHeaderLimit = 1024 * 1024;
constexpr std::uint64_t kBodyLimit = 256ULL * 1024 * 1024;
constexpr std::chrono::seconds kLingerLimit{1};
constexpr std::size_t kLingerBlock = 64 * 1024;
constexpr std::size_t kUsualRequest = 4 * 1024; ///< fits into the first read

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

/// The line and the headers before the body.
std::string headOf(const Response& answer, unsigned version, bool keepAlive)
{
    const auto reason = http::obsolete_reason(static_cast<http::status>(answer.status));
    std::string head = version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ";
    head.append(std::to_string(answer.status)).append(" ").append(reason.data(), reason.size()).append("\r\n");
    if (keepAlive != (version > 10))
        head += keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    if (!answer.allow.empty())
        head.append("Allow: ").append(answer.allow).append("\r\n");
    if (answer.status != 204) {
        head.append("Content-Type: ").append(answer.contentType).append("\r\nContent-Length: ");
        head.append(std::to_string(answer.body.size())).append("\r\n");
    }
    return head.append("\r\n");
}

/// One connection. Lives as long as something is under way on it.
class Session final : public std::enable_shared_from_this<Session>
{
public:
    Session(Socket&& socket, const Handler& handler, const HttpLimits& limits)
        : m_socket(std::move(socket))
        , m_timer(m_socket.get_executor())
        , m_handler(handler)
        , m_limits(limits)
    {
        m_buffer.reserve(kUsualRequest);
    }

    void run() { awaitRequest(); }

private:
    void awaitRequest()
    {
        m_parser.emplace();
        m_parser->header_limit(kHeaderLimit);
        m_parser->body_limit(kBodyLimit);
        limit(m_buffer.size() > 0 ? m_limits.read : m_limits.idle);
        http::async_read_header(
            m_socket, m_buffer, *m_parser,
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
        limit(m_limits.read);
        if (beast::iequals(m_parser->get()[http::field::expect], "100-continue"))
            return invite();
        readBody();
    }

    void invite()
    {
        constexpr std::string_view kInvitation = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(m_socket, asio::buffer(kInvitation),
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error)
                                  self->readBody();
                          });
    }

    void readBody()
    {
        http::async_read(m_socket, m_buffer, *m_parser,
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
        m_deadline = Clock::time_point::max();
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
            asio::dispatch(self->m_socket.get_executor(),
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
        m_answerHead = headOf(answer, m_version, m_keepAlive);
        m_answerBody = m_head || answer.status == 204 ? std::string() : std::move(answer.body);
        limit(m_limits.read);
        const std::array parts = {asio::buffer(m_answerHead), asio::buffer(m_answerBody)};
        asio::async_write(m_socket, parts, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error || !self->m_keepAlive)
                return self->close();
            self->awaitRequest();
        });
    }

    void close()
    {
        beast::error_code error;
        m_socket.shutdown(tcp::socket::shutdown_send, error);
        m_buffer.clear();
        limit(kLingerLimit);
        if (!error)
            linger();
    }

    /// Closing with unread bytes resets the connection, and the peer may lose the answer over that.
    void linger()
    {
        m_socket.async_read_some(m_buffer.prepare(kLingerBlock),
                                 [self = shared_from_this()](beast::error_code error, std::size_t) {
                                     if (!error)
                                         self->linger();
                                 });
    }

    /// Gives the peer that long for its next step. Deadlines mostly move away, so a timer that runs is left alone and
    /// looks at the deadline when it fires: setting one for every step would cost more than the step.
    void limit(Clock::duration length)
    {
        m_deadline = Clock::now() + length;
        if (!m_watching || m_deadline < m_timer.expiry())
            watch(m_deadline);
    }

    void watch(Clock::time_point until)
    {
        m_watching = true;
        m_timer.expires_at(until);
        m_timer.async_wait([weak = weak_from_this()](beast::error_code error) {
            const auto self = weak.lock();
            if (!self || error)
                return;
            self->m_watching = self->m_deadline != Clock::time_point::max();
            if (self->m_deadline <= Clock::now()) {
                beast::error_code ignored;
                self->m_socket.close(ignored);
            } else if (self->m_watching) {
                self->watch(self->m_deadline);
            }
        });
    }

    Socket m_socket;
    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Loop> m_timer;
    Clock::time_point m_deadline = Clock::time_point::max();
    bool m_watching = false;
    const Handler& m_handler;
    const HttpLimits m_limits;
    beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    std::string m_answerHead;
    std::string m_answerBody;
    bool m_keepAlive = true;
    bool m_head = false;
    unsigned m_version = 11;
};

} // namespace

class HttpServer::Private
{
public:
    Private(Handler handler, const HttpLimits& limits)
        : m_handler(std::move(handler))
        , m_limits(limits)
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
        m_thread = std::thread([this] { m_context.run(); });
        return {};
    }

    unsigned short port() const { return m_port; }
    void post(std::function<void()> work) { asio::post(m_context, std::move(work)); }

    void stop()
    {
        m_context.stop();
        if (m_thread.joinable())
            m_thread.join();
    }

private:
    void accept()
    {
        m_acceptor.async_accept([this](beast::error_code error, Socket socket) {
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
            std::make_shared<Session>(std::move(socket), m_handler, m_limits)->run();
            accept();
        });
    }

    Handler m_handler;
    HttpLimits m_limits;
    asio::io_context m_context{1};
    asio::basic_socket_acceptor<tcp, Loop> m_acceptor{m_context};
    asio::steady_timer m_pause{m_context};
    std::thread m_thread;
    unsigned short m_port = 0;
};

HttpServer::HttpServer(Handler handler, const HttpLimits& limits)
    : d(std::make_unique<Private>(std::move(handler), limits))
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

void HttpServer::post(std::function<void()> work)
{
    d->post(std::move(work));
}

void HttpServer::stop()
{
    d->stop();
}

} // namespace server
