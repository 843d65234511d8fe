// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "models/drivercatalogue.h"
#include "ui/events/judgement.h"

#include <QSet>
#include <QWidget>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class EventTypeEdit;
class ExtensionsGrid;
class FoldOut;
class MessageLabel;

/// The attributes of an event. The rarely used ones are folded away until one of them has something to say.
class AttributesForm final : public QWidget
{
    Q_OBJECT
public:
    /// Session and catalogue must outlive the form.
    AttributesForm(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
                   QWidget* parent = nullptr);

    /// Shows the attributes of a draft; no changed().
    void showDraft(const models::EventDraft& draft);
    /// Writes what is typed into the attributes of a draft.
    void writeTo(models::EventDraft& draft) const;
    /// Says at each field what there is to say. A required field that nobody has been at is not blamed.
    void tell(const Judgement& judgement);
    void setHistoryTypes(const QStringList& types);
    QLineEdit* eventType() const;

    /// "Event type", as labels and messages call a field.
    static QString nameOf(models::DraftField field);

Q_SIGNALS:
    void changed();

private:
    struct Line
    {
        models::DraftField field;
        QString models::EventDraft::*member;
        QLabel* label;
        QLineEdit* edit;
        MessageLabel* message;
    };

    void addLines(QFormLayout* form, bool rare);
    QWidget* withNewButton(QLineEdit* id, QWidget* parent);
    void addExtensions(QFormLayout* form);
    void alignLabels();
    void retranslate();

    client::Session& m_session;
    const std::vector<models::CatalogueEntry>& m_catalogue;
    std::vector<Line> m_lines;
    QSet<int> m_touched; ///< fields that were edited since showDraft()
    EventTypeEdit* m_type = nullptr;
    QPushButton* m_fresh = nullptr;
    QLabel* m_extensionsLabel = nullptr;
    ExtensionsGrid* m_extensions = nullptr;
    FoldOut* m_rare = nullptr;
};

} // namespace ui
