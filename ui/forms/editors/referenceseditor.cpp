// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/referenceseditor.h"

#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QLabel>
#include <QListWidget>

#include <algorithm>

namespace ui {

namespace {
constexpr int kMostRows = 5;
}

ReferencesEditor::ReferencesEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_list(new QListWidget(this))
    , m_none(new QLabel(this))
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->addWidget(m_list);
    layout->addWidget(m_none);
    m_none->setEnabled(false);
    // What counts is the tick; a highlighted row would look chosen.
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    adopt(m_list);
    keepWorded(*this, [this] {
        m_none->setText(tr("There are no %1 yet.").arg(models::pluralOf(this->field().refersTo).toLower()));
        refill();
    });
    connect(m_list, &QListWidget::itemChanged, this, [this](const QListWidgetItem* item) {
        const QString name = item->data(Qt::UserRole).toString();
        m_checked.removeAll(name);
        if (item->checkState() == Qt::Checked)
            m_checked << name;
        Q_EMIT changed();
    });
    connect(&context.session.watch(), &client::Watch::changed, this, [this](models::Kind kind) {
        if (kind == this->field().refersTo) {
            refill();
            Q_EMIT changed();
        }
    });
}

QWidget* ReferencesEditor::input() const
{
    return m_list;
}

models::Json ReferencesEditor::value() const
{
    QStringList names = m_checked;
    names.sort();
    return models::toJsonArray(names);
}

void ReferencesEditor::setValue(const models::Json& value)
{
    m_checked = models::textsAt(models::Json{{"names", value}}, "names");
    refill();
    Q_EMIT changed();
}

std::optional<QString> ReferencesEditor::warning() const
{
    QStringList missing;
    for (const QString& name : m_checked) {
        if (!exists(name) && !m_coming.contains(name))
            missing << name;
    }
    if (missing.isEmpty())
        return std::nullopt;
    return tr("Not there yet: %1.").arg(missing.join(QStringLiteral(", ")));
}

void ReferencesEditor::takeSuggestion(const QStringList& add, const QStringList& remove)
{
    for (const QString& name : remove) {
        m_checked.removeAll(name);
        m_coming.removeAll(name);
    }
    for (const QString& name : add) {
        if (!m_checked.contains(name))
            m_checked << name;
        if (!exists(name) && !m_coming.contains(name))
            m_coming << name;
    }
    refill();
    Q_EMIT changed();
}

void ReferencesEditor::refill()
{
    QStringList names = m_checked;
    for (const models::Resource& resource : context().session.watch().resources(field().refersTo)) {
        if (!names.contains(models::nameOf(resource)))
            names << models::nameOf(resource);
    }
    names.sort();
    const QSignalBlocker quiet(m_list);
    const QListWidgetItem* current = m_list->currentItem();
    const QString currentName = current ? current->data(Qt::UserRole).toString() : QString();
    m_list->clear();
    for (const QString& name : names) {
        QString text = name;
        if (m_coming.contains(name) && !exists(name))
            text = tr("%1 (will be created)").arg(name);
        else if (!exists(name))
            text = tr("%1 (does not exist)").arg(name);
        auto* item = new QListWidgetItem(text, m_list);
        item->setData(Qt::UserRole, name);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(m_checked.contains(name) ? Qt::Checked : Qt::Unchecked);
    }
    m_list->setCurrentRow(m_list->count() == 0 ? -1 : int(std::max<qsizetype>(0, names.indexOf(currentName))));
    fitHeight();
}

void ReferencesEditor::fitHeight()
{
    const int count = std::clamp(m_list->count(), 1, kMostRows);
    const int rowHeight = m_list->count() > 0 ? m_list->sizeHintForRow(0) : lines(this, 1);
    m_list->setFixedHeight(count * rowHeight + 2 * m_list->frameWidth());
    m_list->setVisible(m_list->count() > 0);
    m_none->setVisible(m_list->count() == 0);
}

bool ReferencesEditor::exists(const QString& name) const
{
    return context().session.watch().find(field().refersTo, name) != nullptr;
}

} // namespace ui
