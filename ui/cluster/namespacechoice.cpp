// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/namespacechoice.h"

#include "ui/wording.h"

#include <QCoreApplication>
#include <QSignalBlocker>

namespace ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("ui::WorkloadView", text);
}

} // namespace

NamespaceChoice::NamespaceChoice(QWidget* parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("cluster.namespace"));
    setMinimumContentsLength(18);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    addItem(QString(), QString());
    connect(this, &QComboBox::activated, this, [this] { Q_EMIT chosen(currentData().toString()); });
    keepWorded(*this, [this] {
        m_offered.clear();
        setAccessibleName(words(QT_TRANSLATE_NOOP("ui::WorkloadView", "Namespace")));
        setToolTip(words(QT_TRANSLATE_NOOP("ui::WorkloadView", "Namespace")));
        setItemText(0, words(QT_TRANSLATE_NOOP("ui::WorkloadView", "All namespaces")));
    });
}

void NamespaceChoice::offer(const std::vector<models::KubernetesNamespace>& namespaces, const QString& chosen)
{
    // Not for nothing: a list that is open would jump.
    if (namespaces == m_offered && chosen == m_chosen && currentData().toString() == chosen)
        return;
    m_offered = namespaces;
    m_chosen = chosen;
    const QSignalBlocker quiet(this);
    while (count() > 1)
        removeItem(1);
    for (const models::KubernetesNamespace& one : namespaces)
        addItem(one.isLeaving ? words(QT_TRANSLATE_NOOP("ui::WorkloadView", "%1 (terminating)")).arg(one.name)
                              : one.name,
                one.name);
    if (findData(chosen) < 0)
        addItem(chosen, chosen);
    setCurrentIndex(findData(chosen));
}

} // namespace ui
