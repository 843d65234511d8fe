// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/credentialsbox.h"

#include "ui/forms/editors/secretvalueedit.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

#include <algorithm>

namespace ui {

namespace {

QString freeName(const client::Watch& watch, const QString& stem)
{
    QString name = stem;
    for (int i = 2; watch.find(models::Kind::Secret, name); ++i)
        name = QStringLiteral("%1-%2").arg(stem).arg(i);
    return name;
}

} // namespace

QString environmentName(const QString& key)
{
    return key.toUpper().replace(QLatin1Char('-'), QLatin1Char('_'));
}

CredentialsBox::CredentialsBox(const FormContext& context, const models::CatalogueEntry& entry, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_entry(entry)
{
    build();
    const bool haveFitting = m_choice->findData(static_cast<int>(Choice::Existing)) >= 0;
    if (!haveFitting && !context.editing)
        m_choice->setCurrentIndex(m_choice->findData(static_cast<int>(Choice::New)));
    choiceChanged();
    connect(m_choice, &QComboBox::currentIndexChanged, this, &CredentialsBox::choiceChanged);
    connect(&context.session.watch(), &client::Watch::changed, this, [this](models::Kind kind) {
        if (kind == models::Kind::Secret)
            refill();
    });
}

void CredentialsBox::build()
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    m_choice = new QComboBox(this);
    m_choice->setObjectName(QStringLiteral("parameter.credentials"));
    layout->addWidget(m_choice);
    m_message = new MessageLabel(this);
    layout->addWidget(m_message);
    m_newSecret = new QWidget(this);
    auto* form = bareLayout<QFormLayout>(m_newSecret);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildNewSecret(form);
    layout->addWidget(m_newSecret);
    keepWorded(*this, [this] {
        m_choice->setAccessibleName(tr("Where the credentials come from"));
        m_message->say(MessageLabel::Tone::Help, groupsText());
        refill();
    });
}

void CredentialsBox::buildNewSecret(QFormLayout* form)
{
    m_name = new QLineEdit(freeName(m_context.session.watch(), m_entry.name + QLatin1String("-credentials")), this);
    m_name->setObjectName(QStringLiteral("parameter.secret.name"));
    const auto addRow = [this, form](QWidget* control, const std::function<QString()>& words) {
        auto* title = new QLabel(this);
        title->setBuddy(control);
        keepWorded(*title, [title, words] { title->setText(words()); });
        form->addRow(title, control);
    };
    keepWorded(*m_name, [this] { m_name->setAccessibleName(tr("Name of the new secret")); });
    addRow(m_name, [] { return tr("Secret name"); });
    connect(m_name, &QLineEdit::textChanged, this, &CredentialsBox::choiceChanged);
    for (const models::CatalogueParameter& parameter : m_entry.parameters) {
        if (!parameter.sensitive)
            continue;
        auto* value = new SecretValueEdit(this);
        value->setObjectName(QStringLiteral("parameter.") + parameter.key);
        value->setAccessibleName(parameter.key);
        keepWorded(*value, [value, &parameter] {
            value->setAccessibleDescription(models::helpOf(parameter));
            value->setToolTip(models::helpOf(parameter));
        });
        value->setPlaceholderText(parameter.example);
        connect(value, &SecretValueEdit::textChanged, this, &CredentialsBox::changed);
        addRow(value, [&parameter] { return parameter.required ? tr("%1 *").arg(parameter.key) : parameter.key; });
        m_values[parameter.key] = value;
    }
    m_show = new QCheckBox(this);
    keepWorded(*m_show, [this] { m_show->setText(tr("Show values")); });
    m_show->setObjectName(QStringLiteral("parameter.secret.show"));
    form->addRow(QString(), m_show);
    connect(m_show, &QCheckBox::toggled, this, [this](bool shown) {
        for (const auto& [key, edit] : m_values)
            edit->setShown(shown);
    });
}

void CredentialsBox::refill()
{
    const QString before = choice() == Choice::Existing ? secretName() : QString();
    const Choice kind = choice();
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    m_choice->addItem(tr("No secret for them yet"), static_cast<int>(Choice::None));
    QStringList names;
    for (const models::Resource& secret : m_context.session.watch().resources(models::Kind::Secret))
        names << models::nameOf(secret);
    for (const auto& [made, keys] : m_made) {
        if (!names.contains(made))
            names << made;
    }
    for (const QString& name : names) {
        if (!hasSensitiveKey(name))
            continue;
        m_choice->addItem(tr("Secret %1 (%2)").arg(name, keysOf(name).join(QStringLiteral(", "))),
                          static_cast<int>(Choice::Existing));
        m_choice->setItemData(m_choice->count() - 1, name, Qt::UserRole + 1);
    }
    m_choice->addItem(tr("A new secret with these values"), static_cast<int>(Choice::New));
    int index = m_choice->findData(static_cast<int>(kind));
    if (!before.isEmpty())
        index = m_choice->findData(before, Qt::UserRole + 1);
    m_choice->setCurrentIndex(std::max(index, 0));
}

CredentialsBox::Choice CredentialsBox::choice() const
{
    return static_cast<Choice>(m_choice->currentData().toInt());
}

QString CredentialsBox::secretName() const
{
    switch (choice()) {
    case Choice::Existing:
        return m_choice->currentData(Qt::UserRole + 1).toString();
    case Choice::New:
        return m_name->text().trimmed();
    case Choice::None:
        break;
    }
    return {};
}

void CredentialsBox::choiceChanged()
{
    m_newSecret->setVisible(choice() == Choice::New);
    const QString now = secretName();
    if (now != m_announced) {
        const QString before = m_announced;
        m_announced = now;
        Q_EMIT chosen(now, before);
    }
    Q_EMIT changed();
}

void CredentialsBox::setTicked(const QStringList& names)
{
    m_ticked = names;
    if (choice() != Choice::None)
        return;
    // A secret that was ticked in the list below serves as well as one chosen here.
    for (const QString& name : names) {
        const int index = m_choice->findData(name, Qt::UserRole + 1);
        if (index >= 0) {
            m_announced = name;
            m_choice->setCurrentIndex(index);
            return;
        }
    }
}

QWidget* CredentialsBox::input() const
{
    return m_choice;
}

QStringList CredentialsBox::keysOf(const QString& secret) const
{
    const models::Resource* found = m_context.session.watch().find(models::Kind::Secret, secret);
    if (found)
        return std::get<models::Secret>(*found).keys;
    const auto made = m_made.find(secret);
    return made == m_made.end() ? QStringList() : made->second;
}

bool CredentialsBox::hasSensitiveKey(const QString& secret) const
{
    const QStringList keys = keysOf(secret);
    return std::any_of(keys.begin(), keys.end(), [this](const QString& key) {
        return std::any_of(m_values.begin(), m_values.end(),
                           [&key](const auto& value) { return environmentName(value.first) == environmentName(key); });
    });
}

bool CredentialsBox::provides(const QString& key) const
{
    if (choice() == Choice::New) {
        const auto value = m_values.find(key);
        if (value != m_values.end() && !value->second->text().isEmpty())
            return true;
    }
    QStringList secrets = m_ticked;
    if (choice() == Choice::Existing)
        secrets << secretName();
    return std::any_of(secrets.begin(), secrets.end(), [this, &key](const QString& secret) {
        const QStringList keys = keysOf(secret);
        return std::any_of(keys.begin(), keys.end(),
                           [&key](const QString& other) { return environmentName(other) == environmentName(key); });
    });
}

std::optional<QString> CredentialsBox::problem() const
{
    if (choice() != Choice::New)
        return std::nullopt;
    if (auto broken = models::explainViolation(models::ruleFor(models::secretRules(), "name"), secretName()))
        return tr("Name of the secret: %1").arg(*broken);
    if (m_context.session.watch().find(models::Kind::Secret, secretName()))
        return tr("There is a secret \"%1\" already. Choose it, or take another name.").arg(secretName());
    if (std::all_of(m_values.begin(), m_values.end(), [](const auto& value) { return value.second->text().isEmpty(); }))
        return tr("The new secret has no values yet.");
    return std::nullopt;
}

std::vector<Prerequisite> CredentialsBox::prerequisites() const
{
    if (choice() != Choice::New)
        return {};
    models::SecretValues secret;
    secret.name = secretName();
    for (const auto& [key, edit] : m_values) {
        if (!edit->text().isEmpty())
            secret.values[key] = edit->text();
    }
    return {{models::Kind::Secret, models::toJson(secret)}};
}

void CredentialsBox::created(const QString& name)
{
    QStringList keys;
    for (const auto& [key, edit] : m_values) {
        if (!edit->text().isEmpty())
            keys << key;
    }
    m_made[name] = keys;
    refill();
    m_choice->setCurrentIndex(std::max(m_choice->findData(name, Qt::UserRole + 1), 0));
    wipe();
}

void CredentialsBox::wipe()
{
    for (const auto& [key, edit] : m_values)
        edit->wipe();
}

QString CredentialsBox::groupsText() const
{
    QStringList sentences;
    for (const models::RequiredGroup& group : m_entry.requiredGroups) {
        QStringList sets;
        for (const QStringList& set : group.anyOf)
            sets << set.join(tr(" + "));
        sentences << tr("Needed: %1.").arg(sets.join(tr(", or ")));
    }
    sentences << tr("Settings can be read by everybody who may list drivers; these belong into a secret.");
    return sentences.join(QLatin1Char(' '));
}

} // namespace ui
