// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/emptyhint.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QPushButton>

namespace ui {

namespace {

QString purposeOf(models::Kind kind)
{
    switch (kind) {
    case models::Kind::DriverType:
        return EmptyHint::tr("A driver type names the image that brings events of one source, for example vCenter, AWS "
                             "or a clock. Register one, then start drivers from it.");
    case models::Kind::Driver:
        return EmptyHint::tr(
            "A driver runs and turns what happens somewhere into events. Start one and watch it become "
            "READY.");
    case models::Kind::Secret:
        return EmptyHint::tr("A secret keeps passwords and keys by name, so that drivers and functions can use them "
                             "without showing them.");
    case models::Kind::Subscription:
        return EmptyHint::tr("A subscription runs a function each time an event of one type arrives.");
    case models::Kind::Function:
        return EmptyHint::tr(
            "A function is your code. Subscriptions run it for events; you can run it by hand as well.");
    }
    return {};
}

} // namespace

EmptyHint::EmptyHint(models::Kind kind, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
{
    const QString name = QLatin1String(models::resourceKind(kind).yamlKind);
    m_button->setObjectName(QStringLiteral("page.%1.empty.button").arg(name));
    m_text->setObjectName(QStringLiteral("page.%1.empty.text").arg(name));
    QFont big = font();
    big.setPointSizeF(big.pointSizeF() * 1.3);
    m_title->setFont(big);
    m_title->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setFixedWidth(fontMetrics().averageCharWidth() * 56);
    auto* column = new QVBoxLayout(this);
    column->addStretch(2);
    column->addWidget(m_title);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    column->addSpacing(fontMetrics().lineSpacing() / 2);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this,
            [this] { m_reason == Reason::Filtered ? Q_EMIT clearFilterRequested() : Q_EMIT newRequested(); });
    retranslate();
}

void EmptyHint::setReason(Reason reason)
{
    if (m_reason == reason)
        return;
    m_reason = reason;
    retranslate();
}

void EmptyHint::forbidChanges()
{
    m_mayChange = false;
    retranslate();
}

void EmptyHint::retranslate()
{
    const QString plural = models::pluralOf(m_kind);
    switch (m_reason) {
    case Reason::Loading:
        m_title->setText(tr("Asking the server…"));
        m_text->clear();
        break;
    case Reason::Nothing:
        m_title->setText(tr("No %1 yet").arg(plural));
        m_text->setText(purposeOf(m_kind));
        break;
    case Reason::Filtered:
        m_title->setText(tr("Nothing matches the filter"));
        m_text->clear();
        break;
    case Reason::NotOnServer:
        m_title->setText(tr("Not on this server"));
        m_text->setText(tr("This Dispatch server does not offer %1. Nothing is wrong with it.").arg(plural));
        break;
    case Reason::Failed:
        m_title->setText(tr("The list could not be read"));
        m_text->clear();
        break;
    }
    // Centred labels are not asked how high their wrapped text is.
    m_text->setMinimumHeight(m_text->text().isEmpty() ? 0 : m_text->heightForWidth(m_text->maximumWidth()));
    m_button->setVisible((m_reason == Reason::Nothing && m_mayChange) || m_reason == Reason::Filtered);
    m_button->setText(m_reason == Reason::Filtered ? tr("Clear the filter")
                                                   : tr("New %1…").arg(models::singularOf(m_kind)));
    m_button->setAccessibleName(m_button->text());
}

void EmptyHint::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
