// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/signinform.h"

#include "client/keychain.h"
#include "client/privatekey.h"
#include "client/regularfile.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace ui {

using client::SignInMethod;

namespace {

constexpr SignInMethod kMethods[]
    = {SignInMethod::None, SignInMethod::Cookie, SignInMethod::Token, SignInMethod::ServiceAccount};
constexpr qint64 kLargestKey = 64 * 1024;

} // namespace

SignInForm::SignInForm(client::Keychain& keychain, const client::Profile& profile, bool kept, QFormLayout& rows,
                       QWidget& dialog)
    : QObject(&dialog)
    , m_dialog(dialog)
    , m_rows(rows)
    , m_keychain(keychain)
    , m_keptMethod(kept ? profile.signIn : SignInMethod::None)
{
    build();
    m_account->setText(profile.account);
    m_method->setCurrentIndex(
        static_cast<int>(std::find(std::begin(kMethods), std::end(kMethods), profile.signIn) - std::begin(kMethods)));
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        m_secret->clear();
        showRows();
        Q_EMIT changed();
    });
    for (QLineEdit* edit : {m_secret, m_account, m_passPhrase})
        connect(edit, &QLineEdit::textChanged, this, &SignInForm::changed);
    connect(m_choose, &QPushButton::clicked, this, &SignInForm::chooseKey);
    connect(&m_keychain, &client::Keychain::stateChanged, this, [this] {
        sayWhere();
        Q_EMIT changed();
    });
    showRows();
}

void SignInForm::build()
{
    m_method = new QComboBox(&m_dialog);
    m_secret = new QLineEdit(&m_dialog);
    m_account = new QLineEdit(&m_dialog);
    m_key = new QWidget(&m_dialog);
    m_keyName = new QLabel(m_key);
    m_choose = new QPushButton(m_key);
    m_passPhrase = new QLineEdit(&m_dialog);
    m_browser = new QPushButton(&m_dialog);
    m_browser->setObjectName(QStringLiteral("connect.browser"));
    m_browser->setAutoDefault(false);
    m_where = new MessageLabel(&m_dialog);
    m_method->setObjectName(QStringLiteral("connect.method"));
    m_secret->setObjectName(QStringLiteral("connect.secret"));
    m_account->setObjectName(QStringLiteral("connect.account"));
    m_keyName->setObjectName(QStringLiteral("connect.keyName"));
    m_choose->setObjectName(QStringLiteral("connect.chooseKey"));
    m_passPhrase->setObjectName(QStringLiteral("connect.passPhrase"));
    m_where->setObjectName(QStringLiteral("connect.where"));
    for (std::size_t i = 0; i < std::size(kMethods); ++i)
        m_method->addItem(QString());
    m_secret->setEchoMode(QLineEdit::Password);
    m_passPhrase->setEchoMode(QLineEdit::Password);
    auto* line = bareLayout<QHBoxLayout>(m_key);
    line->addWidget(m_keyName, 1);
    line->addWidget(m_choose);
    for (QWidget* field : {static_cast<QWidget*>(m_method), static_cast<QWidget*>(m_secret),
                           static_cast<QWidget*>(m_account), m_key, static_cast<QWidget*>(m_passPhrase)}) {
        auto* title = new QLabel(&m_dialog);
        title->setBuddy(field == m_key ? m_choose : field);
        m_rows.addRow(title, field);
        if (field == m_secret)
            m_rows.addRow(nullptr, m_browser);
    }
    connect(m_browser, &QPushButton::clicked, this, &SignInForm::browserRequested);
    keepWorded(m_dialog, [this] { reword(); });
}

SignInMethod SignInForm::method() const
{
    return kMethods[qBound(0, m_method->currentIndex(), static_cast<int>(std::size(kMethods)) - 1)];
}

QString SignInForm::account() const
{
    return method() == SignInMethod::ServiceAccount ? m_account->text().trimmed() : QString();
}

std::optional<QByteArray> SignInForm::secret() const
{
    const bool isKey = method() == SignInMethod::ServiceAccount;
    QByteArray typed = isKey ? m_keyPem : m_secret->text().trimmed().toUtf8();
    return typed.isEmpty() || method() == SignInMethod::None ? std::nullopt : std::optional(std::move(typed));
}

QByteArray SignInForm::passPhrase() const
{
    return m_passPhrase->text().toUtf8();
}

bool SignInForm::keepsSecret() const
{
    return m_keptMethod != SignInMethod::None && m_keptMethod == method();
}

QString SignInForm::problem() const
{
    if (method() == SignInMethod::ServiceAccount && account().isEmpty())
        return tr("A service account has a name, as ci or acme/ci.");
    if (method() == SignInMethod::None || secret() || keepsSecret())
        return {};
    switch (method()) {
    case SignInMethod::Cookie:
        return tr("The cookie is missing: all of the header, as name=value.");
    case SignInMethod::Token:
        return tr("The token is missing: without the word Bearer.");
    default:
        return tr("The private key of the service account is missing.");
    }
}

