// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/driversettingseditor.h"

#include "ui/forms/editors/credentialsbox.h"
#include "ui/forms/editors/pairrows.h"
#include "ui/forms/editors/parameterfield.h"
#include "ui/forms/foldout.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QFormLayout>
#include <QLabel>

#include <algorithm>

namespace ui {

DriverSettingsEditor::DriverSettingsEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_othersTitle(new QLabel(this))
    , m_others(new PairRows(PairRows::Values::Plain, QStringLiteral("field.") + member(), this))
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->addWidget(m_othersTitle);
    layout->addWidget(m_others);
    keepWorded(*this, [this] {
        m_othersTitle->setText(tr("Other settings"));
        m_others->setAccessibleName(models::labelOf(this->field()));
    });
    m_othersTitle->hide();
    connect(m_others, &PairRows::changed, this, &FieldEditor::changed);
}

QWidget* DriverSettingsEditor::input() const
{
    return m_parameters.empty() ? m_others->firstInput() : m_parameters.front()->input();
}

models::Json DriverSettingsEditor::value() const
{
    return models::toJson(models::Pairs{gather()});
}

void DriverSettingsEditor::setValue(const models::Json& value)
{
    distribute(models::pairsAt(models::Json{{"pairs", value}}, "pairs").items);
    Q_EMIT changed();
}

std::vector<models::Pair> DriverSettingsEditor::gather() const
{
    std::vector<models::Pair> pairs;
    for (const ParameterField* field : m_parameters) {
        if (field->isGiven())
            pairs.push_back({field->parameter().key, field->value()});
    }
    for (const models::Pair& pair : m_others->pairs())
        pairs.push_back(pair);
    return pairs;
}

void DriverSettingsEditor::distribute(const std::vector<models::Pair>& pairs)
{
    std::map<QString, QString> given;
    std::vector<models::Pair> others;
    for (const models::Pair& pair : pairs) {
        const bool known = std::any_of(m_parameters.begin(), m_parameters.end(), [&pair](const ParameterField* field) {
            const bool isFlag = field->parameter().type == models::CatalogueParameter::Type::Flag;
            return field->parameter().key == pair.key && (isFlag || !pair.value.isEmpty());
        });
        if (known)
            given[pair.key] = pair.value;
        else
            others.push_back(pair);
    }
    for (ParameterField* field : m_parameters) {
        const auto found = given.find(field->parameter().key);
        field->setValue(found == given.end() ? std::nullopt : std::optional(found->second));
    }
    m_others->setPairs(others);
}

void DriverSettingsEditor::siblingChanged(const QString& member, const models::Json& value)
{
    if (member == QLatin1String("type") && value.is_string()) {
        const QString type = models::fromStd(value.get_ref<const std::string&>());
        if (type != m_type)
            rebuild(type);
    } else if (member == QLatin1String("secrets")) {
        m_ticked = models::textsAt(models::Json{{"names", value}}, "names");
        if (m_credentials)
            m_credentials->setTicked(m_ticked);
    }
}

void DriverSettingsEditor::rebuild(const QString& type)
{
    m_type = type;
    QString image;
    if (const models::Resource* known = context().session.watch().find(models::Kind::DriverType, type))
        image = std::get<models::DriverType>(*known).image;
    const models::CatalogueEntry* entry = models::findEntry(context().catalogue, type, image);
    if (entry == m_entry)
        return;
    for (const ParameterField* field : m_parameters)
        m_typed[field->parameter().key] = field->value();
    std::vector<models::Pair> pairs = m_others->pairs();
    dropKnown();
    m_entry = entry;
    m_othersTitle->setVisible(entry != nullptr);
    if (entry)
        buildKnown();
    for (const auto& [key, text] : m_typed) {
        const bool isField = std::any_of(m_parameters.begin(), m_parameters.end(),
                                         [&key = key](const auto* field) { return field->parameter().key == key; });
        if (isField && !text.isEmpty())
            pairs.push_back({key, text});
    }
    distribute(pairs);
    Q_EMIT changed();
}

void DriverSettingsEditor::dropKnown()
{
    const QString chosen = m_credentials ? m_credentials->secretName() : QString();
    m_parameters.clear();
    if (m_credentials) {
        m_credentials->hide();
        m_credentials->setParent(this);
        m_credentials = nullptr;
    }
    if (!m_known)
        return;
    m_known->hide();
    m_known->deleteLater();
    m_known = nullptr;
    if (!chosen.isEmpty())
        Q_EMIT suggested(QStringLiteral("secrets"), {}, {chosen});
}

void DriverSettingsEditor::buildKnown()
{
    m_known = new QWidget(this);
    auto* known = bareLayout<QVBoxLayout>(m_known);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    known->addLayout(form);
    buildParameters(form, false);
    auto* folded = new FoldOut([] { return tr("More settings of this driver"); }, m_known);
    auto* advanced = new QFormLayout(folded->content());
    advanced->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildParameters(advanced, true);
    folded->setVisible(advanced->rowCount() > 0);
    known->addWidget(folded);
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, m_known);
}

