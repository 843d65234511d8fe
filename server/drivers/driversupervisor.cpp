// SPDX-License-Identifier: Apache-2.0
#include "server/drivers/driversupervisor.h"

#include "server/drivers/driver.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>

namespace server {

namespace {

Q_LOGGING_CATEGORY(lcDrivers, "dispatch.drivers", QtInfoMsg)

using Steady = std::chrono::steady_clock;
using Wall = std::chrono::system_clock;

/// A step of the machine's clock becomes known within this time.
constexpr std::chrono::seconds kLongestNap{30};
constexpr std::chrono::milliseconds kClockStep{500};

QString tr(const char* text)
{
    return QCoreApplication::translate("server::DriverSupervisor", text);
}

struct Running
{
    DriverSpec spec;
    std::unique_ptr<Driver> driver; ///< null while it waits to be started anew
    std::optional<Steady::time_point> due; ///< of the next event, or of the next attempt
    Wall::time_point wallDue;
    models::Json unsent; ///< an event that was not taken, or not yet; sent again first
    std::uint64_t asked = 0; ///< the number of the event under way; 0 = none
    int failures = 0; ///< in a row
};

struct StopRequest
{
    std::string id;
    std::function<void()> done;
};

/// What became of an event.
struct TakenReport
{
    std::string id;
    std::uint64_t asked;
    bool good;
};

using Request = std::variant<DriverSpec, StopRequest, TakenReport>;

} // namespace

class DriverSupervisor::Private
{
public:
    Private(Emit emitEvent, Report report, Backoff backoff)
        : m_emit(std::move(emitEvent))
        , m_report(std::move(report))
        , m_backoff(backoff)
        , m_thread([this] { loop(); })
    {
    }

    ~Private()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }

    void post(Request request)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(std::move(request));
        }
        m_wake.notify_one();
    }

private:
    void loop();
    void serve(Request& request, bool stopping);
    void begin(Running& running);
    void schedule(Running& running, bool afterEvent);
    void fire(Running& running);
    void send(Running& running);
    void hear(const TakenReport& report);
    void sent(Running& running);
    void failed(Running& running, const QString& why);
    void followClock();
    Steady::time_point nextWake() const;

    const Emit m_emit;
    const Report m_report;
    const Backoff m_backoff;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Request> m_requests;
    bool m_stopping = false;

    std::map<std::string, Running> m_running; ///< belongs to the thread
    std::uint64_t m_asked = 0;
    Wall::duration m_offset{}; ///< between the two clocks, to notice a step
    std::thread m_thread; ///< last: it uses everything above
};

void DriverSupervisor::Private::loop()
{
    for (bool stopping = false; !stopping;) {
        std::deque<Request> requests;
        {
            std::unique_lock lock(m_mutex);
            const auto isCalled = [this] { return m_stopping || !m_requests.empty(); };
            // Nothing to do means no wake-ups at all: an idle laptop stays idle.
            if (m_running.empty())
                m_wake.wait(lock, isCalled);
            else
                m_wake.wait_until(lock, nextWake(), isCalled);
            stopping = m_stopping;
            requests.swap(m_requests);
        }
        for (Request& request : requests)
            serve(request, stopping);
        if (stopping)
            break;
        followClock();
        const auto now = Steady::now();
        for (auto& [id, running] : m_running) {
            if (running.due && *running.due <= now && running.asked == 0)
                fire(running);
        }
    }
    m_running.clear();
}

void DriverSupervisor::Private::serve(Request& request, bool stopping)
{
    if (auto* stop = std::get_if<StopRequest>(&request)) {
        m_running.erase(stop->id);
        if (stop->done)
            stop->done();
        return;
    }
    if (stopping)
        return;
    if (const auto* taken = std::get_if<TakenReport>(&request))
        return hear(*taken);
    auto& spec = std::get<DriverSpec>(request);
    const std::string id = spec.id;
    m_running.erase(id);
    if (m_running.empty())
        m_offset = Wall::now().time_since_epoch()
            - std::chrono::duration_cast<Wall::duration>(Steady::now().time_since_epoch());
    Running running;
    running.spec = std::move(spec);
    auto made = makeDriver(running.spec);
    // What is wrong with the specification stays wrong: only a new one helps.
    if (!made) {
        m_report(id, false, made.error());
        return;
    }
    running.driver = std::move(*made);
    begin(m_running.emplace(id, std::move(running)).first->second);
}

void DriverSupervisor::Private::begin(Running& running)
{
    try {
        schedule(running, false);
    } catch (const std::exception& error) {
        failed(running, QString::fromUtf8(error.what()));
        return;
    }
    m_report(running.spec.id, true, {});
}

