// SPDX-License-Identifier: Apache-2.0
#include "server/drivers/driver.h"
#include "server/drivers/driverflags.h"

#include <QCoreApplication>
#include <QUuid>

namespace server {

namespace {

constexpr long long kLongestSeconds = 10LL * 365 * 24 * 3600;

/// Sends `ticker.tick` at an even distance.
class TickerDriver final : public Driver
{
public:
    explicit TickerDriver(const DriverFlags& flags)
        : m_flags(flags)
    {
    }

    bool followsWallClock() const override { return false; }
    std::optional<WallTime> next(WallTime from) override
    {
        return from + std::chrono::seconds(m_flags.number("seconds"));
    }
    models::Json event() override { return driverEvent("ticker.tick", m_flags.text("source")); }
    bool sends() const override { return !m_flags.flag("dryrun"); }
    bool logs() const override { return m_flags.flag("debug"); }

private:
    DriverFlags m_flags;
};

DriverKind::Made makeTicker(const DriverSpec& spec)
{
    const DriverFlags defaults({
        {"seconds", 60LL},
        {"source", QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString()},
        {"debug", false},
        {"dryrun", false},
    });
    const auto flags = defaults.parsed(spec.config);
    if (!flags)
        return tl::unexpected<std::string>(flags.error());
    const long long seconds = flags->number("seconds");
    if (seconds < 1 || seconds > kLongestSeconds) {
        const QString reason = QCoreApplication::translate("server::TickerDriver",
                                                           "parameter \"seconds\" must be between 1 and %1, not %2");
        return tl::unexpected<std::string>(reason.arg(kLongestSeconds).arg(seconds).toStdString());
    }
    return std::make_unique<TickerDriver>(*flags);
}

} // namespace

DriverKind tickerKind();
DriverKind tickerKind()
{
    return {
        "ticker", {"ticker", "timer", "ticker-driver", "dispatch-ticker-driver", "dispatch-events-ticker"}, makeTicker};
}

} // namespace server
