// SPDX-License-Identifier: Apache-2.0
#include "client/watchlook.h"

#include "client/failures.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace client {

using models::Resource;
using models::Result;
using models::Run;

namespace {

constexpr qint64 kNSecsPerSecond = 1'000'000'000;

bool nameLess(const Resource& left, const Resource& right)
{
    return models::nameOf(left) < models::nameOf(right);
}

/// Solo lists show every organization's entries (contract §9.9), so a name can come twice; the first one is kept.
void sortAndUnite(std::vector<Resource>& resources)
{
    std::stable_sort(resources.begin(), resources.end(), nameLess);
    const auto tail = std::unique(resources.begin(), resources.end(), [](const Resource& left, const Resource& right) {
        return models::nameOf(left) == models::nameOf(right);
    });
    resources.erase(tail, resources.end());
}

std::vector<Transition> transitionsOf(const models::Difference& difference, const std::vector<Resource>& before)
{
    std::vector<Transition> transitions;
    for (const Resource& changed : difference.changed) {
        const Resource* const previous = findByName(before, models::nameOf(changed));
        const models::Status to = models::statusOf(changed);
        const models::Status from = previous ? models::statusOf(*previous) : models::Status();
        if (previous && from != to)
            transitions.push_back({models::nameOf(changed), from, to});
    }
    return transitions;
}

models::Failure runsUnreadable(const QByteArray& body, const models::Failure& reading)
{
    return malformedAnswer(QCoreApplication::translate("client::RunWatch", "look at the runs"), body, reading, false);
}

models::Failure noList()
{
    models::Failure failure;
    failure.cameBack = QCoreApplication::translate("client::RunWatch", "JSON that is no list");
    return failure;
}

/// Forgets the oldest runs beyond the limit.
void keepNewest(QHash<QString, KnownRun>& known, int limit)
{
    if (known.size() <= limit)
        return;
    std::vector<std::pair<models::Timestamp, QString>> ages;
    ages.reserve(static_cast<std::size_t>(known.size()));
    for (auto run = known.cbegin(); run != known.cend(); ++run)
        ages.emplace_back(run->executed, run.key());
    const auto cut = ages.begin() + (known.size() - limit);
    std::nth_element(ages.begin(), cut, ages.end());
    for (auto old = ages.begin(); old != cut; ++old)
        known.remove(old->second);
}

/// Where a driver can be reached from here.
void makeReachable(Resource& resource, const QString& host)
{
    auto* const driver = std::get_if<models::Driver>(&resource);
    if (!driver || driver->url.isEmpty())
        return;
    QUrl url(driver->url);
    if (QHostAddress(url.host()) == QHostAddress::AnyIPv4 || QHostAddress(url.host()) == QHostAddress::AnyIPv6) {
        url.setHost(host);
        driver->url = url.toString();
    }
}

} // namespace

Fingerprint fingerprintOf(const QByteArray& body)
{
    return {body.size(), QCryptographicHash::hash(body, QCryptographicHash::Blake2b_256)};
}

const Resource* findByName(const std::vector<Resource>& resources, const QString& name)
{
    const auto found
        = std::lower_bound(resources.begin(), resources.end(), name,
                           [](const Resource& left, const QString& right) { return models::nameOf(left) < right; });
    return found != resources.end() && models::nameOf(*found) == name ? &*found : nullptr;
}

Result<Seen> examineList(models::Kind kind, const QByteArray& body, const Fingerprint& last, const Snapshot& before,
                         const QString& host)
{
    Seen seen;
    seen.fingerprint = fingerprintOf(body);
    if (seen.fingerprint == last) {
        seen.unchanged = true;
        return seen;
    }
    const bool sensitive = kind == models::Kind::Secret;
    const QString tried
        = QCoreApplication::translate("client::DispatchClient", "look at the list of %1").arg(models::pluralOf(kind));
    const auto json = models::parseJson(body);
    if (!json)
        return models::failed(malformedAnswer(tried, body, json.error(), sensitive));
    auto resources = models::resourcesFromJson(kind, *json);
    if (!resources)
        return models::failed(malformedAnswer(tried, body, resources.error(), sensitive));

    for (Resource& resource : *resources)
        makeReachable(resource, host);
    sortAndUnite(*resources);
    seen.difference = models::difference(*before, *resources);
    seen.transitions = transitionsOf(seen.difference, *before);
    seen.moving = std::any_of(resources->begin(), resources->end(),
                              [](const Resource& resource) { return models::statusOf(resource).isMoving(); });
    seen.resources = std::make_shared<const std::vector<Resource>>(std::move(*resources));
    return seen;
}

Result<SeenRuns> examineRuns(const QByteArray& body, const Fingerprint& last, const QHash<QString, KnownRun>& before,
                             int limit)
{
    SeenRuns seen;
    seen.fingerprint = fingerprintOf(body);
    if (seen.fingerprint == last) {
        seen.unchanged = true;
        return seen;
    }
    const auto json = models::parseJson(body);
    if (!json)
        return models::failed(runsUnreadable(body, json.error()));
    if (!json->is_array() && !json->is_null())
        return models::failed(runsUnreadable(body, noList()));

    seen.known = before;
    for (const models::Json& item : *json) {
        auto run = models::runFromJson(item);
        if (!run)
            return models::failed(runsUnreadable(body, run.error()));
        const KnownRun now{run->executed, fingerprintOf(models::dumpJson(item)).hash, run->status.isMoving()};
        const auto known = seen.known.constFind(run->name);
        if (known == seen.known.cend() || known->hash != now.hash)
            seen.fresh.push_back(std::move(*run));
        seen.known.insert(models::textAt(item, "name"), now);
    }
    keepNewest(seen.known, limit);
    std::erase_if(seen.fresh, [&seen](const Run& run) { return !seen.known.contains(run.name); });
    for (const KnownRun& run : std::as_const(seen.known)) {
        seen.newestSeconds = std::max(seen.newestSeconds, run.executed.nsecs / kNSecsPerSecond);
        seen.moving = seen.moving || run.moving;
    }
    return seen;
}

} // namespace client
