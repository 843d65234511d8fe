// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/serviceaccountdialog.h"

#include "ui/connections/changeguard.h"
#include "ui/connections/connectionband.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

namespace ui {

ServiceAccountDialog::ServiceAccountDialog(client::Changes& changes, client::ProfileKeeper& keeper,
                                           client::Profile base, QWidget* parent)
    : QDialog(parent)
    , m_changes(changes)
    , m_base(std::move(base))
    , m_maker(changes, keeper)
    , m_message(new MessageBar(this))
    , m_words(new QLabel(this))
    , m_nameTitle(new QLabel(this))
    , m_name(new QLineEdit(this))
    , m_withPolicy(new QCheckBox(this))
    , m_hint(new MessageLabel(this))
{
    setObjectName(QStringLiteral("dialog.serviceaccount"));
    m_message->setObjectName(QStringLiteral("serviceaccount.message"));
    m_name->setObjectName(QStringLiteral("serviceaccount.name"));
    m_withPolicy->setObjectName(QStringLiteral("serviceaccount.policy"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(m_name, &QLineEdit::textChanged, this, &ServiceAccountDialog::validate);
    connect(&m_maker, &client::ServiceAccountMaker::stepped, this, &ServiceAccountDialog::setBusy);
    connect(&m_maker, &client::ServiceAccountMaker::failed, this, [this](const models::Failure& failure) {
        setBusy({});
        m_message->showFailure(failure);
    });
    connect(&m_maker, &client::ServiceAccountMaker::made, this, [this](const client::Profile& profile) {
        Q_EMIT made(profile);
        QDialog::accept();
    });
}

void ServiceAccountDialog::build()
{
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setMinimumWidth(letters(this, 60));
    m_nameTitle->setBuddy(m_name);
    m_withPolicy->setChecked(true);
    auto* form = new QFormLayout;
    form->addRow(m_nameTitle, m_name);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_ok = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_ok->setObjectName(QStringLiteral("serviceaccount.ok"));
    connect(buttons, &QDialogButtonBox::accepted, this, &ServiceAccountDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ServiceAccountDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(new ConnectionBand(m_changes.api().door().connection(), ConnectionBand::Place::Dialog, this));
    column->addWidget(m_message);
    column->addWidget(m_words);
    column->addLayout(form);
    column->addWidget(m_withPolicy);
    column->addWidget(m_hint);
    column->addWidget(buttons);
}

void ServiceAccountDialog::retranslate()
{
    setWindowTitle(tr("New service account"));
    m_words->setText(
        tr("A key is made on this machine and kept like every other secret of a connection. The server gets "
           "its public half. A new connection then signs in to the organization “%1” with it.")
            .arg(m_base.organization));
    m_nameTitle->setText(tr("&Name"));
    m_name->setAccessibleName(tr("Name of the service account"));
    m_withPolicy->setText(tr("&Allow it everything in this organization, with a policy of its own"));
    m_withPolicy->setToolTip(tr("Without a policy it can sign in and do nothing."));
    m_ok->setText(tr("&Make it"));
    validate();
}

void ServiceAccountDialog::validate()
{
    static const QRegularExpression good(QStringLiteral("^[\\w\\d][\\w\\d\\-]*$"));
    const QString name = m_name->text().trimmed();
    const bool fits = good.match(name).hasMatch();
    m_ok->setEnabled(fits && !m_isBusy);
    if (!m_isBusy)
        m_hint->say(MessageLabel::Tone::Problem,
                    fits || name.isEmpty() ? QString() : tr("A name has letters, digits, - and _ only."));
}

void ServiceAccountDialog::setBusy(const QString& words)
{
    m_isBusy = !words.isEmpty();
    m_name->setEnabled(!m_isBusy);
    m_withPolicy->setEnabled(!m_isBusy);
    validate();
    if (m_isBusy)
        m_hint->say(MessageLabel::Tone::Help, words);
}

void ServiceAccountDialog::accept()
{
    if (m_ok->isEnabled())
        whenConfirmed(*this, m_changes.api().door().connection(), tr("This makes a service account."),
                      [this] { make(); });
}

void ServiceAccountDialog::make()
{
    m_message->clear();
    client::ServiceAccountMaker::Wish wish;
    wish.name = m_name->text().trimmed();
    wish.withPolicy = m_withPolicy->isChecked();
    wish.profile = m_base;
    wish.profile.id = client::Profile::makeId();
    wish.profile.name = QStringLiteral("%1 (%2)").arg(m_base.name, wish.name);
    m_maker.start(wish);
}

/// A half-made account would be nobody's.
void ServiceAccountDialog::reject()
{
    if (!m_isBusy)
        QDialog::reject();
}

} // namespace ui
