// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/attributesform.h"

#include "ui/events/extensionsgrid.h"
#include "ui/forms/eventtypeedit.h"
#include "ui/forms/foldout.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QUuid>

#include <array>

namespace ui {

using models::DraftField;
using models::EventDraft;
using models::EventProblem;
using models::Severity;

namespace {

struct Attribute
{
    DraftField field;
    QString EventDraft::*member;
    const char* objectName;
    const char* label;
    const char* placeholder; ///< what an empty field means
    bool rare;
};

constexpr std::array kAttributes = {
    Attribute{DraftField::EventType, &EventDraft::eventType, "event.type",
              QT_TRANSLATE_NOOP("ui::AttributesForm", "Event &type"), nullptr, false},
    Attribute{DraftField::Source, &EventDraft::source, "event.source",
              QT_TRANSLATE_NOOP("ui::AttributesForm", "S&ource"),
              QT_TRANSLATE_NOOP("ui::AttributesForm", "who sends it, for example dispatch"), false},
    Attribute{DraftField::ContentType, &EventDraft::contentType, "event.contentType",
              QT_TRANSLATE_NOOP("ui::AttributesForm", "&Content type"), nullptr, false},
    Attribute{DraftField::EventId, &EventDraft::eventId, "event.id",
              QT_TRANSLATE_NOOP("ui::AttributesForm", "Event &id"),
              QT_TRANSLATE_NOOP("ui::AttributesForm", "a fresh one for each send"), true},
    Attribute{DraftField::EventTime, &EventDraft::eventTime, "event.time",
              QT_TRANSLATE_NOOP("ui::AttributesForm", "Ti&me"),
              QT_TRANSLATE_NOOP("ui::AttributesForm", "the time of sending"), true},
    Attribute{DraftField::EventTypeVersion, &EventDraft::eventTypeVersion, "event.typeVersion",
              QT_TRANSLATE_NOOP("ui::AttributesForm", "Type &version"), QT_TRANSLATE_NOOP("ui::AttributesForm", "none"),
              true},
    Attribute{DraftField::SchemaUrl, &EventDraft::schemaUrl, "event.schemaUrl",
              QT_TRANSLATE_NOOP("ui::AttributesForm", "Schema &URL"), QT_TRANSLATE_NOOP("ui::AttributesForm", "none"),
              true},
};

void sayFirst(MessageLabel* message, const std::vector<EventProblem>& problems)
{
    if (problems.empty())
        message->say(MessageLabel::Tone::Help, {});
    else if (problems.front().severity == Severity::Problem)
        message->say(MessageLabel::Tone::Problem, problems.front().explanation);
    else
        message->say(MessageLabel::Tone::Warning, problems.front().explanation);
}

bool isRare(DraftField field)
{
    return field == DraftField::Extensions
        || std::any_of(kAttributes.begin(), kAttributes.end(),
                       [field](const Attribute& one) { return one.field == field && one.rare; });
}

} // namespace

AttributesForm::AttributesForm(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
                               QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_catalogue(catalogue)
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addLayout(form);
    addLines(form, false);
    m_rare = new FoldOut([] { return tr("More attributes"); }, this);
    auto* rare = bareLayout<QFormLayout>(m_rare->content());
    rare->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addLines(rare, true);
    addExtensions(rare);
    layout->addWidget(m_rare);
    keepWorded(*this, [this] { retranslate(); });
}

void AttributesForm::retranslate()
{
    for (const Line& line : m_lines) {
        const auto* const one = std::find_if(kAttributes.begin(), kAttributes.end(),
                                             [&line](const Attribute& each) { return each.field == line.field; });
        line.label->setText(tr(one->label));
        line.edit->setAccessibleName(nameOf(line.field));
        if (one->placeholder)
            line.edit->setPlaceholderText(tr(one->placeholder));
    }
    m_fresh->setText(tr("&New id"));
    m_fresh->setToolTip(tr("Write a fresh id here, to know it before the event is sent"));
    m_extensionsLabel->setText(nameOf(DraftField::Extensions));
    alignLabels();
}

void AttributesForm::alignLabels()
{
    int widest = 0;
    for (const Line& line : m_lines)
        line.label->setMinimumWidth(0);
    for (const Line& line : m_lines)
        widest = qMax(widest, line.label->sizeHint().width());
    for (const Line& line : m_lines)
        line.label->setMinimumWidth(widest);
}

QString AttributesForm::nameOf(DraftField field)
{
    if (field == DraftField::Data)
        return tr("Data");
    if (field == DraftField::Extensions)
        return tr("Extensions");
    for (const Attribute& one : kAttributes) {
        if (one.field == field)
            return tr(one.label).remove(u'&');
    }
    return {};
}

void AttributesForm::addLines(QFormLayout* form, bool rare)
{
    QWidget* parent = rare ? m_rare->content() : this;
    for (const Attribute& one : kAttributes) {
        if (one.rare != rare)
            continue;
        auto* cell = new QWidget(parent);
        auto* column = bareLayout<QVBoxLayout>(cell);
        column->setSpacing(lines(cell, 1) / 6);
        QLineEdit* edit = nullptr;
        if (one.field == DraftField::EventType)
            edit = m_type = new EventTypeEdit(m_session, m_catalogue, cell);
        else
            edit = new QLineEdit(cell);
        edit->setObjectName(QString::fromLatin1(one.objectName));
        auto* message = new MessageLabel(cell);
        message->setObjectName(QString::fromLatin1(one.objectName) + QStringLiteral(".message"));
        message->say(MessageLabel::Tone::Help, {});
        column->addWidget(one.field == DraftField::EventId ? withNewButton(edit, cell) : edit);
        column->addWidget(message);
        auto* label = new QLabel(parent);
        label->setBuddy(edit);
        form->addRow(label, cell);
        m_lines.push_back({one.field, one.member, label, edit, message});
        connect(edit, &QLineEdit::textChanged, this, &AttributesForm::changed);
        connect(edit, &QLineEdit::textEdited, this, [this, field = one.field] {
            // Comes after textChanged(): the judgement of this edit has been shown already.
            if (const auto key = static_cast<int>(field); !m_touched.contains(key)) {
                m_touched.insert(key);
                Q_EMIT changed();
            }
        });
    }
}

QWidget* AttributesForm::withNewButton(QLineEdit* id, QWidget* parent)
{
    auto* row = new QWidget(parent);
    auto* layout = bareLayout<QHBoxLayout>(row);
    m_fresh = new QPushButton(row);
    m_fresh->setObjectName(QStringLiteral("event.newId"));
    connect(m_fresh, &QPushButton::clicked, id,
            [id] { id->setText(QUuid::createUuid().toString(QUuid::WithoutBraces)); });
    layout->addWidget(id, 1);
    layout->addWidget(m_fresh);
    return row;
}

void AttributesForm::addExtensions(QFormLayout* form)
{
    m_extensions = new ExtensionsGrid(m_rare->content());
    m_extensionsLabel = new QLabel(m_rare->content());
    form->addRow(m_extensionsLabel, m_extensions);
    connect(m_extensions, &ExtensionsGrid::changed, this, &AttributesForm::changed);
}

void AttributesForm::showDraft(const EventDraft& draft)
{
    const QSignalBlocker quiet(this);
    m_touched.clear();
    bool usesRare = !draft.extensions.empty();
    for (const Line& line : m_lines) {
        const QString& text = draft.*line.member;
        if (line.edit->text() != text)
            line.edit->setText(text);
        usesRare = usesRare || (isRare(line.field) && !text.isEmpty());
    }
    m_extensions->setRows(draft.extensions);
    if (usesRare)
        m_rare->setOpen(true);
}

void AttributesForm::writeTo(EventDraft& draft) const
{
    for (const Line& line : m_lines)
        draft.*line.member = line.edit->text();
    draft.extensions = m_extensions->rows();
}

void AttributesForm::tell(const Judgement& judgement)
{
    for (const Line& line : m_lines) {
        auto problems = judgement.of(line.field);
        if (line.edit->text().isEmpty() && !m_touched.contains(static_cast<int>(line.field)))
            problems.clear();
        sayFirst(line.message, problems);
        if (line.field != DraftField::ContentType)
            continue;
        const QString effective = models::effectiveContentType(judgement.resolved.draft);
        line.edit->setPlaceholderText(effective.isEmpty() ? tr("by the kind of data") : effective);
    }
    m_extensions->tell(judgement.of(DraftField::Extensions));
    for (const EventProblem& one : judgement.problems) {
        if (one.severity == Severity::Problem && isRare(one.field))
            m_rare->setOpen(true);
    }
}

void AttributesForm::setHistoryTypes(const QStringList& types)
{
    m_type->setHistory(types);
}

QLineEdit* AttributesForm::eventType() const
{
    return m_type;
}

} // namespace ui
