// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/emit.h"

#include "tests/bench/load.h"
#include "tests/bench/process.h"
#include "tests/bench/report.h"
#include "tests/common/childserver.h"

#include <sqlite3.h>

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace bench {

namespace {

constexpr double kSeconds = 3;
constexpr double kWarmUp = 0.3;

std::string emission()
{
    const std::string body
        = R"({"cloudEventsVersion":"0.1","eventType":"bench.event","source":"bench","eventID":"0a1b2c3d",)"
          R"("eventTime":"2018-09-20T12:00:00Z","contentType":"application/json",)"
          R"("data":{"name":"vm-17","host":"esx-3","power":true,"cpu":4}})";
    return "POST /v1/event HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: c\r\nX-Dispatch-Org: dispatch\r\n"
           "Content-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class PlainChild
{
public:
    explicit PlainChild(const std::string& request)
    {
        const int listener = plainListen(m_port);
        m_pid = ::fork();
        if (m_pid == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            plainServe(listener, request);
        }
        ::close(listener);
    }
    PlainChild(const PlainChild&) = delete;
    PlainChild& operator=(const PlainChild&) = delete;
    ~PlainChild()
    {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }

    unsigned short port() const { return m_port; }
    pid_t pid() const { return m_pid; }

private:
    unsigned short m_port = 0;
    pid_t m_pid = -1;
};

/// How many events were ever committed: old ones are trimmed away, but the sequence goes on.
long committedEvents(const QString& file)
{
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    sqlite3_open_v2(file.toUtf8().constData(), &database, SQLITE_OPEN_READWRITE, nullptr);
    sqlite3_prepare_v2(database, "SELECT max(seq) FROM events", -1, &statement, nullptr);
    const long count
        = sqlite3_step(statement) == SQLITE_ROW ? static_cast<long>(sqlite3_column_int64(statement, 0)) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return count;
}

} // namespace

bool emit()
{
    const std::string request = emission();
    ChildServer server;
    if (!server.isReady()) {
        std::printf("emit: no server to send to\n");
        return false;
    }
    const auto port = static_cast<unsigned short>(server.connection().base.port());
    const PlainChild plain(request);
    long acknowledged = load(port, request, 1, kWarmUp).answered;
    long refused = 0;
    // What the original reaches on a 2-core machine, in memory only.
    for (const auto& [connections, original] : {std::pair{16, 20'000.0}, std::pair{1, 7'400.0}}) {
        const double plainBefore = cpuMicroseconds(plain.pid());
        const LoadResult floor = load(plain.port(), request, connections, kSeconds);
        const double oursBefore = cpuMicroseconds(server.processId());
        const LoadResult ours = load(port, request, connections, kSeconds);
        acknowledged += ours.answered;
        refused += ours.refused;
        const double plainCost = (cpuMicroseconds(plain.pid()) - plainBefore) / static_cast<double>(floor.answered);
        const double oursCost = (cpuMicroseconds(server.processId()) - oursBefore) / static_cast<double>(ours.answered);
        report(QStringLiteral("emit to disk over %1 connection(s)").arg(connections), ours.rate(),
               QStringLiteral("loop that only answers"), floor.rate(), QStringLiteral("/s"), above(original));
        report(QStringLiteral("  processor time of one"), oursCost, QStringLiteral("loop that only answers"), plainCost,
               QStringLiteral("µs"));
    }
    const double resident = residentMebibytes(server.processId());
    server.kill();
    report(QStringLiteral("resident memory of dispatch-local after that"), resident,
           QStringLiteral("original Solo, in memory only"), 40, QStringLiteral("MiB"));
    const long committed = committedEvents(server.folder() + QStringLiteral("/dispatch.db"));
    const bool durable = acknowledged > 0 && committed >= acknowledged && refused == 0;
    std::printf("%s: %ld events acknowledged, %ld on disk after kill -9, %ld refused\n",
                durable ? "durable" : "NOT DURABLE", acknowledged, committed, refused);
    return durable;
}

} // namespace bench
