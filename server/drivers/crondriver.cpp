// SPDX-License-Identifier: Apache-2.0
#include "models/cronschedule.h"
#include "server/drivers/driver.h"
#include "server/drivers/driverflags.h"

#include <QCoreApplication>
#include <QUuid>

namespace server {

namespace {

/// Sends `cron.trigger` at the times of its schedule, in UTC.
class CronDriver final : public Driver
{
public:
    CronDriver(const DriverFlags& flags, const models::CronSchedule& schedule)
        : m_flags(flags)
        , m_schedule(schedule)
    {
    }

    bool followsWallClock() const override { return true; }
    std::optional<WallTime> next(WallTime from) override
    {
        using std::chrono::milliseconds;
        const auto since = std::chrono::duration_cast<milliseconds>(from.time_since_epoch());
        const QDateTime due = m_schedule.next(QDateTime::fromMSecsSinceEpoch(since.count(), Qt::UTC));
        if (!due.isValid())
            return std::nullopt;
        return WallTime(milliseconds(due.toMSecsSinceEpoch()));
    }
    models::Json event() override
    {
        models::Json event = driverEvent("cron.trigger", m_flags.text("source"));
        event["data"] = nullptr;
        return event;
    }
    bool sends() const override { return !m_flags.flag("dryrun"); }
    bool logs() const override { return m_flags.flag("debug"); }

private:
    DriverFlags m_flags;
    models::CronSchedule m_schedule;
};

DriverKind::Made makeCron(const DriverSpec& spec)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("server::CronDriver", text); };
    const DriverFlags defaults({
        {"cron", std::string()},
        {"source", QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString()},
        {"debug", false},
        {"dryrun", false},
    });
    const auto flags = defaults.parsed(spec.config);
    if (!flags)
        return tl::unexpected<std::string>(flags.error());
    if (flags->text("cron").empty())
        return tl::unexpected<std::string>(
            tr("parameter \"cron\" is missing; give a schedule such as \"0/10 * * * *\" (seconds first)")
                .toStdString());
    const QString text = QString::fromStdString(flags->text("cron"));
    const auto schedule = models::CronSchedule::parse(text);
    if (!schedule)
        return tl::unexpected<std::string>(
            tr("parameter \"cron\" is not a schedule: %1 (\"%2\")").arg(schedule.error(), text).toStdString());
    return std::make_unique<CronDriver>(*flags, *schedule);
}

} // namespace

DriverKind cronKind();
DriverKind cronKind()
{
    return {"cron", {"cron", "cron-driver", "dispatch-events-cron"}, makeCron};
}

} // namespace server
