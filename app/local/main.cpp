// SPDX-License-Identifier: Apache-2.0
#include "server/localdispatch.h"

#include <QCoreApplication>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr const char* kUsage = R"(Usage: dispatch-local [options]
A durable local Dispatch.

  --host ADDRESS                     address to listen on (127.0.0.1)
  --port PORT                        port to listen on, 0 = any free one (8080)
  --data-dir DIR                     where everything is kept ($XDG_DATA_HOME/dispatch-local)
  --auth jwt|none                    jwt: bearer tokens of service accounts; none: any credential (jwt)
  --service-account ORG/NAME=FILE    public key (PEM) of an account; may be repeated
  --tls-certificate FILE             serve https with this certificate chain (PEM)
  --tls-key FILE                     its private key (PEM)
  --parent-pid PID                   end when this process is gone
  --version, --help
)";

struct CommandLine
{
    server::Options options;
    pid_t parent = 0;
    bool help = false;
    bool version = false;
    std::string fault;
};

template <typename Number> bool readNumber(const std::string& text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

std::string defaultDataDirectory()
{
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data)
        return std::string(data) + "/dispatch-local";
    const char* home = std::getenv("HOME");
    return std::string(home ? home : ".") + "/.local/share/dispatch-local";
}

std::string readOption(CommandLine& line, const std::string& name, const std::string& value)
{
    server::Options& options = line.options;
    if (name == "--host")
        options.host = value;
    else if (name == "--data-dir")
        options.dataDirectory = value;
    else if (name == "--tls-certificate")
        options.tls.certificate = value;
    else if (name == "--tls-key")
        options.tls.key = value;
    else if (name == "--port")
        return readNumber(value, options.port) ? "" : "--port needs a number from 0 to 65535";
    else if (name == "--parent-pid")
        return readNumber(value, line.parent) && line.parent > 0 ? "" : "--parent-pid needs a process id";
    else if (name == "--auth" && (value == "jwt" || value == "none"))
        options.auth = value == "jwt" ? server::AuthMode::Jwt : server::AuthMode::None;
    else if (name == "--auth")
        return "--auth is jwt or none";
    else if (const auto equals = value.find('='); name == "--service-account" && equals != std::string::npos)
        options.serviceAccounts.push_back({value.substr(0, equals), value.substr(equals + 1)});
    else if (name == "--service-account")
        return "--service-account needs ORG/NAME=FILE";
    else
        return "unknown option " + name;
    return {};
}

CommandLine readCommandLine(int count, char** arguments)
{
    CommandLine line;
    line.options.dataDirectory = defaultDataDirectory();
    for (int i = 1; i < count && line.fault.empty(); ++i) {
        std::string name = arguments[i];
        if (name == "--help" || name == "-h") {
            line.help = true;
        } else if (name == "--version") {
            line.version = true;
        } else if (const auto equals = name.find('='); equals != std::string::npos) {
            line.fault = readOption(line, name.substr(0, equals), name.substr(equals + 1));
        } else if (i + 1 < count) {
            line.fault = readOption(line, name, arguments[++i]);
        } else {
            line.fault = name + " is unknown or needs a value";
        }
    }
    if (line.fault.empty() && line.options.tls.certificate.empty() != line.options.tls.key.empty())
        line.fault = "--tls-certificate and --tls-key go together";
    return line;
}

int wakePipe[2] = {-1, -1};

void onSignal(int signal)
{
    const char what = signal == SIGUSR1 ? 'p' : 'q';
    [[maybe_unused]] const auto written = write(wakePipe[1], &what, 1);
}

/// Signals arrive in a pipe instead of being blocked: a blocked mask would be inherited by functions.
bool catchSignals()
{
    if (pipe2(wakePipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return false;
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGTERM, SIGINT, SIGUSR1})
        sigaction(signal, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGHUP, SIG_IGN);
    return true;
}

class ParentWatch
{
public:
    explicit ParentWatch(pid_t parent)
        : m_parent(parent)
        , m_child(parent == getppid())
    {
        // Not a deadly signal: it also comes when only the thread that started us ends, so it just makes us look.
        if (m_child)
            prctl(PR_SET_PDEATHSIG, SIGUSR1);
    }
    bool isGone() const
    {
        if (m_parent == 0)
            return false;
        return m_child ? getppid() != m_parent : kill(m_parent, 0) != 0 && errno == ESRCH;
    }

private:
    pid_t m_parent;
    bool m_child;
};

void serveUntilAsked(const ParentWatch& parent)
{
    constexpr int kLookEvery = 500;
    for (;;) {
        pollfd wake = {wakePipe[0], POLLIN, 0};
        poll(&wake, 1, kLookEvery);
        char what = 0;
        while (read(wakePipe[0], &what, 1) == 1) {
            if (what == 'q')
                return;
        }
        if (parent.isGone())
            return;
    }
}

void say(const models::Json& line)
{
    std::cout << line.dump(-1, ' ', false, models::Json::error_handler_t::replace) << std::endl;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const CommandLine line = readCommandLine(argc, argv);
    if (line.help || line.version) {
        std::cout << (line.help ? kUsage : "dispatch-local " DISPATCH_VERSION "\n");
        return 0;
    }
    if (!line.fault.empty()) {
        say({{"event", "failed"}, {"reason", line.fault}, {"remedy", "See dispatch-local --help."}});
        return 1;
    }
    // Secrets are in the data directory: what is made there is for nobody else, also while it is being made.
    umask(077);
    const ParentWatch parent(line.parent);
    if (!catchSignals())
        return 1;
    auto running = server::LocalDispatch::start(line.options);
    if (!running) {
        say({{"event", "failed"}, {"reason", running.error().reason}, {"remedy", running.error().remedy}});
        return 1;
    }
    say({{"event", "ready"}, {"url", (*running)->url()}, {"pid", getpid()}});
    serveUntilAsked(parent);
    return 0;
}