void DriverSettingsEditor::buildParameters(QFormLayout* form, bool advanced)
{
    bool hasSensitive = false;
    for (const models::CatalogueParameter& parameter : m_entry->parameters) {
        hasSensitive = hasSensitive || parameter.sensitive;
        if (parameter.sensitive || parameter.advanced != advanced)
            continue;
        auto* field = new ParameterField(parameter, m_known);
        if (field->label().isEmpty()) {
            form->addRow(QString(), field);
        } else {
            auto* title = new QLabel(field->label(), m_known);
            title->setBuddy(field->input());
            form->addRow(title, field);
        }
        m_parameters.push_back(field);
        connect(field, &ParameterField::changed, this, &FieldEditor::changed);
    }
    if (!hasSensitive || advanced)
        return;
    const bool isBack = m_boxes.contains(m_entry);
    m_credentials = isBack ? m_boxes[m_entry] : makeCredentials();
    auto* title = new QLabel(m_known);
    title->setBuddy(m_credentials->input());
    keepWorded(*title, [title] { title->setText(tr("Credentials")); });
    form->addRow(title, m_credentials);
    m_credentials->show();
    m_credentials->setTicked(m_ticked);
    if ((isBack || m_ticked.isEmpty()) && !m_credentials->secretName().isEmpty())
        Q_EMIT suggested(QStringLiteral("secrets"), {m_credentials->secretName()}, {});
}

CredentialsBox* DriverSettingsEditor::makeCredentials()
{
    auto* box = new CredentialsBox(context(), *m_entry, m_known);
    m_boxes[m_entry] = box;
    connect(box, &CredentialsBox::changed, this, &FieldEditor::changed);
    connect(box, &CredentialsBox::chosen, this, [this, box](const QString& name, const QString& instead) {
        if (box != m_credentials)
            return;
        const QStringList add = name.isEmpty() ? QStringList() : QStringList{name};
        const QStringList remove = instead.isEmpty() ? QStringList() : QStringList{instead};
        Q_EMIT suggested(QStringLiteral("secrets"), add, remove);
    });
    return box;
}

bool DriverSettingsEditor::isGiven(const QString& key) const
{
    const std::vector<models::Pair> pairs = gather();
    const bool asSetting = std::any_of(pairs.begin(), pairs.end(), [&key](const models::Pair& pair) {
        return pair.key == key && !pair.value.isEmpty();
    });
    return asSetting || (m_credentials && m_credentials->provides(key));
}

std::optional<QString> DriverSettingsEditor::groupProblem() const
{
    for (const models::RequiredGroup& group : m_entry->requiredGroups) {
        QStringList sets;
        bool complete = false;
        for (const QStringList& set : group.anyOf) {
            sets << set.join(tr(" + "));
            complete
                = complete || std::all_of(set.begin(), set.end(), [this](const QString& key) { return isGiven(key); });
        }
        if (!complete)
            return tr("%1 needs %2.").arg(m_entry->displayName, sets.join(tr(", or ")));
    }
    return std::nullopt;
}

std::optional<QString> DriverSettingsEditor::credentialsProblem() const
{
    if (!m_credentials)
        return std::nullopt;
    if (auto broken = m_credentials->problem())
        return broken;
    for (const models::CatalogueParameter& parameter : m_entry->parameters) {
        // The members of a group are alternatives; the group says what is missing.
        if (parameter.sensitive && parameter.required && parameter.group.isEmpty() && !isGiven(parameter.key))
            return tr("%1 needs %2.").arg(m_entry->displayName, parameter.key);
    }
    return std::nullopt;
}

std::optional<QString> DriverSettingsEditor::problem() const
{
    if (auto broken = m_others->problem())
        return broken;
    if (!m_entry)
        return std::nullopt;
    for (const ParameterField* field : m_parameters) {
        if (auto broken = field->problem())
            return tr("%1: %2").arg(field->parameter().key, *broken);
    }
    if (auto broken = credentialsProblem())
        return broken;
    return groupProblem();
}

std::optional<QString> DriverSettingsEditor::warning() const
{
    if (!m_entry)
        return std::nullopt;
    for (const models::Pair& pair : m_others->pairs()) {
        const auto known = std::find_if(m_entry->parameters.begin(), m_entry->parameters.end(),
                                        [&pair](const auto& parameter) { return parameter.key == pair.key; });
        if (known == m_entry->parameters.end())
            return tr("%1 does not know \"%2\" and may refuse to start.").arg(m_entry->displayName, pair.key);
        if (known->sensitive)
            return tr("\"%1\" can be read by everybody here; it belongs into a secret.").arg(pair.key);
    }
    return std::nullopt;
}

std::vector<Prerequisite> DriverSettingsEditor::prerequisites() const
{
    return m_credentials ? m_credentials->prerequisites() : std::vector<Prerequisite>();
}

void DriverSettingsEditor::prerequisiteDone(models::Kind kind, const QString& name)
{
    if (kind == models::Kind::Secret && m_credentials)
        m_credentials->created(name);
}

void DriverSettingsEditor::wipe()
{
    for (const auto& [entry, box] : m_boxes)
        box->wipe();
}

} // namespace ui
