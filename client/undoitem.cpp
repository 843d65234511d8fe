// SPDX-License-Identifier: Apache-2.0
#include "client/undoitem.h"

namespace client {

using models::Json;
using models::RecordKind;

namespace {

QString refusalOf(const ChangeRecord& change)
{
    const std::optional<RecordKind> kind = kindOf(change);
    if (!kind)
        return Undo::tr("This console does not know the kind %1.").arg(change.kind);
    if (*kind == RecordKind::Function && change.operation == ChangeOperation::Delete)
        return Undo::tr("No server gives the source of a function back, so the deleted one cannot be made again from "
                        "here. Create it from its file.");
    if (*kind == RecordKind::Function && change.operation == ChangeOperation::Update)
        return Undo::tr("No server gives the source of a function back, so the one before cannot be brought back from "
                        "here. Save the function again from its file.");
    return {};
}

/// What the form leaves out because it is empty has to be said, or it stays as it is.
Json complete(RecordKind kind, Json form)
{
    if (models::memberOf(kind, "expose") && !form.contains("expose"))
        form["expose"] = false;
    return form;
}

} // namespace

Json formOf(const QByteArray& kept)
{
    return kept.isEmpty() ? Json() : models::parseJson(kept).value_or(Json());
}

std::optional<RecordKind> kindOf(const ChangeRecord& change)
{
    const models::RecordKindInfo* const info = models::recordKindByYaml(change.kind);
    return info ? std::optional(info->kind) : std::nullopt;
}

UndoOffer::Item undoItemOf(const ChangeRecord& change, bool knowsValues)
{
    UndoOffer::Item item{change, {}, refusalOf(change), false};
    if (const auto kind = kindOf(change)) {
        item.differences = models::memberDifferences(*kind, formOf(change.after), formOf(change.before));
        const Json values = models::valueAt(formOf(change.before), "secrets");
        item.valuesAreGone = *kind == RecordKind::Secret && !knowsValues && values.is_object() && !values.empty();
    }
    return item;
}

ChangeOrder inverseOf(const ChangeRecord& change, const std::map<QString, QString>& valuesBefore)
{
    ChangeOrder order;
    order.kind = kindOf(change).value_or(order.kind);
    order.run = change.run;
    order.undoes = change.id;
    order.expected = formOf(change.after);
    order.body = formOf(change.before);
    if (change.operation == ChangeOperation::Create) {
        order.operation = ChangeOperation::Delete;
        order.body = {{"name", models::toStd(change.name)}};
        return order;
    }
    order.operation = change.operation == ChangeOperation::Delete ? ChangeOperation::Create : ChangeOperation::Update;
    order.body = complete(order.kind, std::move(order.body));
    for (const auto& [key, value] : valuesBefore)
        order.body["secrets"][models::toStd(key)] = models::toStd(value);
    return order;
}

} // namespace client
