// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/referenceeditor.h"

#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>

namespace ui {

ReferenceEditor::ReferenceEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_combo(new QComboBox(this))
{
    bareLayout<QHBoxLayout>(this)->addWidget(m_combo);
    m_combo->setEditable(true);
    m_combo->setInsertPolicy(QComboBox::NoInsert);
    m_combo->completer()->setFilterMode(Qt::MatchContains);
    m_combo->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_combo->setMinimumContentsLength(24);
    adopt(m_combo);
    refill();
    m_combo->setCurrentIndex(-1);
    keepWorded(*this, [this] {
        m_combo->lineEdit()->setPlaceholderText(tr("choose or type a name"));
        refill();
    });
    connect(m_combo, &QComboBox::editTextChanged, this, &FieldEditor::changed);
    connect(&context.session.watch(), &client::Watch::changed, this, [this](models::Kind kind) {
        if (kind == this->field().refersTo)
            refill();
    });
}

QWidget* ReferenceEditor::input() const
{
    return m_combo;
}

QString ReferenceEditor::name() const
{
    const QString text = m_combo->currentText().trimmed();
    const int index = m_combo->findText(text);
    return index < 0 ? text : m_combo->itemData(index).toString();
}

models::Json ReferenceEditor::value() const
{
    return models::toStd(name());
}

void ReferenceEditor::setValue(const models::Json& value)
{
    const QString wanted = value.is_string() ? models::fromStd(value.get_ref<const std::string&>()) : QString();
    const int index = m_combo->findData(wanted);
    m_combo->setCurrentIndex(index);
    if (index < 0)
        m_combo->setEditText(wanted);
}

std::optional<QString> ReferenceEditor::problem() const
{
    const QString chosen = name();
    if (chosen.isEmpty())
        return tr("Choose a %1.").arg(models::singularOf(field().refersTo));
    if (auto broken = ruleProblem(chosen))
        return broken;
    // The server refuses a driver of an unknown type; everything else it takes and waits.
    if (offersCatalogue() && !exists(chosen) && !unregistered(chosen))
        return tr("There is no driver type \"%1\", and it is not in the catalogue.").arg(chosen);
    return std::nullopt;
}

std::optional<QString> ReferenceEditor::warning() const
{
    if (offersCatalogue() || name().isEmpty() || exists(name()))
        return std::nullopt;
    return tr("There is no %1 \"%2\" yet.").arg(models::singularOf(field().refersTo), name());
}

QString ReferenceEditor::remark() const
{
    const models::CatalogueEntry* entry = unregistered(name());
    if (entry)
        return tr("%1 The type is registered first, with image %2.").arg(models::summaryOf(*entry), entry->image);
    return {};
}

std::vector<Prerequisite> ReferenceEditor::prerequisites() const
{
    const models::CatalogueEntry* entry = unregistered(name());
    if (!entry)
        return {};
    models::DriverType type;
    type.name = entry->name;
    type.image = entry->image;
    type.expose = entry->expose;
    return {{models::Kind::DriverType, models::toJson(type)}};
}

void ReferenceEditor::prerequisiteDone(models::Kind kind, const QString& name)
{
    if (kind == field().refersTo && offersCatalogue())
        m_registered << name;
}

std::vector<models::Pair> ReferenceEditor::offers() const
{
    std::vector<models::Pair> offers;
    for (const models::Resource& resource : context().session.watch().resources(field().refersTo))
        offers.push_back({models::nameOf(resource), models::nameOf(resource)});
    if (offersCatalogue() && !context().editing) {
        for (const models::CatalogueEntry& entry : context().catalogue) {
            if (!exists(entry.name))
                offers.push_back({entry.name, tr("%1 (%2, will be registered)").arg(entry.displayName, entry.name)});
        }
    }
    return offers;
}

void ReferenceEditor::refill()
{
    std::vector<models::Pair> now = offers();
    // Filling it moves the cursor and closes the list that a person has open.
    if (now != m_offers) {
        const QString before = m_combo->currentText();
        const QString chosen = name();
        const QSignalBlocker quiet(m_combo);
        m_combo->clear();
        for (const models::Pair& offer : now)
            m_combo->addItem(offer.value, offer.key);
        m_offers = std::move(now);
        const int index = chosen.isEmpty() ? -1 : m_combo->findData(chosen);
        m_combo->setCurrentIndex(index);
        if (index < 0 || before == chosen)
            m_combo->setEditText(before);
    }
    Q_EMIT changed();
}

bool ReferenceEditor::offersCatalogue() const
{
    return context().kind == models::Kind::Driver && field().refersTo == models::Kind::DriverType;
}

bool ReferenceEditor::exists(const QString& name) const
{
    return m_registered.contains(name) || context().session.watch().find(field().refersTo, name) != nullptr;
}

const models::CatalogueEntry* ReferenceEditor::unregistered(const QString& name) const
{
    if (!offersCatalogue() || context().editing || exists(name))
        return nullptr;
    for (const models::CatalogueEntry& entry : context().catalogue) {
        if (entry.name == name)
            return &entry;
    }
    return nullptr;
}

} // namespace ui
