// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/secretpeek.h"

#include "client/whendone.h"
#include "models/secretkeys.h"
#include "ui/icons.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

#include <chrono>

namespace ui {

using namespace std::chrono_literals;

SecretPeek::SecretPeek(client::Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_keys(new QComboBox(this))
    , m_value(new QLineEdit(this))
    , m_reveal(new QPushButton(icon(QStringLiteral("reveal")), {}, this))
    , m_copy(new QPushButton(icon(QStringLiteral("copy")), {}, this))
    , m_clipboard(new SecretClipboard(this))
    , m_problem(new QLabel(this))
    , m_timer(new QTimer(this))
{
    m_keys->setObjectName(QStringLiteral("details.secret.key"));
    m_value->setObjectName(QStringLiteral("details.secret.value"));
    m_reveal->setObjectName(QStringLiteral("details.secret.reveal"));
    m_copy->setObjectName(QStringLiteral("details.secret.copy"));
    m_value->setReadOnly(true);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_timer->setSingleShot(true);
    m_timer->setInterval(30s);
    auto* line = new QHBoxLayout;
    line->addWidget(m_value, 1);
    line->addWidget(m_reveal);
    line->addWidget(m_copy);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_keys);
    column->addLayout(line);
    column->addWidget(m_problem);
    connect(m_reveal, &QPushButton::clicked, this, &SecretPeek::reveal);
    connect(m_copy, &QPushButton::clicked, this, &SecretPeek::copy);
    connect(m_keys, &QComboBox::currentTextChanged, this, &SecretPeek::conceal);
    connect(m_timer, &QTimer::timeout, this, &SecretPeek::conceal);
    retranslate();
}

void SecretPeek::setSecret(const QString& name, const QStringList& keys)
{
    QStringList shown;
    for (int i = 0; i < m_keys->count(); ++i)
        shown << m_keys->itemText(i);
    if (name == m_name && keys == shown)
        return;
    m_name = name;
    conceal();
    m_keys->clear();
    m_keys->addItems(keys);
    m_reveal->setEnabled(!keys.isEmpty());
    m_copy->setEnabled(!keys.isEmpty());
}

void SecretPeek::fetch(const std::function<void(const QString& value)>& then)
{
    conceal();
    const int request = m_request;
    const auto setEnabled = [this](bool enabled) {
        m_reveal->setEnabled(enabled);
        m_copy->setEnabled(enabled);
    };
    setEnabled(false);
    client::whenDone(m_session.api().secretValues(m_name), this,
                     [this, request, setEnabled, then,
                      key = m_keys->currentText()](const models::Result<models::SecretValues>& answer) {
                         setEnabled(true);
                         if (request != m_request)
                             return;
                         if (!answer) {
                             m_problem->setText(answer.error().summary());
                             m_problem->show();
                             return;
                         }
                         const auto found = answer->values.find(key);
                         then(found == answer->values.end() ? QString() : found->second);
                     });
}

void SecretPeek::reveal()
{
    fetch([this](const QString& value) {
        m_value->setText(value);
        m_timer->start();
    });
}

void SecretPeek::copy()
{
    fetch([this](const QString& value) { m_clipboard->copy(value); });
}

void SecretPeek::conceal()
{
    ++m_request;
    m_timer->stop();
    m_value->clear();
    m_problem->hide();
}

void SecretPeek::retranslate()
{
    m_reveal->setText(tr("&Reveal"));
    m_reveal->setToolTip(tr("Fetch this value and show it for 30 seconds"));
    m_reveal->setAccessibleName(tr("Reveal the value for 30 seconds"));
    m_keys->setAccessibleName(tr("Key of the secret"));
    m_value->setAccessibleName(tr("Value of the key"));
    m_copy->setText(tr("&Copy"));
    m_copy->setToolTip(tr("Fetch this value and put it on the clipboard for 30 seconds"));
    m_copy->setAccessibleName(tr("Copy the value for 30 seconds"));
    m_value->setPlaceholderText(models::secretMask());
}

void SecretPeek::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void SecretPeek::hideEvent(QHideEvent* event)
{
    conceal();
    QWidget::hideEvent(event);
}

} // namespace ui
