// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/matchview.h"

#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/pages/statedelegate.h"

#include <QEvent>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

#include <algorithm>

namespace ui {

using models::Kind;

namespace {

/// More rows than this scroll: the view stands above the button that sends.
constexpr int kMostRowsHigh = 4;
constexpr int kMiddleLightness = 128;

QString offerText(const models::NearMiss& miss)
{
    const QString names = miss.subscriptions.join(QStringLiteral(", "));
    return miss.differsInCaseOnly
        ? MatchView::tr("Did you mean %1? Only upper and lower case differ. (%2)").arg(miss.eventType, names)
        : MatchView::tr("Did you mean %1? (%2)").arg(miss.eventType, names);
}

/// A button that looks like what it is: a link to a value.
QPushButton* linkButton(const QString& text, QWidget* parent)
{
    QString label = text;
    auto* button = new QPushButton(label.replace(QLatin1Char('&'), QStringLiteral("&&")), parent);
    button->setFlat(true);
    button->setCursor(Qt::PointingHandCursor);
    const bool dark = parent->palette().color(QPalette::Window).lightness() < kMiddleLightness;
    QPalette colours = parent->palette();
    colours.setColor(QPalette::ButtonText, dark ? QColor(0x8a, 0xb4, 0xf8) : QColor(0x1a, 0x5f, 0xb4));
    button->setPalette(colours);
    QFont font = button->font();
    font.setUnderline(true);
    button->setFont(font);
    return button;
}

} // namespace

MatchView::MatchView(const client::Watch& watch, QWidget* parent)
    : QWidget(parent)
    , m_watch(watch)
    , m_summary(new MessageLabel(this))
    , m_warning(new MessageLabel(this))
    , m_hits(new QTableView(this))
    , m_offers(new QWidget(this))
    , m_offersLayout(bareLayout<QVBoxLayout>(m_offers))
{
    setObjectName(QStringLiteral("event.match"));
    m_summary->setObjectName(QStringLiteral("event.match.summary"));
    m_warning->setObjectName(QStringLiteral("event.match.warning"));
    m_hits->setObjectName(QStringLiteral("event.match.hits"));
    prepareTable(*m_hits, m_model);
    for (const int column : {MatchHitsModel::StateColumn, MatchHitsModel::FunctionStateColumn})
        m_hits->setItemDelegateForColumn(column, new StateDelegate(m_hits));
    m_hits->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* layout = bareLayout<QVBoxLayout>(this);
    for (QWidget* part :
         {static_cast<QWidget*>(m_summary), static_cast<QWidget*>(m_hits), m_offers, static_cast<QWidget*>(m_warning)})
        layout->addWidget(part);
    layout->addStretch();
    connect(&watch, &client::Watch::changed, this, [this](Kind kind) {
        if (kind == Kind::Subscription || kind == Kind::Function)
            refresh();
    });
    connect(&watch, &client::Watch::looked, this, [this](Kind kind) {
        if (kind == Kind::Subscription)
            say();
    });
    refresh();
}

void MatchView::setEventType(const QString& eventType)
{
    if (eventType == m_eventType)
        return;
    m_eventType = eventType;
    refresh();
}

void MatchView::setBus(models::EventBus bus)
{
    m_bus = bus;
    refresh();
}

void MatchView::refresh()
{
    m_preview = models::previewMatches(m_eventType, m_watch.resources(Kind::Subscription),
                                       m_watch.resources(Kind::Function), m_bus == models::EventBus::Solo);
    m_model.setHits(m_preview.hits);
    const int rows = std::min(m_model.rowCount(), kMostRowsHigh);
    m_hits->setVisible(rows > 0);
    m_hits->setFixedHeight(rows * m_hits->verticalHeader()->defaultSectionSize()
                           + m_hits->horizontalHeader()->sizeHint().height() + 2 * m_hits->frameWidth());
    say();
    offer();
}

void MatchView::say()
{
    setAccessibleName(tr("What this event will hit"));
    m_hits->setAccessibleName(tr("Subscriptions this event will hit"));
    const bool dropped = m_preview.dropped && m_watch.listState(Kind::Subscription).loaded;
    m_summary->say(dropped ? MessageLabel::Tone::Warning : MessageLabel::Tone::Help, summary());
    m_warning->say(MessageLabel::Tone::Warning, warnings().join(QLatin1Char('\n')));
}

QString MatchView::summary() const
{
    const client::ListState state = m_watch.listState(Kind::Subscription);
    if (!state.loaded)
        return state.failure ? tr("Nobody can say what it will hit: the subscriptions could not be read.")
                             : tr("Reading the subscriptions…");
    if (m_eventType.isEmpty())
        return tr("Type an event type to see which subscriptions it will hit. Compared letter by letter; there are no "
                  "wildcards.");
    if (m_preview.dropped)
        return tr("The event will be dropped: no subscription has the type %1.").arg(m_eventType);
    return m_preview.shared ? tr("Goes to one of %n subscription(s):", nullptr, static_cast<int>(m_preview.hits.size()))
                            : tr("Hits %n subscription(s):", nullptr, static_cast<int>(m_preview.hits.size()));
}

QStringList MatchView::warnings() const
{
    QStringList lines;
    if (m_preview.shared)
        lines << tr("An original Solo shares the events of one type between its subscriptions: each event reaches only "
                    "one of them, in turn.");
    for (const QString& function : m_preview.runTwice)
        lines << tr("%1 runs more than once: several subscriptions point at it.").arg(function);
    const auto idle = std::count_if(m_preview.hits.begin(), m_preview.hits.end(),
                                    [](const models::MatchHit& hit) { return !hit.willRun(); });
    if (idle > 0)
        lines << tr("%n of them will not run: subscription and function must both be READY.", nullptr,
                    static_cast<int>(idle));
    return lines;
}

void MatchView::offer()
{
    qDeleteAll(m_offers->findChildren<QPushButton*>(Qt::FindDirectChildrenOnly));
    for (std::size_t i = 0; i < m_preview.nearMisses.size(); ++i) {
        const models::NearMiss& miss = m_preview.nearMisses[i];
        QPushButton* button = linkButton(offerText(miss), m_offers);
        button->setObjectName(QStringLiteral("event.match.near.%1").arg(i));
        button->setAccessibleName(offerText(miss));
        m_offersLayout->addWidget(button, 0, Qt::AlignLeft);
        // Queued: who hears it changes the type, and with it this button is gone.
        connect(
            button, &QPushButton::clicked, this, [this, type = miss.eventType] { Q_EMIT eventTypeChosen(type); },
            Qt::QueuedConnection);
    }
    m_offers->setVisible(!m_preview.nearMisses.empty());
}

void MatchView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) {
        say();
        offer();
    }
}

} // namespace ui
