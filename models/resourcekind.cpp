// SPDX-License-Identifier: Apache-2.0
#include "models/resourcekind.h"

#include <QCoreApplication>

#include <array>

namespace models {

namespace {

constexpr const char* kContext = "models::ResourceKind";

#define WORD(text) QT_TRANSLATE_NOOP("models::ResourceKind", text)

QVariant nameColumn(const Resource& resource)
{
    return nameOf(resource);
}

QVariant statusColumn(const Resource& resource)
{
    return QVariant::fromValue(statusOf(resource));
}

QVariant createdColumn(const Resource& resource)
{
    return QVariant::fromValue(createdOf(resource));
}

QVariant reasonColumn(const Resource& resource)
{
    return reasonOf(resource).join(QStringLiteral("; "));
}

QVariant tagsColumn(const Resource& resource)
{
    QStringList texts;
    for (const Pair& tag : tagsOf(resource).items)
        texts << (tag.value.isEmpty() ? tag.key : tag.key + QLatin1Char('=') + tag.value);
    return texts.join(QStringLiteral(", "));
}

QVariant secretsColumn(const Resource& resource)
{
    return secretsUsedBy(resource).join(QStringLiteral(", "));
}

/// A column that shows one text member of one kind.
template <typename T, QString T::*member> QVariant textColumn(const Resource& resource)
{
    return std::get<T>(resource).*member;
}

QVariant exposeColumn(const Resource& resource)
{
    return std::get<DriverType>(resource).expose ? QCoreApplication::translate(kContext, WORD("exposed")) : QString();
}

QVariant secretKeysColumn(const Resource& resource)
{
    return std::get<Secret>(resource).keys.join(QStringLiteral(", "));
}

constexpr Column kStateColumn = {"state", WORD("State"), ColumnRole::State, statusColumn};
constexpr Column kNameColumn = {"name", WORD("Name"), ColumnRole::Text, nameColumn};
constexpr Column kAgeColumn = {"age", WORD("Age"), ColumnRole::Time, createdColumn};
constexpr Column kReasonColumn = {"reason", WORD("Reason"), ColumnRole::Text, reasonColumn};
constexpr Column kTagsColumn = {"tags", WORD("Tags"), ColumnRole::Text, tagsColumn, false};
constexpr Column kSecretsColumn = {"secrets", WORD("Secrets"), ColumnRole::Text, secretsColumn, false};

constexpr std::array kDriverTypeColumns = {
    kNameColumn,
    Column{"image", WORD("Image"), ColumnRole::Text, textColumn<DriverType, &DriverType::image>},
    Column{"expose", WORD("Exposed"), ColumnRole::Text, exposeColumn},
    kAgeColumn,
    kTagsColumn,
};
constexpr std::array kDriverColumns = {
    kStateColumn,
    kNameColumn,
    Column{"type", WORD("Type"), ColumnRole::Text, textColumn<Driver, &Driver::type>},
    kAgeColumn,
    kReasonColumn,
    kSecretsColumn,
    Column{"url", WORD("URL"), ColumnRole::Text, textColumn<Driver, &Driver::url>, false},
    kTagsColumn,
};
constexpr std::array kSecretColumns = {
    kNameColumn,
    Column{"keys", WORD("Keys"), ColumnRole::Text, secretKeysColumn},
    kTagsColumn,
};
constexpr std::array kSubscriptionColumns = {
    kStateColumn,
    kNameColumn,
    Column{"eventType", WORD("Event Type"), ColumnRole::Text, textColumn<Subscription, &Subscription::eventType>},
    Column{"function", WORD("Function"), ColumnRole::Text, textColumn<Subscription, &Subscription::function>},
    kAgeColumn,
    kTagsColumn,
};
constexpr std::array kFunctionColumns = {
    kStateColumn,
    kNameColumn,
    Column{"image", WORD("Image"), ColumnRole::Text, textColumn<Function, &Function::image>},
    Column{"handler", WORD("Handler"), ColumnRole::Text, textColumn<Function, &Function::handler>},
    kAgeColumn,
    kReasonColumn,
    kSecretsColumn,
    kTagsColumn,
};

constexpr Field kTagsField = {"tags",           WORD("Tags"),     WORD("Free labels, for example team = storage."),
                              FieldType::Pairs, Kind::DriverType, true};

constexpr std::array kDriverTypeFields = {
    Field{"name", WORD("Name"), WORD("What drivers refer to. At most 32 characters."), FieldType::Text},
    Field{"image", WORD("Image"), WORD("The container image that a driver of this type runs."), FieldType::Text},
    Field{"expose", WORD("Reachable from outside"),
          WORD("Gives each driver an address of its own, for sources that push their events."), FieldType::Flag},
    Field{"config", WORD("Notes"), WORD("Kept with the type for information; drivers do not inherit it."),
          FieldType::Pairs, Kind::DriverType, true},
    kTagsField,
};
constexpr std::array kDriverFields = {
    Field{"type", WORD("Driver type"), WORD("What kind of events this driver brings."), FieldType::Reference,
          Kind::DriverType},
    Field{"name", WORD("Name"), WORD("Lower-case letters, digits and dashes."), FieldType::Text},
    Field{"config", WORD("Settings"), WORD("Handed to the driver as --key=value."), FieldType::Pairs},
    Field{"secrets", WORD("Secrets"), WORD("Their keys become environment variables of the driver."),
          FieldType::References, Kind::Secret},
    kTagsField,
};
constexpr std::array kSecretFields = {
    Field{"name", WORD("Name"), WORD("What drivers and functions refer to."), FieldType::Text},
    Field{"secrets", WORD("Values"), WORD("Key and value. Values are hidden and never kept by the console."),
          FieldType::SecretPairs},
    kTagsField,
};
constexpr std::array kSubscriptionFields = {
    Field{"eventType", WORD("Event type"), WORD("Compared letter by letter; there are no wildcards."),
          FieldType::EventType},
    Field{"function", WORD("Function"), WORD("Runs once for each matching event."), FieldType::Reference,
          Kind::Function},
    Field{"name", WORD("Name"), WORD("Letters, digits, underscores and dashes."), FieldType::Text},
    Field{"secrets", WORD("Secrets"), WORD("Stored, but no server uses them: give secrets to the function instead."),
          FieldType::References, Kind::Secret, true},
    kTagsField,
};
constexpr std::array kFunctionFields = {
    Field{"name", WORD("Name"), WORD("What subscriptions refer to."), FieldType::Text},
    Field{"image", WORD("Language"), WORD("The image whose language runs the function."), FieldType::Image},
    Field{"source", WORD("Source"), WORD("A file or a folder with the code."), FieldType::Source},
    Field{"handler", WORD("Handler"), WORD("module.function, for example hello.handle; needed for folders."),
          FieldType::Text},
    Field{"secrets", WORD("Secrets"), WORD("Given to the function in context.secrets."), FieldType::References,
          Kind::Secret},
    Field{"timeout", WORD("Time limit"), WORD("A run that takes longer is stopped. 0 = no limit."),
          FieldType::Milliseconds, Kind::DriverType, true},
    kTagsField,
};

template <typename T, Result<T> (*read)(const Json&)> Result<Resource> parseAs(const Json& json)
{
    auto value = read(json);
    if (!value)
        return tl::unexpected(value.error());
    return Resource(std::move(*value));
}

const std::array<ResourceKind, kKindCount> kKinds = {{
    {Kind::DriverType, "DriverType", WORD("driver type"), WORD("Driver Types"), "/v1/event/drivertypes",
     "driverTypeName", "event driver type", "eventdrivertype", false, driverTypeRules, kDriverTypeFields,
     kDriverTypeColumns, parseAs<DriverType, driverTypeFromJson>, 201, 200, 200},
    {Kind::Driver, "Driver", WORD("driver"), WORD("Drivers"), "/v1/event/drivers", "driverName", "event driver",
     "eventdriver", true, driverRules, kDriverFields, kDriverColumns, parseAs<Driver, driverFromJson>, 201, 200, 200},
    {Kind::Secret, "Secret", WORD("secret"), WORD("Secrets"), "/v1/secret", "secretName", "secret", "secret", false,
     secretRules, kSecretFields, kSecretColumns, parseAs<Secret, secretFromJson>, 201, 201, 204},
    {Kind::Subscription, "Subscription", WORD("subscription"), WORD("Subscriptions"), "/v1/event/subscriptions",
     "subscriptionName", "subscription", "subscription", true, subscriptionRules, kSubscriptionFields,
     kSubscriptionColumns, parseAs<Subscription, subscriptionFromJson>, 201, 200, 200},
    {Kind::Function, "Function", WORD("function"), WORD("Functions"), "/v1/function", "functionName", "function",
     "function", true, functionRules, kFunctionFields, kFunctionColumns, parseAs<Function, functionFromJson>, 201, 200,
     200},
}};

#undef WORD

QString translated(const char* text)
{
    return QCoreApplication::translate(kContext, text);
}

} // namespace

std::span<const ResourceKind> resourceKinds()
{
    return kKinds;
}

const ResourceKind& resourceKind(Kind kind)
{
    return kKinds[static_cast<std::size_t>(kind)];
}

Kind kindOf(const Resource& resource)
{
    return static_cast<Kind>(resource.index());
}

const ResourceKind* resourceKindByYaml(std::string_view yamlKind)
{
    for (const ResourceKind& kind : kKinds) {
        if (yamlKind == kind.yamlKind)
            return &kind;
    }
    return nullptr;
}

QString singularOf(Kind kind)
{
    return translated(resourceKind(kind).singular);
}

QString pluralOf(Kind kind)
{
    return translated(resourceKind(kind).plural);
}

QString titleOf(const Column& column)
{
    return translated(column.title);
}

QString labelOf(const Field& field)
{
    return translated(field.label);
}

QString helpOf(const Field& field)
{
    return translated(field.help);
}

Result<std::vector<Resource>> resourcesFromJson(Kind kind, const Json& json)
{
    std::vector<Resource> resources;
    if (json.is_null())
        return resources;
    if (!json.is_array()) {
        Failure failure;
        failure.kind = FailureKind::Malformed;
        failure.tried = QCoreApplication::translate(kContext, "read the list of %1").arg(pluralOf(kind));
        failure.cameBack = QCoreApplication::translate(kContext, "JSON that is no list");
        failure.meaning = QCoreApplication::translate(kContext, "The server did not answer as Dispatch does.");
        failure.raw = dumpJson(json).left(4096);
        return failed(failure);
    }
    resources.reserve(json.size());
    for (const Json& item : json) {
        auto resource = resourceKind(kind).parse(item);
        if (!resource)
            return tl::unexpected(resource.error());
        resources.push_back(std::move(*resource));
    }
    return resources;
}

} // namespace models
