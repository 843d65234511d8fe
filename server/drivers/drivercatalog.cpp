// SPDX-License-Identifier: Apache-2.0
#include "server/drivers/driver.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <QUuid>

#include <algorithm>

namespace server {

DriverKind tickerKind();
DriverKind cronKind();

const std::vector<DriverKind>& driverKinds()
{
    static const std::vector<DriverKind> kinds{
        tickerKind(),
        cronKind(),
    };
    return kinds;
}

std::string imageBaseName(const std::string& image)
{
    std::string name = image.substr(0, image.find('@'));
    if (const auto slash = name.rfind('/'); slash != std::string::npos)
        name.erase(0, slash + 1);
    return name.substr(0, name.find(':'));
}

DriverKind::Made makeDriver(const DriverSpec& spec)
{
    const std::string base = imageBaseName(spec.image);
    QStringList names;
    for (const DriverKind& kind : driverKinds()) {
        if (std::find(kind.images.begin(), kind.images.end(), base) != kind.images.end())
            return kind.make(spec);
        names << QString::fromStdString(kind.name);
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
