// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/events/attributesform.h"
#include "ui/forms/latestanswer.h"

namespace ui {

class DataPane;

/// Where an event is composed: its attributes and its data, judged while it is typed, with what is wrong said at the
/// field.
class ComposerForm final : public QWidget
{
    Q_OBJECT
public:
    /// Session and catalogue must outlive the form. Texts too long for an editor are kept as files in `keepFolder`.
    ComposerForm(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
                 const QString& keepFolder, QWidget* parent = nullptr);

    /// As typed.
    const models::EventDraft& draft() const { return m_draft; }
    /// Says draftChanged() when it is another one.
    void setDraft(const models::EventDraft& draft);

    /// Of the draft before the last change while isJudging().
    const Judgement& judgement() const { return m_judgement; }
    bool isJudging() const { return m_latest.isWaiting(); }
    /// Why the draft cannot be sent, with the name of the field; nothing when it can.
    std::optional<QString> obstacle() const;

    /// What the variables stand for. To be renewed after each send, with the next number.
    const models::VariableValues& values() const { return m_values; }
    void setValues(const models::VariableValues& values);
    void setBus(models::EventBus bus);
    void setHistoryTypes(const QStringList& types);
    QWidget* eventType() const;
    void focusData();
    /// After the file changed.
    void lookAtFileAgain();

Q_SIGNALS:
    /// draft() is another one. judgement() follows with judged().
    void draftChanged();
    /// judgement(), isJudging() or obstacle() changed.
    void judged();

private:
    void readParts();
    void judgeDraft();
    void take(Judgement judgement);

    models::EventDraft m_draft;
    models::VariableValues m_values;
    models::EventBus m_bus = models::EventBus::Local;
    Judgement m_judgement;
    LatestAnswer<Judgement> m_latest{this};
    AttributesForm* m_attributes = nullptr;
    DataPane* m_data = nullptr;
};

} // namespace ui
