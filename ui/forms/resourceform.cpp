// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/resourceform.h"

#include "client/whendone.h"
#include "ui/forms/cataloguepicker.h"
#include "ui/forms/editors/editorfactory.h"
#include "ui/forms/foldout.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QCryptographicHash>
#include <QFormLayout>
#include <QLabel>

#include <algorithm>
#include <memory>

namespace ui {

namespace {

/// Lists of the wire have no order (contract §1.4), and an empty value is as good as none.
models::Json comparable(const models::Json& value)
{
    if (value.is_null() || value == models::Json(false) || value == models::Json(0) || value.empty()
        || value == models::Json(""))
        return nullptr;
    if (!value.is_array())
        return value;
    models::Json sorted = value;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

QByteArray fingerprint(const models::Json& value)
{
    return QCryptographicHash::hash(models::dumpJson(comparable(value)), QCryptographicHash::Sha256);
}

bool isEmptyValue(const models::Json& value)
{
    return comparable(value).is_null();
}

} // namespace

ResourceForm::ResourceForm(const FormContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    build();
    for (FormRow* row : m_rows)
        editorChanged(row->editor());
    markStart();
    keepWorded(*this, [this] { judge(); });
}

void ResourceForm::build()
{
    auto* layout = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(lines(this, 1) * 2 / 3);
    layout->addLayout(form);
    m_more = new FoldOut([] { return tr("&More"); }, this);
    auto* more = new QFormLayout(m_more->content());
    more->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    if (m_context.kind == models::Kind::DriverType && !m_context.editing)
        addCatalogue(form);
    for (const models::Field& field : models::resourceKind(m_context.kind).fields) {
        FieldEditor* made = makeEditor(m_context, field, field.advanced ? m_more->content() : this);
        auto* row = new FormRow(made, field.advanced ? more : form, this);
        m_rows.push_back(row);
        connect(made, &FieldEditor::changed, this, [this, row] {
            // Offers that come and go change nothing: only a person makes a value another one.
            if (!m_filling && m_start.value(row->editor()->member()) != fingerprint(row->editor()->value()))
                row->touch();
            editorChanged(row->editor());
        });
        connect(made, &FieldEditor::suggested, this,
                [this](const QString& member, const QStringList& add, const QStringList& remove) {
                    if (FieldEditor* other = editor(member))
                        other->takeSuggestion(add, remove);
                });
    }
    m_more->setVisible(more->rowCount() > 0);
    layout->addWidget(m_more);
    layout->addStretch();
}

void ResourceForm::addCatalogue(QFormLayout* form)
{
    auto* picker = new CataloguePicker(m_context.catalogue, this);
    auto* title = new QLabel(this);
    title->setBuddy(picker);
    keepWorded(*title, [title] { title->setText(tr("&Known driver")); });
    form->addRow(title, picker);
    connect(picker, &CataloguePicker::picked, this, &ResourceForm::applyEntry);
}

void ResourceForm::applyEntry(const models::CatalogueEntry& entry)
{
    models::DriverType type;
    type.name = entry.name;
    type.image = entry.image;
    type.expose = entry.expose;
    const models::Json body = models::toJson(type);
    for (const char* member : {"name", "image", "expose"}) {
        if (FieldEditor* known = editor(QString::fromLatin1(member)))
            known->setValue(models::valueAt(body, member));
    }
}

void ResourceForm::fill(const models::Json& body, bool isStart)
{
    m_filling = true;
    for (FormRow* row : m_rows)
        row->editor()->setValue(models::valueAt(body, row->editor()->field().member));
    m_filling = false;
    bool advancedGiven = false;
    for (FormRow* row : m_rows) {
        editorChanged(row->editor());
        advancedGiven = advancedGiven || (row->editor()->field().advanced && !isEmptyValue(row->editor()->value()));
    }
    m_more->setOpen(advancedGiven);
    if (isStart)
        markStart();
    judge();
}

void ResourceForm::markStart()
{
    for (const FormRow* row : m_rows)
        m_start[row->editor()->member()] = fingerprint(row->editor()->value());
}

bool ResourceForm::hasChanges() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [this](const FormRow* row) {
        return m_start.value(row->editor()->member()) != fingerprint(row->editor()->value());
    });
}

void ResourceForm::markServerCopy(const models::Json& body)
{
    for (const FormRow* row : m_rows)
        m_server[row->editor()->member()] = fingerprint(models::valueAt(body, row->editor()->field().member));
}

std::vector<const models::Field*> ResourceForm::movedIn(const models::Json& body) const
{
    std::vector<const models::Field*> moved;
    for (const FormRow* row : m_rows) {
        const models::Field& field = row->editor()->field();
        if (m_server.value(row->editor()->member()) != fingerprint(models::valueAt(body, field.member)))
            moved.push_back(&field);
    }
    return moved;
}

std::optional<QString> ResourceForm::firstProblem() const
{
    for (const FormRow* row : m_rows) {
        if (const auto problem = row->editor()->problem())
            return tr("%1: %2").arg(row->label(), *problem);
    }
    return std::nullopt;
}

models::Json ResourceForm::values() const
{
    models::Json body = models::Json::object();
    for (const FormRow* row : m_rows)
        body[row->editor()->field().member] = row->editor()->value();
    return body;
}

std::vector<Prerequisite> ResourceForm::prerequisites() const
{
    std::vector<Prerequisite> all;
    for (const FormRow* row : m_rows) {
        for (Prerequisite& step : row->editor()->prerequisites())
            all.push_back(std::move(step));
    }
    return all;
}

void ResourceForm::prerequisiteDone(models::Kind kind, const QString& name)
{
    for (const FormRow* row : m_rows)
        row->editor()->prerequisiteDone(kind, name);
}

void ResourceForm::whenFinal(QObject* receiver, const std::function<void(models::Result<models::Json>)>& then) const
{
    struct Gathering
    {
        models::Json body = models::Json::object();
        std::size_t missing = 0;
        std::optional<models::Failure> failure;
    };
    auto gathering = std::make_shared<Gathering>();
    gathering->missing = m_rows.size();
    for (const FormRow* row : m_rows) {
        const std::string member = row->editor()->field().member;
        client::whenDone(row->editor()->finalValue(), receiver,
                         [gathering, member, then](models::Result<models::Json> value) {
                             if (value)
                                 gathering->body[member] = std::move(*value);
                             else
                                 gathering->failure = value.error();
                             if (--gathering->missing > 0)
                                 return;
                             if (gathering->failure)
                                 then(models::failed(*gathering->failure));
                             else
                                 then(std::move(gathering->body));
                         });
    }
}

void ResourceForm::focusFirst()
{
    for (const FormRow* row : m_rows) {
        const auto* line = row->editor()->input();
        if (line->isEnabled() && !line->property("readOnly").toBool()) {
            row->editor()->input()->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

void ResourceForm::wipe()
{
    for (const FormRow* row : m_rows)
        row->editor()->wipe();
}

void ResourceForm::editorChanged(FieldEditor* changedEditor)
{
    if (m_filling)
        return;
    const models::Json value = changedEditor->value();
    for (const FormRow* row : m_rows) {
        if (row->editor() != changedEditor)
            row->editor()->siblingChanged(changedEditor->member(), value);
    }
    judge();
    Q_EMIT changed();
}

void ResourceForm::judge()
{
    for (FormRow* row : m_rows)
        row->judge();
}

FieldEditor* ResourceForm::editor(const QString& member) const
{
    for (const FormRow* row : m_rows) {
        if (row->editor()->member() == member)
            return row->editor();
    }
    return nullptr;
}

} // namespace ui
