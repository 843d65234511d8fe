// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/pairs.h"
#include "models/status.h"
#include "models/timestamp.h"

#include <map>
#include <variant>

namespace models {

// The resource values of contract §1.6 to §1.12. Each keeps members it does not know in `unknown`, so that reading and
// writing back loses nothing. Readers are tolerant: `null` = absent = empty; only a missing name is a failure.

/// What a driver is made from: an image, and whether it is reachable from outside. Has no status.
struct DriverType
{
    QString name;
    QString image;
    bool expose = false;
    Pairs config;
    Pairs tags;
    Timestamp created; ///< wire: `created-time`
    Timestamp modified; ///< wire: `modified-time`
    Json unknown;

    bool operator==(const DriverType&) const = default;
};

/// A running container that turns something into events.
struct Driver
{
    QString name;
    QString type; ///< name of a driver type
    Pairs config; ///< becomes arguments `--key=value`
    QStringList secrets; ///< names; their keys become environment variables
    Pairs tags;
    bool expose = false; ///< copied from the type at creation; must be sent back on update (contract §9.4)
    QString url;
    Status status;
    QStringList reason; ///< without the doubled entries of contract §1.7
    Timestamp created;
    Timestamp modified;
    Json unknown;

    bool operator==(const Driver&) const = default;
};

/// Named values. Only the keys are kept here: values never enter a model, see SecretValues.
struct Secret
{
    QString id;
    QString name;
    QStringList keys;
    Pairs tags;
    Json unknown;

    bool operator==(const Secret&) const = default;
};

/// The values of one secret, for the short time between a form or the wire and its use. Never stored in an item model.
struct SecretValues
{
    QString name;
    std::map<QString, QString> values;
    Pairs tags;
};

/// Binds an event type to a function.
struct Subscription
{
    QString name;
    QString eventType;
    QString function;
    QStringList secrets; ///< stored, but without effect on any server (contract §1.8)
    Pairs tags;
    Status status;
    Timestamp created;
    Timestamp modified;
    Json unknown;

    bool operator==(const Subscription&) const = default;
};

struct Function
{
    QString id;
    QString name;
    QString image;
    QString handler;
    QString imageUrl; ///< wire: `functionImageURL`, once built
    QStringList secrets;
    qint64 timeoutMSecs = 0; ///< 0 = none
    Json schema; ///< `{"in":…, "out":…}`
    Pairs tags;
    Status status;
    QStringList reason;
    Timestamp created;
    Json unknown;

    bool operator==(const Function&) const = default;
};

using Resource = std::variant<DriverType, Driver, Secret, Subscription, Function>;

Result<DriverType> driverTypeFromJson(const Json& json);
Result<Driver> driverFromJson(const Json& json);
/// Drops the values of the secret; only its keys are kept.
Result<Secret> secretFromJson(const Json& json);
Result<SecretValues> secretValuesFromJson(const Json& json);
Result<Subscription> subscriptionFromJson(const Json& json);
Result<Function> functionFromJson(const Json& json);

/// The request form: what a create or update sends. Server-owned members (status, times, reason) are left out.
Json toJson(const DriverType& value);
Json toJson(const Driver& value);
Json toJson(const Secret& value);
Json toJson(const SecretValues& value);
Json toJson(const Subscription& value);
Json toJson(const Function& value);
Json toJson(const Resource& value);

const QString& nameOf(const Resource& resource);
/// State::None for kinds without a status.
Status statusOf(const Resource& resource);
/// Empty for kinds that give no reason.
QStringList reasonOf(const Resource& resource);
Timestamp createdOf(const Resource& resource);
/// Unset for kinds that do not tell. Servers move it without a change of anything else (contract §1.4).
Timestamp modifiedOf(const Resource& resource);
const Pairs& tagsOf(const Resource& resource);
/// Names of secrets the resource uses.
QStringList secretsUsedBy(const Resource& resource);

} // namespace models
