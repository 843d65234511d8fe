// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/http/httpserver.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <optional>
#include <type_traits>

namespace server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Loop = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Loop>;
using TlsStream = asio::ssl::stream<Socket>;
using Clock = std::chrono::steady_clock;
using SessionTimer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Loop>;

inline constexpr std::uint32_t kHeaderLimit = 1024 * 1024;
inline constexpr std::uint64_t kBodyLimit = 256ULL * 1024 * 1024;
inline constexpr std::chrono::seconds kLingerLimit{1};
inline constexpr std::size_t kLingerBlock = 64 * 1024;
inline constexpr std::size_t kUsualRequest = 4 * 1024; ///< fits into the first read

inline std::string text(beast::string_view view)
{
    return {view.data(), view.size()};
}

/// The line and the headers before the body.
inline std::string headOf(const Response& answer, unsigned version, bool keepAlive)
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

/// One connection, plain or TLS. Lives as long as something is under way on it.
template <typename Stream> class HttpSession final : public std::enable_shared_from_this<HttpSession<Stream>>
{
public:
    HttpSession(Stream&& stream, const Handler& handler, const HttpLimits& limits)
        : m_stream(std::move(stream))
        , m_timer(m_stream.get_executor())
        , m_handler(handler)
        , m_limits(limits)
    {
        m_buffer.reserve(kUsualRequest);
    }

    void run() { awaitRequest(); }

    /// The handshake first; `begun` is what came in of it.
    void secure(beast::flat_buffer begun)
    {
        m_begun = std::move(begun);
        limit(m_limits.read);
        m_stream.async_handshake(asio::ssl::stream_base::server, m_begun.data(),
                                 [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                                     self->m_begun.clear();
                                     if (!error)
                                         self->awaitRequest();
                                 });
    }

    void refuse(int status, std::string words)
    {
        m_keepAlive = false;
        m_version = 11;
        m_head = false;
        write({status, std::move(words), "text/plain; charset=utf-8", {}});
    }

private:
    void awaitRequest()
    {
        m_parser.emplace();
        m_parser->header_limit(kHeaderLimit);
        m_parser->body_limit(kBodyLimit);
        limit(m_buffer.size() > 0 ? m_limits.read : m_limits.idle);
        http::async_read_header(
            m_stream, m_buffer, *m_parser,
            [self = this->shared_from_this()](beast::error_code error, std::size_t) { self->headerRead(error); });
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
        asio::async_write(m_stream, asio::buffer(kInvitation),
                          [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error)
                                  self->readBody();
                          });
    }

    void readBody()
    {
        http::async_read(m_stream, m_buffer, *m_parser,
                         [self = this->shared_from_this()](beast::error_code error, std::size_t) {
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
        m_handler(std::move(request), [self = this->shared_from_this()](Response response) {
            asio::dispatch(self->m_stream.get_executor(),
                           [self, answer = std::move(response)]() mutable { self->write(std::move(answer)); });
        });
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
        asio::async_write(m_stream, parts, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
            if (error || !self->m_keepAlive)
                return self->close();
            self->awaitRequest();
        });
    }

    void close()
    {
        m_buffer.clear();
        limit(kLingerLimit);
        if constexpr (std::is_same_v<Stream, TlsStream>) {
            m_stream.async_shutdown([self = this->shared_from_this()](beast::error_code) { self->halfClose(); });
        } else {
            halfClose();
        }
    }

    void halfClose()
    {
        beast::error_code error;
        beast::get_lowest_layer(m_stream).shutdown(tcp::socket::shutdown_send, error);
        if (!error)
            linger();
    }

    /// Closing with unread bytes resets the connection, and the peer may lose the answer over that.
    void linger()
    {
        beast::get_lowest_layer(m_stream).async_read_some(
            m_buffer.prepare(kLingerBlock), [self = this->shared_from_this()](beast::error_code error, std::size_t) {
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
        m_timer.async_wait([weak = this->weak_from_this()](beast::error_code error) {
            const auto self = weak.lock();
            if (!self || error)
                return;
            self->m_watching = self->m_deadline != Clock::time_point::max();
            if (self->m_deadline <= Clock::now()) {
                beast::error_code ignored;
                beast::get_lowest_layer(self->m_stream).close(ignored);
            } else if (self->m_watching) {
                self->watch(self->m_deadline);
            }
        });
    }

    Stream m_stream;
    SessionTimer m_timer;
    Clock::time_point m_deadline = Clock::time_point::max();
    bool m_watching = false;
    const Handler& m_handler;
    const HttpLimits m_limits;
    beast::flat_buffer m_begun; ///< of a handshake
    beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    std::string m_answerHead;
    std::string m_answerBody;
    bool m_keepAlive = true;
    bool m_head = false;
    unsigned m_version = 11;
};

} // namespace server
