// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/driveropinion.h"

#include "ui/forms/layouts.h"
#include "ui/icons.h"
#include "ui/wording.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include <utility>

namespace ui {

using Verdict = models::DriverOpinion::Verdict;

namespace {

struct Look
{
    models::State shape;
    const char* word;
};

/// In the order of the verdicts.
constexpr Look kLooks[] = {
    {models::State::Other, QT_TRANSLATE_NOOP("ui::DriverOpinion", "The cluster: not known")},
    {models::State::Ready, QT_TRANSLATE_NOOP("ui::DriverOpinion", "The cluster agrees")},
    {models::State::Error, QT_TRANSLATE_NOOP("ui::DriverOpinion", "The cluster disagrees")},
};

} // namespace

DriverOpinion::DriverOpinion(QWidget* parent)
    : QFrame(parent)
    , m_sign(new QLabel(this))
    , m_title(new QLabel(this))
    , m_says(new QLabel(this))
    , m_remedy(new QLabel(this))
{
    setObjectName(QStringLiteral("details.opinion"));
    setFrameShape(QFrame::StyledPanel);
    m_title->setObjectName(QStringLiteral("details.opinion.title"));
    m_says->setObjectName(QStringLiteral("details.opinion.says"));
    m_remedy->setObjectName(QStringLiteral("details.opinion.remedy"));
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    auto* grid = new QGridLayout(this);
    grid->addWidget(m_sign, 0, 0);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_says, 1, 1);
    grid->addWidget(m_remedy, 2, 1);
    grid->setColumnStretch(1, 1);
    for (QLabel* label : {m_title, m_says, m_remedy}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    keepWorded(*this, [this] { retranslate(); });
    refresh();
}

void DriverOpinion::retranslate()
{
    setAccessibleName(tr("What the cluster says about the driver"));
    say();
}

void DriverOpinion::setCluster(client::Commands* commands, const QString& context)
{
    if (commands != m_commands || context.isEmpty())
        m_pods.reset();
    m_commands = commands;
    m_context = context;
    refresh();
}

void DriverOpinion::setDriver(const models::Driver* driver, const QString& organization)
{
    m_subject.reset();
    if (driver)
        m_subject = {organization, driver->type, driver->name, driver->status};
    refresh();
}

void DriverOpinion::refresh()
{
    const bool isOf = m_commands && !m_context.isEmpty() && m_subject;
    if (isOf && !m_pods) {
        m_pods = std::make_unique<client::DriverPods>(*m_commands);
        connect(m_pods.get(), &client::DriverPods::changed, this, &DriverOpinion::say);
    }
    if (m_pods) {
        m_pods->setContext(m_context);
        m_pods->setSubject(m_subject);
        m_pods->setWatching(isOf && isVisible());
    }
    setVisible(isOf);
    say();
}

void DriverOpinion::say()
{
    const models::DriverOpinion* const opinion = m_pods ? m_pods->opinion() : nullptr;
    const Look& look = kLooks[static_cast<std::size_t>(opinion ? opinion->verdict : Verdict::Unknown)];
    const int side = fontMetrics().ascent();
    m_sign->setPixmap(stateIcon(look.shape).pixmap(side, side));
    m_title->setText(opinion ? tr(look.word) : tr("Asking the cluster…"));
    m_says->setText(opinion ? opinion->says : QString());
    m_remedy->setText(opinion ? opinion->remedy : QString());
    for (QLabel* label : {m_says, m_remedy})
        label->setVisible(!label->text().isEmpty());
    setAccessibleDescription(QStringList{m_title->text(), m_says->text(), m_remedy->text()}.join(u' ').trimmed());
}

void DriverOpinion::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        say();
}

void DriverOpinion::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    if (m_pods)
        m_pods->setWatching(true);
}

void DriverOpinion::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    if (m_pods)
        m_pods->setWatching(false);
}

} // namespace ui
