// SPDX-License-Identifier: Apache-2.0
#include "models/eventproblems.h"

#include "models/jsontext.h"
#include "models/rules.h"
#include "models/timestamp.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace models {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("models::EventProblems", text);
}

using Found = std::vector<EventProblem>;

void problem(Found& found, DraftField field, const char* text)
{
    found.push_back({field, -1, Severity::Problem, -1, translated(text)});
}

void hint(Found& found, DraftField field, const char* text)
{
    found.push_back({field, -1, Severity::Hint, -1, translated(text)});
}

void checkNames(const EventDraft& draft, Found& found)
{
    const auto check = [&found](DraftField field, const char* member, const QString& text) {
        if (const auto explanation = explainViolation(ruleFor(emissionRules(), member), text))
            found.push_back({field, -1, Severity::Problem, -1, *explanation});
    };
    check(DraftField::EventType, "eventType", draft.eventType);
    check(DraftField::Source, "source", draft.source);
    if (draft.eventId.isEmpty())
        problem(found, DraftField::EventId, QT_TRANSLATE_NOOP("models::EventProblems", "An event needs an id."));
}

void checkTime(const EventDraft& draft, Found& found)
{
    if (!draft.eventTime.isEmpty() && !isRfc3339(toStd(draft.eventTime))) {
        problem(
            found, DraftField::EventTime,
            QT_TRANSLATE_NOOP("models::EventProblems",
                              "A time is written as in 2018-09-12T10:11:12.345Z or 2018-09-12T10:11:12+02:00. Leave "
                              "it empty for the time of sending."));
    }
}

void checkSchema(const EventDraft& draft, Found& found)
{
    if (!draft.schemaUrl.isEmpty() && !isUri(toStd(draft.schemaUrl))) {
        problem(
            found, DraftField::SchemaUrl,
            QT_TRANSLATE_NOOP("models::EventProblems",
                              "This is an address as in https://example.com/schema.json, or a path that starts with "
                              "/. Blanks are written %20."));
    }
}

/// What is wrong or odd about JSON text of a field.
void checkJsonOf(DraftField field, int row, const QString& text, Found& found)
{
    const JsonCheck check = checkJson(text);
    for (const JsonRemark& oddity : check.oddities)
        found.push_back({field, row, Severity::Hint, oddity.offset, oddity.message});
    if (check.error)
        found.push_back({field, row, Severity::Problem, check.error->offset, check.error->message});
}

void checkExtensions(const EventDraft& draft, Found& found)
{
    QSet<QString> names;
    for (std::size_t i = 0; i < draft.extensions.size(); ++i) {
        const ExtensionRow& row = draft.extensions[i];
        const int index = static_cast<int>(i);
        if (row.isBlank())
            continue;
        const auto complain = [&found, index](const char* text) {
            found.push_back({DraftField::Extensions, index, Severity::Problem, -1, translated(text)});
        };
        if (row.name.trimmed().isEmpty())
            complain(QT_TRANSLATE_NOOP("models::EventProblems", "This extension needs a name."));
        else if (names.contains(row.name))
            complain(QT_TRANSLATE_NOOP("models::EventProblems", "There is already an extension of this name."));
        names.insert(row.name);
        if (row.value.trimmed().isEmpty()) {
            complain(
                QT_TRANSLATE_NOOP("models::EventProblems", "A JSON value is needed, for example \"text\", 1 or true."));
        } else {
            checkJsonOf(DraftField::Extensions, index, row.value, found);
        }
    }
}

void checkData(const EventDraft& draft, Found& found)
{
    if (draft.mode == DataMode::File && !draft.file) {
        problem(found, DraftField::Data,
                QT_TRANSLATE_NOOP("models::EventProblems", "Choose a file, or another kind of data."));
    } else if (draft.mode == DataMode::File && !draft.file->isKnown()) {
        problem(found, DraftField::Data,
                QT_TRANSLATE_NOOP("models::EventProblems", "The file has not been looked at yet. Choose it again."));
    } else if (draft.mode == DataMode::Text && !draft.text.isValidUtf16()) {
        hint(found, DraftField::Data,
             QT_TRANSLATE_NOOP("models::EventProblems",
                               "The text holds half of a character (a lone surrogate). It arrives as a replacement "
                               "character."));
    } else if (draft.mode == DataMode::JsonText && hasData(draft)) {
        checkJsonOf(DraftField::Data, -1, draft.json, found);
    }
}

void hintAtContentType(const EventDraft& draft, Found& found)
{
    const bool saysJson = effectiveContentType(draft).contains(QLatin1String("json"), Qt::CaseInsensitive);
    if (!hasData(draft))
        return;
    if (draft.mode == DataMode::JsonText && !saysJson) {
        hint(found, DraftField::ContentType,
             QT_TRANSLATE_NOOP("models::EventProblems",
                               "The data is JSON, but the content type says something else. Leave it empty for "
                               "application/json."));
    } else if (draft.mode != DataMode::JsonText && saysJson) {
        hint(found, DraftField::ContentType,
             QT_TRANSLATE_NOOP(
                 "models::EventProblems",
                 "The content type says JSON, but functions receive the data as one string. Choose the JSON "
                 "mode to send values."));
    }
}

bool hasFractionOfSecond(const QString& time)
{
    const qsizetype dot = time.indexOf(u'.');
    return dot >= 0 && std::any_of(time.begin() + dot + 1, time.end(), [](QChar c) { return c >= u'1' && c <= u'9'; });
}

qint64 dataSize(const EventDraft& draft)
{
    if (draft.mode == DataMode::File)
        return draft.file ? draft.file->size : 0;
    return draft.mode == DataMode::Text ? draft.text.size() : draft.json.size();
}

void hintAtBroker(const EventDraft& draft, Found& found)
{
    const bool hasExtensions
        = std::any_of(draft.extensions.begin(), draft.extensions.end(), [](const auto& row) { return !row.isBlank(); });
    if (hasExtensions) {
        hint(found, DraftField::Extensions,
             QT_TRANSLATE_NOOP("models::EventProblems",
                               "Where RabbitMQ carries the events, functions do not receive extensions."));
    }
    if (hasFractionOfSecond(draft.eventTime)) {
        hint(found, DraftField::EventTime,
             QT_TRANSLATE_NOOP("models::EventProblems",
                               "Where RabbitMQ carries the events, the time is cut to whole seconds."));
    }
    if (dataSize(draft) > kBrokerFriendlySize) {
        hint(found, DraftField::Data,
             QT_TRANSLATE_NOOP("models::EventProblems",
                               "Message brokers often refuse more than about 1 MB. The server answers before it finds "
                               "out."));
    }
}

} // namespace

Found eventProblems(const EventDraft& draft, EventBus bus)
{
    Found found;
    checkNames(draft, found);
    checkTime(draft, found);
    checkSchema(draft, found);
    checkExtensions(draft, found);
    checkData(draft, found);
    hintAtContentType(draft, found);
    if (bus == EventBus::Kubernetes)
        hintAtBroker(draft, found);
    return found;
}

bool canBeSent(const Found& problems)
{
    return std::none_of(problems.begin(), problems.end(),
                        [](const EventProblem& one) { return one.severity == Severity::Problem; });
}

} // namespace models