void SignInForm::askForPassPhrase()
{
    m_locked = true;
    showRows();
    m_passPhrase->setFocus();
    m_passPhrase->selectAll();
}

void SignInForm::setCookie(const QByteArray& cookie)
{
    m_secret->setText(QString::fromLatin1(cookie));
}

void SignInForm::showRows()
{
    const SignInMethod now = method();
    const bool isAccount = now == SignInMethod::ServiceAccount;
    const auto show = [this](QWidget* field, bool visible) {
        field->setVisible(visible);
        m_rows.labelForField(field)->setVisible(visible);
    };
    show(m_secret, now == SignInMethod::Cookie || now == SignInMethod::Token);
    m_browser->setVisible(now == SignInMethod::Cookie);
    show(m_account, isAccount);
    show(m_key, isAccount);
    show(m_passPhrase, isAccount && m_locked);
    // Who signs in without a secret needs no keychain, and is not asked to unlock one.
    if (now != SignInMethod::None && m_keychain.state() == client::Keychain::State::Unasked)
        m_keychain.ask();
    reword();
}

void SignInForm::sayWhere()
{
    if (method() == SignInMethod::None)
        return m_where->say(MessageLabel::Tone::Help, {});
    switch (m_keychain.state()) {
    case client::Keychain::State::Kept:
        return m_where->say(
            MessageLabel::Tone::Help,
            tr("The secret is kept in the keychain of this desktop (%1).").arg(m_keychain.backendName()));
    case client::Keychain::State::SessionOnly:
        return m_where->say(MessageLabel::Tone::Warning,
                            tr("The secret is kept until the console ends. %1")
                                .arg(m_keychain.problem() ? m_keychain.problem()->summary() : QString()));
    default:
        return m_where->say(MessageLabel::Tone::Help, tr("Asking the keychain…"));
    }
}

void SignInForm::setEnabled(bool enabled)
{
    for (QWidget* field :
         {static_cast<QWidget*>(m_method), static_cast<QWidget*>(m_secret), static_cast<QWidget*>(m_account), m_key,
          static_cast<QWidget*>(m_browser), static_cast<QWidget*>(m_passPhrase)})
        field->setEnabled(enabled);
}

QWidgetList SignInForm::stops() const
{
    return {m_method, m_secret, m_browser, m_account, m_choose, m_passPhrase};
}

QWidget* SignInForm::where() const
{
    return m_where;
}

void SignInForm::reword()
{
    const QString names[] = {tr("None: as Dispatch Solo expects it"), tr("Cookie"), tr("Bearer token"),
                             tr("Service account with its key")};
    for (int i = 0; i < static_cast<int>(std::size(names)); ++i)
        m_method->setItemText(i, names[i]);
    const auto title = [this](QWidget* field, const QString& text) {
        qobject_cast<QLabel*>(m_rows.labelForField(field))->setText(text);
        (field == m_key ? m_choose : field)->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    };
    title(m_method, tr("&Sign in"));
    title(m_secret, method() == SignInMethod::Cookie ? tr("Coo&kie") : tr("&Token"));
    title(m_account, tr("Acco&unt"));
    title(m_key, tr("Private &key"));
    title(m_passPhrase, tr("&Pass phrase"));
    m_browser->setText(tr("Get it with the &browser…"));
    m_browser->setAccessibleName(tr("Sign in with the browser"));
    m_choose->setText(tr("C&hoose…"));
    m_choose->setAccessibleName(tr("Choose the file of the private key"));
    m_account->setPlaceholderText(tr("name, or organization/name"));
    m_secret->setPlaceholderText(keepsSecret() ? tr("kept; type to replace it") : QString());
    m_passPhrase->setPlaceholderText(tr("asked each time, kept nowhere"));
    m_keyName->setText(!m_keyFile.isEmpty() ? m_keyFile : keepsSecret() ? tr("kept") : tr("none chosen"));
    sayWhere();
}

void SignInForm::chooseKey()
{
    auto* dialog = new QFileDialog(&m_dialog, tr("Private key of the service account"));
    dialog->setObjectName(QStringLiteral("dialog.chooseKey"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SignInForm::readKey);
    dialog->open();
}

void SignInForm::readKey(const QString& path)
{
    const auto bytes = client::contentsOf(path, kLargestKey);
    if (!bytes) {
        Q_EMIT failed(bytes.error());
        return;
    }
    m_keyPem = *bytes;
    m_keyFile = QFileInfo(path).fileName();
    m_locked = client::needsPassPhrase(m_keyPem);
    m_passPhrase->clear();
    showRows();
    if (m_locked)
        m_passPhrase->setFocus();
    Q_EMIT changed();
}

} // namespace ui
