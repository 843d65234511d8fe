// SPDX-License-Identifier: Apache-2.0
#include "server/http/httpserver.h"

#include "server/http/httpsession.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/detect_ssl.hpp>

#include <thread>

namespace server {

namespace {

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

/// Finds out whether a peer of a TLS port speaks TLS, so that one that does not hears why it gets nowhere.
class Knock final : public std::enable_shared_from_this<Knock>
{
public:
    Knock(Socket&& socket, asio::ssl::context& tls, const Handler& handler, const HttpLimits& limits)
        : m_socket(std::move(socket))
        , m_timer(m_socket.get_executor())
        , m_tls(tls)
        , m_handler(handler)
        , m_limits(limits)
    {
    }

    void run()
    {
        m_timer.expires_after(m_limits.read);
        m_timer.async_wait([weak = weak_from_this()](beast::error_code error) {
            beast::error_code ignored;
            if (const auto self = weak.lock(); self && !error)
                self->m_socket.close(ignored);
        });
        beast::async_detect_ssl(m_socket, m_buffer,
                                [self = shared_from_this()](beast::error_code error, bool speaksTls) {
                                    if (!error)
                                        self->goOn(speaksTls);
                                });
    }

private:
    void goOn(bool speaksTls)
    {
        m_timer.cancel();
        if (speaksTls)
            std::make_shared<HttpSession<TlsStream>>(TlsStream(std::move(m_socket), m_tls), m_handler, m_limits)
                ->secure(std::move(m_buffer));
        else
            std::make_shared<HttpSession<Socket>>(std::move(m_socket), m_handler, m_limits)
                ->refuse(400, "Client sent an HTTP request to an HTTPS server.");
    }

    Socket m_socket;
    SessionTimer m_timer;
    asio::ssl::context& m_tls;
    const Handler& m_handler;
    const HttpLimits m_limits;
    beast::flat_buffer m_buffer;
};

StartProblem badTls(const std::string& what, const std::string& file, const beast::error_code& error)
{
    return {what + " " + file + " cannot be used: " + error.message() + ".",
            "Give --tls-certificate a PEM certificate chain and --tls-key its private key without a pass phrase."};
}

tl::expected<std::unique_ptr<asio::ssl::context>, StartProblem> tlsContext(const TlsFiles& files)
{
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1
                         | asio::ssl::context::no_tlsv1_1);
    beast::error_code error;
    context->use_certificate_chain_file(files.certificate, error);
    if (error)
        return tl::unexpected(badTls("The certificate", files.certificate, error));
    // Nobody is there to type a pass phrase.
    context->set_password_callback([](std::size_t, asio::ssl::context::password_purpose) { return std::string(); });
    context->use_private_key_file(files.key, asio::ssl::context::pem, error);
    if (error)
        return tl::unexpected(badTls("The private key", files.key, error));
    return context;
}

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

    tl::expected<void, StartProblem> useTls(const TlsFiles& files)
    {
        auto context = tlsContext(files);
        if (!context)
            return tl::unexpected(context.error());
        m_tls = std::move(*context);
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
            if (m_tls)
                std::make_shared<Knock>(std::move(socket), *m_tls, m_handler, m_limits)->run();
            else
                std::make_shared<HttpSession<Socket>>(std::move(socket), m_handler, m_limits)->run();
            accept();
        });
    }

    Handler m_handler;
    HttpLimits m_limits;
    std::unique_ptr<asio::ssl::context> m_tls; ///< null = plain
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

tl::expected<void, StartProblem> HttpServer::useTls(const TlsFiles& files)
{
    return d->useTls(files);
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
