// SPDX-License-Identifier: Apache-2.0
#include "server/localdispatch.h"

#include "server/http/httpserver.h"
#include "server/router.h"

#include <fstream>
#include <set>
#include <sstream>

namespace server {

namespace {

constexpr const char* kFirstOrganization = "dispatch";

tl::expected<void, StartProblem> addAccount(JwtVerifier& verifier, const ServiceAccount& account)
{
    std::ifstream file(account.publicKeyFile);
    std::stringstream pem;
    pem << file.rdbuf();
    if (!file)
        return tl::unexpected(StartProblem{"The key file " + account.publicKeyFile + " cannot be read.",
                                           "Check the path after --service-account " + account.name + "=."});
    if (const auto added = verifier.add(account.name, pem.str()); !added)
        return tl::unexpected(
            StartProblem{"The service account " + account.name + " cannot be used: " + added.error() + ".",
                         "Give --service-account ORG/NAME=FILE with an RSA public key in PEM."});
    return {};
}

std::string urlHost(const std::string& host)
{
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

} // namespace

class LocalDispatch::Private
{
public:
    Private(const Options& options, std::unique_ptr<Store> store)
        : m_options(options)
        , m_store(std::move(store))
        , m_authenticator(options.auth)
        , m_server([this](const Request& request, const Respond& respond) { m_router.handle(request, respond); })
    {
        m_store->setExecutor([this](std::function<void()> work) { m_server.post(std::move(work)); });
    }
    ~Private()
    {
        m_server.stop();
        m_runs.stop();
        // What is written last may still start or stop drivers and functions; what they report later is not kept.
        m_store->close();
        m_drivers.reset();
        m_functions.reset();
    }

    tl::expected<void, StartProblem> start(const Backends& backends)
    {
        for (const ServiceAccount& account : m_options.serviceAccounts) {
            if (auto added = addAccount(m_authenticator.verifier(), account); !added)
                return added;
        }
        m_registry.load(m_store->loadEntities());
        m_functions = backends.functions(m_options.dataDirectory + "/functions");
        m_drivers = backends.drivers([this](const std::string& organization, const models::Json& event,
                                            Store::Done done) { m_emitter.take(organization, event, std::move(done)); },
                                     [this](const std::string& id, bool ready, const std::string& reason) {
                                         m_resources.driverReported(id, ready, reason);
                                     });
        m_resources.setBackends(m_drivers.get(), m_functions.get(),
                                [this](const std::string& organization, const std::string& function) {
                                    m_runs.wake(organization, function);
                                });
        m_runs.setBackend(m_functions.get());
        seed();
        if (isSecure()) {
            if (auto secured = m_server.useTls(m_options.tls); !secured)
                return secured;
        }
        if (const auto listening = m_server.listen(m_options.host, m_options.port); !listening)
            return listening;
        m_resources.resume();
        return {};
    }

    std::string url() const
    {
        return (isSecure() ? "https://" : "http://") + urlHost(m_options.host) + ":" + std::to_string(m_server.port());
    }
    unsigned short port() const { return m_server.port(); }
    void handle(const Request& request, const Respond& respond) { m_router.handle(request, respond); }

private:
    bool isSecure() const { return !m_options.tls.certificate.empty(); }

    void seed()
    {
        std::set<std::string> organizations = {kFirstOrganization};
        for (const ServiceAccount& account : m_options.serviceAccounts)
            organizations.insert(account.name.substr(0, account.name.find('/')));
        for (const std::string& organization : organizations)
            m_resources.seed(organization);
    }

    Options m_options;
    std::unique_ptr<Store> m_store;
    Authenticator m_authenticator;
    Registry m_registry;
    Resources m_resources{*m_store, m_registry};
    Runs m_runs{*m_store, m_registry, m_resources};
    Emitter m_emitter{*m_store, m_registry, m_runs};
    Router m_router{m_authenticator, m_registry, m_resources, m_runs, m_emitter};
    std::unique_ptr<FunctionBackend> m_functions;
    std::unique_ptr<DriverBackend> m_drivers;
    HttpServer m_server;
};

tl::expected<std::unique_ptr<LocalDispatch>, StartProblem> LocalDispatch::start(const Options& options,
                                                                                const Backends& backends)
{
    auto store = Store::open(options.dataDirectory);
    if (!store)
        return tl::unexpected(store.error());
    auto p = std::make_unique<Private>(options, std::move(*store));
    if (const auto started = p->start(backends); !started)
        return tl::unexpected(started.error());
    return std::unique_ptr<LocalDispatch>(new LocalDispatch(std::move(p)));
}

LocalDispatch::LocalDispatch(std::unique_ptr<Private> p)
    : d(std::move(p))
{
}

LocalDispatch::~LocalDispatch() = default;

unsigned short LocalDispatch::port() const
{
    return d->port();
}

std::string LocalDispatch::url() const
{
    return d->url();
}

void LocalDispatch::handle(const Request& request, const Respond& respond)
{
    d->handle(request, respond);
}

} // namespace server
