// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connectdialog.h"

#include "client/session.h"
#include "client/whendone.h"
#include "ui/memory.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

ConnectDialog::ConnectDialog(const QString& explanation, QWidget* parent)
    : QDialog(parent)
    , m_message(new MessageBar(this))
    , m_address(new QLineEdit(this))
    , m_organization(new QLineEdit(this))
    , m_token(new QLineEdit(this))
    , m_hint(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
    , m_ok(m_buttons->addButton(QString(), QDialogButtonBox::AcceptRole))
{
    setObjectName(QStringLiteral("dialog.connect"));
    m_address->setObjectName(QStringLiteral("connect.address"));
    m_organization->setObjectName(QStringLiteral("connect.organization"));
    m_token->setObjectName(QStringLiteral("connect.token"));
    m_address->setPlaceholderText(QStringLiteral("http://127.0.0.1:8080"));
    m_token->setEchoMode(QLineEdit::Password);
    m_address->setMinimumWidth(fontMetrics().averageCharWidth() * 44);
    m_address->setText(remembered(*this, QStringLiteral("connection/address")).toString());
    m_organization->setText(
        remembered(*this, QStringLiteral("connection/organization"), QStringLiteral("dispatch")).toString());

    m_ok->setObjectName(QStringLiteral("connect.ok"));
    m_ok->setDefault(true);
    build(explanation);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ConnectDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ConnectDialog::reject);
    connect(m_address, &QLineEdit::textChanged, this, &ConnectDialog::validate);
    connect(m_organization, &QLineEdit::textChanged, this, &ConnectDialog::validate);
}

void ConnectDialog::build(const QString& explanation)
{
    auto* form = new QFormLayout;
    const auto addRow = [this, form](QLineEdit* edit) {
        auto* title = new QLabel(this);
        title->setBuddy(edit);
        form->addRow(title, edit);
        return title;
    };
    QLabel* address = addRow(m_address);
    QLabel* organization = addRow(m_organization);
    QLabel* token = addRow(m_token);
    keepWorded(*this, [this, address, organization, token] {
        setWindowTitle(tr("Connect to a server"));
        address->setText(tr("&Address"));
        organization->setText(tr("&Organization"));
        token->setText(tr("&Token"));
        m_address->setAccessibleName(tr("Address of the server"));
        m_organization->setAccessibleName(tr("Organization"));
        m_token->setAccessibleName(tr("Token, optional"));
        m_token->setPlaceholderText(tr("none: sends the cookie that Solo expects"));
        m_ok->setText(tr("&Connect"));
        m_ok->setAccessibleName(m_ok->text().remove(QLatin1Char('&')));
        validate();
    });
    auto* column = new QVBoxLayout(this);
    if (!explanation.isEmpty()) {
        auto* words = new QLabel(explanation, this);
        words->setWordWrap(true);
        column->addWidget(words);
    }
    m_hint->setWordWrap(true);
    column->addWidget(m_message);
    column->addLayout(form);
    column->addWidget(m_hint);
    column->addWidget(m_buttons);
}

ConnectDialog::~ConnectDialog()
{
    // Ending the trial here would answer into a half-destroyed dialog.
    if (m_trial)
        m_trial.release()->deleteLater();
}

client::Connection ConnectDialog::typed() const
{
    client::Connection connection;
    QString address = m_address->text().trimmed();
    if (!address.contains(QStringLiteral("://")))
        address.prepend(QStringLiteral("http://"));
    connection.base
        = QUrl(address).adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    connection.name = connection.base.authority();
    connection.organization = m_organization->text().trimmed();
    if (const QString token = m_token->text().trimmed(); !token.isEmpty())
        connection.signIn = client::TokenSignIn{token};
    return connection;
}

void ConnectDialog::validate()
{
    const client::Connection connection = typed();
    const bool web
        = connection.base.scheme() == QLatin1String("http") || connection.base.scheme() == QLatin1String("https");
    QString problem;
    if (!m_address->text().trimmed().isEmpty() && (!web || connection.base.host().isEmpty()))
        problem = tr("The address is scheme, host and port, for example http://127.0.0.1:8080.");
    else if (connection.organization.isEmpty())
        problem = tr("An organization is needed; most servers have one called dispatch.");
    m_hint->setText(problem);
    m_ok->setEnabled(problem.isEmpty() && !m_address->text().trimmed().isEmpty() && !m_trial);
}

void ConnectDialog::accept()
{
    if (m_trial || !m_ok->isEnabled())
        return;
    const client::Connection connection = typed();
    m_message->clear();
    m_trial = std::make_unique<client::Session>(connection);
    validate();
    m_hint->setText(tr("Asking %1…").arg(connection.name));
    // The list of drivers proves address, organization and sign-in at once.
    client::whenDone(m_trial->api().list(models::Kind::Driver), this,
                     [this, connection](const models::Result<std::vector<models::Resource>>& answer) {
                         m_trial.release()->deleteLater();
                         validate();
                         if (!answer) {
                             m_message->showFailure(answer.error());
                             return;
                         }
                         remember(*this, QStringLiteral("connection/address"), connection.base.toString());
                         remember(*this, QStringLiteral("connection/organization"), connection.organization);
                         Q_EMIT connectionTested(connection);
                         QDialog::accept();
                     });
}

} // namespace ui
