// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/kubernetesjson.h"

#include <QCoreApplication>

namespace models {

const Json& partOf(const Json& object, const char* member)
{
    static const Json nothing;
    if (!object.is_object())
        return nothing;
    const auto found = object.find(member);
    return found == object.end() ? nothing : *found;
}

Timestamp timeAt(const Json& object, const char* member)
{
    const Json& value = partOf(object, member);
    if (!value.is_string() || !isRfc3339(value.get_ref<const std::string&>()))
        return {};
    return timestampFromMSecs(
        QDateTime::fromString(fromStd(value.get_ref<const std::string&>()), Qt::ISODateWithMs).toMSecsSinceEpoch());
}

void forEachOf(const Json& list, const std::function<void(const Json&)>& use)
{
    if (!list.is_array())
        return;
    for (const Json& item : list) {
        if (item.is_object())
            use(item);
    }
}

Result<Json> kubernetesItems(const QByteArray& text, const QString& what)
{
    Result<Json> json = parseJson(text);
    if (json && json->is_object() && partOf(*json, "items").is_array())
        return std::move((*json)["items"]);
    if (json && json->is_object() && partOf(*json, "metadata").is_object())
        return Json::array({std::move(*json)});
    Failure failure;
    failure.kind = FailureKind::Malformed;
    failure.meaning = QCoreApplication::translate("models::Kubernetes", "%1 cannot be read.").arg(what);
    failure.cameBack = json ? QCoreApplication::translate("models::Kubernetes", "JSON that is no list of Kubernetes")
                            : json.error().cameBack;
    failure.remedy = QCoreApplication::translate("models::Kubernetes", "Check that kubectl is the one of Kubernetes.");
    return failed(failure);
}

} // namespace models
