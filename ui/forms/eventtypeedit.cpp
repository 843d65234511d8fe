// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/eventtypeedit.h"

#include <QCompleter>
#include <QStringListModel>

namespace ui {

EventTypeEdit::EventTypeEdit(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
                             QWidget* parent)
    : QLineEdit(parent)
    , m_session(session)
    , m_catalogue(catalogue)
    , m_words(new QStringListModel(this))
{
    auto* completer = new QCompleter(m_words, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    setCompleter(completer);
    setPlaceholderText(QStringLiteral("vm.powered.on"));
    refill();
    connect(&session.watch(), &client::Watch::changed, this, [this](models::Kind kind) {
        if (kind == models::Kind::Subscription)
            refill();
    });
}

void EventTypeEdit::setHistory(const QStringList& types)
{
    m_history = types;
    refill();
}

void EventTypeEdit::refill()
{
    QStringList words;
    for (const models::Resource& resource : m_session.watch().resources(models::Kind::Subscription))
        words << std::get<models::Subscription>(resource).eventType;
    for (const models::CatalogueEntry& entry : m_catalogue)
        words << entry.eventTypes;
    words << m_history;
    words.removeDuplicates();
    if (words != m_words->stringList())
        m_words->setStringList(words);
}

} // namespace ui
