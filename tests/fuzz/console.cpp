// SPDX-License-Identifier: Apache-2.0
// The readers of the console: answers of a server, and what a person types.
#include "client/failures.h"
#include "models/cronschedule.h"
#include "models/drivercatalogue.h"
#include "models/rules.h"
#include "models/run.h"
#include "models/textfilter.h"
#include "models/yaml/exportwriter.h"
#include "tests/fuzz/entrypoints.h"

#include <regex>

namespace fuzz {

namespace {

using models::Json;

/// What is read, written and read again is the same: nothing gets lost on the way back to the server.
template <typename Value> void writeBack(const models::Result<Value>& value, models::Result<Value> (*read)(const Json&))
{
    if (!value)
        return;
    const Json written = models::toJson(*value);
    require(!models::dumpJson(written).isEmpty(), "a value can be written");
    const auto again = read(written);
    require(again && models::toJson(*again) == written, "a value that is written and read again stays the same");
}

template <typename Value> void readResource(const Json& item, models::Result<Value> (*read)(const Json&))
{
    const auto value = read(item);
    writeBack(value, read);
    if (value)
        models::toYaml(models::Resource(*value));
}

} // namespace

void readAnswer(const QByteArray& text)
{
    const auto json = models::parseJson(text);
    if (!json)
        return;
    require(!text.contains('\0'), "nothing is cut off at a zero byte");
    for (const Json& item : json->is_array() ? *json : Json::array({*json})) {
        readResource(item, models::driverTypeFromJson);
        readResource(item, models::driverFromJson);
        readResource(item, models::secretFromJson);
        readResource(item, models::subscriptionFromJson);
        readResource(item, models::functionFromJson);
        writeBack(models::secretValuesFromJson(item), models::secretValuesFromJson);
        if (const auto run = models::runFromJson(item)) {
            run->durationNSecs();
            run->executed.toDateTime().toString();
            models::dumpJson(models::toJson(*run));
        }
        models::dumpJson(models::toJson(models::cloudEventFromJson(item)));
    }
}

/// The first byte chooses the status.
void readRefusal(const QByteArray& text)
{
    client::Outcome outcome;
    outcome.tried = QStringLiteral("list drivers");
    outcome.httpStatus = text.isEmpty() ? 0 : 100 + 4 * static_cast<unsigned char>(text[0]) / 2;
    outcome.body = text.mid(1);
    const qsizetype end = outcome.body.indexOf('\n');
    outcome.contentType = outcome.body.left(qMax<qsizetype>(end, 0));
    if (const auto failure = client::failureOf(outcome))
        require(!failure->meaning.isEmpty(), "a failure says what it means");
    if (const auto json = models::parseJson(outcome.body); !json)
        client::malformedAnswer(outcome.tried, outcome.body, json.error(), false);
    outcome.sensitive = true;
    if (const auto failure = client::failureOf(outcome))
        require(failure->raw.isEmpty(), "a sensitive answer is not kept");
}

void readCatalogue(const QByteArray& text)
{
    const auto catalogue = models::readDriverCatalogue(text);
    if (!catalogue)
        return;
    for (const models::CatalogueEntry& entry : *catalogue)
        require(models::findEntry(*catalogue, entry.name, {}), "an entry is found by its name");
    models::findEntry(*catalogue, {}, QString::fromUtf8(text.left(100)));
}

void readCron(const QByteArray& text)
{
    const auto schedule = models::CronSchedule::parse(QString::fromUtf8(text));
    if (!schedule) {
        require(!schedule.error().isEmpty(), "a refused schedule comes with a sentence");
        return;
    }
    static const QDateTime start(QDate(2024, 2, 28), QTime(23, 59, 59, 500), Qt::UTC);
    QDateTime at = start;
    for (int i = 0; i < 3 && at.isValid(); ++i) {
        const QDateTime next = schedule->next(at);
        require(!next.isValid() || next > at, "the next time is later");
        at = next;
    }
}

/// A line of filter, a line end, what is looked at.
void readFilter(const QByteArray& text)
{
    const qsizetype end = text.indexOf('\n');
    const QString line = QString::fromUtf8(text.left(end));
    const QString shown = QString::fromUtf8(end < 0 ? text : text.mid(end + 1));
    const models::TextFilter filter(line);
    const bool accepts = filter.accepts(models::TextFilter::folded(shown));
    require(accepts || !filter.isEmpty(), "an empty filter accepts everything");
    models::naturalKey(shown);
}

void readName(const QByteArray& text)
{
    constexpr qsizetype kLongest = 128; // std::regex recurses
    const std::string name = text.left(kLongest).toStdString();
    for (const models::Pattern* pattern : {&models::kDriverNamePattern, &models::kNamePattern, &models::kPathPattern,
                                           &models::kEventTypePattern, &models::kDottedNamePattern}) {
        const std::regex regex(pattern->regex);
        require(pattern->matches(name) == std::regex_match(name, regex), "a pattern matches what its text says");
    }
    models::isUuid(name);
    models::imageBaseName(QString::fromUtf8(text));
}

} // namespace fuzz