void DriverSupervisor::Private::schedule(Running& running, bool afterEvent)
{
    const auto wallNow = Wall::now();
    const auto steadyNow = Steady::now();
    const auto from = afterEvent ? std::max(wallNow, running.wallDue) : wallNow;
    const auto next = running.driver->next(from);
    if (!next) {
        running.due.reset();
        return;
    }
    running.wallDue = *next;
    const auto distance = std::chrono::duration_cast<Steady::duration>(*next - from);
    // An even distance is counted from the last tick, so that ticks do not drift; missed ones are left out.
    if (!running.driver->followsWallClock() && afterEvent && running.due && *running.due + distance > steadyNow)
        running.due = *running.due + distance;
    else
        running.due = steadyNow + distance + std::chrono::duration_cast<Steady::duration>(from - wallNow);
}

void DriverSupervisor::Private::fire(Running& running)
{
    try {
        if (!running.driver) {
            auto made = makeDriver(running.spec);
            if (!made) {
                failed(running, QString::fromStdString(made.error()));
                return;
            }
            running.driver = std::move(*made);
            if (running.unsent.is_null()) {
                begin(running);
                return;
            }
        }
        if (running.unsent.is_null())
            running.unsent = running.driver->event();
        if (running.driver->logs())
            qCInfo(lcDrivers, "driver %s: %s", running.spec.name.c_str(), models::dumpJson(running.unsent).constData());
        if (running.driver->sends())
            return send(running);
        sent(running);
        schedule(running, true);
    } catch (const std::exception& error) {
        failed(running, QString::fromUtf8(error.what()));
    }
}

void DriverSupervisor::Private::send(Running& running)
{
    running.asked = ++m_asked;
    m_emit(running.spec.organization, running.unsent, [this, id = running.spec.id, asked = m_asked](bool good) {
        post(TakenReport{id, asked, good});
    });
}

void DriverSupervisor::Private::hear(const TakenReport& report)
{
    const auto found = m_running.find(report.id);
    // An answer for a driver that was stopped or replaced since is nobody's.
    if (found == m_running.end() || found->second.asked != report.asked)
        return;
    Running& running = found->second;
    running.asked = 0;
    if (!report.good)
        return failed(running, tr("its event could not be taken"));
    try {
        sent(running);
        schedule(running, true);
    } catch (const std::exception& error) {
        failed(running, QString::fromUtf8(error.what()));
    }
}

void DriverSupervisor::Private::sent(Running& running)
{
    running.unsent = nullptr;
    if (std::exchange(running.failures, 0) > 0)
        m_report(running.spec.id, true, {});
}

void DriverSupervisor::Private::failed(Running& running, const QString& why)
{
    running.driver.reset();
    running.asked = 0;
    auto pause = m_backoff.first;
    for (int i = 0; i < running.failures && pause < m_backoff.longest; ++i)
        pause *= 2;
    pause = std::min(pause, m_backoff.longest);
    ++running.failures;
    running.due = Steady::now() + pause;
    const QString reason
        = tr("the driver failed: %1. It starts anew in %2 s").arg(why).arg(double(pause.count()) / 1000);
    m_report(running.spec.id, false, reason.toStdString());
}

void DriverSupervisor::Private::followClock()
{
    const Wall::duration offset
        = Wall::now().time_since_epoch() - std::chrono::duration_cast<Wall::duration>(Steady::now().time_since_epoch());
    const bool stepped = std::chrono::abs(offset - m_offset) > kClockStep;
    m_offset = offset;
    if (!stepped)
        return;
    for (auto& [id, running] : m_running) {
        if (running.driver && running.driver->followsWallClock())
            schedule(running, false);
    }
}

Steady::time_point DriverSupervisor::Private::nextWake() const
{
    auto wake = Steady::now() + kLongestNap;
    for (const auto& [id, running] : m_running) {
        if (running.due && running.asked == 0)
            wake = std::min(wake, *running.due);
    }
    return wake;
}

DriverSupervisor::DriverSupervisor(Emit emitEvent, Report report, Backoff backoff)
    : d(std::make_unique<Private>(std::move(emitEvent), std::move(report), backoff))
{
}

DriverSupervisor::~DriverSupervisor() = default;

void DriverSupervisor::start(const DriverSpec& spec)
{
    d->post(spec);
}

void DriverSupervisor::stop(const std::string& id, std::function<void()> done)
{
    d->post(StopRequest{id, std::move(done)});
}

} // namespace server
