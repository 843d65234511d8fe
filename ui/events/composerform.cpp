// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/composerform.h"

#include "ui/events/datapane.h"
#include "ui/events/variablemenu.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QLineEdit>

namespace ui {

ComposerForm::ComposerForm(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
                           const QString& keepFolder, QWidget* parent)
    : QWidget(parent)
    , m_values(models::freshVariableValues())
    , m_attributes(new AttributesForm(session, catalogue, this))
    , m_data(new DataPane(keepFolder, this))
{
    setObjectName(QStringLiteral("event.composer"));
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->addWidget(m_attributes);
    layout->addWidget(m_data, 1);
    m_data->tools()->addSpacing(letters(this, 1));
    m_data->tools()->addWidget(new VariableMenu(this, m_data));
    m_attributes->showDraft(m_draft);
    m_data->showDraft(m_draft);
    connect(m_attributes, &AttributesForm::changed, this, &ComposerForm::readParts);
    connect(m_data, &DataPane::changed, this, &ComposerForm::readParts);
    connect(m_data, &DataPane::arrived, this, [this] {
        if (!isJudging())
            m_data->tell(m_judgement);
    });
    // What is wrong is said in the language of the day.
    keepWorded(*this, [this] { judgeDraft(); });
}

void ComposerForm::setDraft(const models::EventDraft& draft)
{
    const bool isOther = draft != m_draft;
    m_draft = draft;
    m_attributes->showDraft(draft);
    m_data->showDraft(draft);
    judgeDraft();
    if (isOther)
        Q_EMIT draftChanged();
}

std::optional<QString> ComposerForm::obstacle() const
{
    if (isJudging())
        return tr("The data is being checked.");
    for (const models::EventProblem& one : m_judgement.problems) {
        if (one.severity == models::Severity::Problem)
            return tr("%1: %2").arg(AttributesForm::nameOf(one.field), one.explanation);
    }
    return std::nullopt;
}

void ComposerForm::setValues(const models::VariableValues& values)
{
    m_values = values;
    judgeDraft();
}

void ComposerForm::setBus(models::EventBus bus)
{
    m_bus = bus;
    judgeDraft();
}

void ComposerForm::setHistoryTypes(const QStringList& types)
{
    m_attributes->setHistoryTypes(types);
}

QWidget* ComposerForm::eventType() const
{
    return m_attributes->eventType();
}

void ComposerForm::focusData()
{
    m_data->focusData();
}

void ComposerForm::lookAtFileAgain()
{
    m_data->lookAtFileAgain();
}

void ComposerForm::readParts()
{
    models::EventDraft draft = m_draft;
    m_attributes->writeTo(draft);
    m_data->writeTo(draft);
    const bool isOther = draft != m_draft;
    m_draft = std::move(draft);
    judgeDraft();
    if (isOther)
        Q_EMIT draftChanged();
}

void ComposerForm::judgeDraft()
{
    if (!takesLong(m_draft)) {
        m_latest.forget();
        take(judge(m_draft, m_values, m_bus));
        return;
    }
    m_latest.ask([draft = m_draft, values = m_values, bus = m_bus] { return judge(draft, values, bus); },
                 [this](Judgement judgement) { take(std::move(judgement)); });
    m_data->showJudging();
    Q_EMIT judged();
}

void ComposerForm::take(Judgement judgement)
{
    m_judgement = std::move(judgement);
    m_attributes->tell(m_judgement);
    m_data->tell(m_judgement);
    Q_EMIT judged();
}

} // namespace ui
