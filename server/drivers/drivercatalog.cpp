// SPDX-License-Identifier: Apache-2.0
#include "server/drivers/driver.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <QUuid>

#include <algorithm>

namespace server {

DriverBackend tickerBackend();
DriverBackend cronBackend();

const std::vector<DriverBackend>& driverBackends()
{
    static const std::vector<DriverBackend> backends{
        tickerBackend(),
        cronBackend(),
    };
    return backends;
}

std::string imageBaseName(const std::string& image)
{
    std::string name = image.substr(0, image.find('@'));
    if (const auto slash = name.rfind('/'); slash != std::string::npos)
        name.erase(0, slash + 1);
    return name.substr(0, name.find(':'));
}

DriverBackend::Made makeDriver(const DriverSpec& spec)
{
    const std::string base = imageBaseName(spec.image);
    QStringList names;
    for (const DriverBackend& backend : driverBackends()) {
        if (std::find(backend.images.begin(), backend.images.end(), base) != backend.images.end())
            return backend.make(spec);
        names << QString::fromStdString(backend.name);
    }
    const QString reason = QCoreApplication::translate(
        "server::DriverSupervisor",
        "image %1 is a container; the local Dispatch runs only its built-in drivers (%2). Use one of their images, or "
        "connect to a Dispatch on Kubernetes to run this one");
    return tl::unexpected<std::string>(
        reason.arg(QString::fromStdString(spec.image), names.join(QLatin1String(", "))).toStdString());
}

models::Json driverEvent(const std::string& eventType, const std::string& source)
{
    return {
        {"eventType", eventType},
        {"eventTypeVersion", "0.1"},
        {"cloudEventsVersion", "0.1"},
        {"source", source},
        {"eventID", QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString()},
        {"eventTime", QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString()},
        {"contentType", "application/json"},
    };
}

} // namespace server
