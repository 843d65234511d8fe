// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/nodesline.h"

#include <QCoreApplication>
#include <QLocale>

namespace ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("ui::WorkloadView", text);
}

QString nodeText(const models::KubernetesNode& node)
{
    QStringList parts = {node.isReady ? words(QT_TRANSLATE_NOOP("ui::WorkloadView", "ready"))
                                      : words(QT_TRANSLATE_NOOP("ui::WorkloadView", "NOT ready"))};
    parts << node.pressures << node.kubelet << node.runtime;
    if (!node.takesPods)
        parts << words(QT_TRANSLATE_NOOP("ui::WorkloadView", "takes no new pods"));
    if (node.milliCpus > 0)
        parts << words(QT_TRANSLATE_NOOP("ui::WorkloadView", "%1 CPUs"))
                     .arg(QLocale().toString(static_cast<double>(node.milliCpus) / 1'000.0));
    if (node.memoryBytes > 0)
        parts << words(QT_TRANSLATE_NOOP("ui::WorkloadView", "%1 for pods"))
                     .arg(QLocale().formattedDataSize(node.memoryBytes));
    parts.removeAll(QString());
    return words(QT_TRANSLATE_NOOP("ui::WorkloadView", "Node %1: %2")).arg(node.name, parts.join(QStringLiteral(", ")));
}

} // namespace

void sayNodes(MessageLabel& line, const std::vector<models::KubernetesNode>& nodes)
{
    QStringList all;
    bool isWell = true;
    for (const models::KubernetesNode& node : nodes) {
        all << nodeText(node);
        isWell = isWell && node.isReady && node.pressures.isEmpty();
    }
    line.say(isWell ? MessageLabel::Tone::Help : MessageLabel::Tone::Warning, all.join(QStringLiteral(" · ")));
}

} // namespace ui
