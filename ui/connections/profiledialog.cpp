// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profiledialog.h"

#include "client/browserlogin.h"
#include "client/profileentrance.h"
#include "client/profilekeeper.h"
#include "client/session.h"
#include "client/whendone.h"
#include "ui/connections/connectiontestdialog.h"
#include "ui/connections/pinquestion.h"
#include "ui/connections/profilesettings.h"
#include "ui/connections/signinform.h"
#include "ui/forms/foldout.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QBoxLayout>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>

#include <algorithm>

namespace ui {

ProfileDialog::ProfileDialog(client::ProfileKeeper& keeper, const Start& start, QWidget* parent)
    : QDialog(parent)
    , m_keeper(keeper)
    , m_profile(start.profile)
    , m_before(start.before)
    , m_entrance(new client::ProfileEntrance(keeper.keychain(), this))
    , m_message(new MessageBar(this))
    , m_name(new QLineEdit(this))
    , m_address(new QLineEdit(this))
    , m_organization(new QLineEdit(this))
    , m_form(new QFormLayout)
    , m_nameTitle(new QLabel(this))
    , m_addressTitle(new QLabel(this))
    , m_organizationTitle(new QLabel(this))
    , m_hint(new MessageLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
    , m_test(m_buttons->addButton(QString(), QDialogButtonBox::ActionRole))
    , m_save(m_buttons->addButton(QString(), QDialogButtonBox::ActionRole))
    , m_ok(m_buttons->addButton(QString(), QDialogButtonBox::AcceptRole))
{
    setObjectName(QStringLiteral("dialog.connect"));
    m_message->setObjectName(QStringLiteral("connect.message"));
    m_name->setObjectName(QStringLiteral("connect.name"));
    m_address->setObjectName(QStringLiteral("connect.address"));
    m_organization->setObjectName(QStringLiteral("connect.organization"));
    m_hint->setObjectName(QStringLiteral("connect.hint"));
    m_test->setObjectName(QStringLiteral("connect.test"));
    m_save->setObjectName(QStringLiteral("connect.save"));
    m_ok->setObjectName(QStringLiteral("connect.ok"));
    m_ok->setDefault(true);
    build(start.explanation);
    m_name->setText(start.profile.name);
    m_address->setText(start.profile.base.toString());
    m_organization->setText(start.profile.organization);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ProfileDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ProfileDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] { save(std::nullopt); });
    connect(m_test, &QPushButton::clicked, this, [this] { enter(true); });
    for (QLineEdit* edit : {m_name, m_address, m_organization})
        connect(edit, &QLineEdit::textChanged, this, &ProfileDialog::validate);
    connect(m_signIn, &SignInForm::changed, this, &ProfileDialog::validate);
    connect(m_settings, &ProfileSettings::changed, this, &ProfileDialog::validate);
    connect(m_message, &MessageBar::remedyRequested, this, &ProfileDialog::offerToPin);
    connect(m_signIn, &SignInForm::failed, this, &ProfileDialog::showFailure);
    connect(m_signIn, &SignInForm::browserRequested, this, &ProfileDialog::signInWithBrowser);
    connect(m_entrance, &client::ProfileEntrance::opened, this, &ProfileDialog::opened);
    connect(m_entrance, &client::ProfileEntrance::passPhraseNeeded, this, &ProfileDialog::askForPassPhrase);
    connect(m_entrance, &client::ProfileEntrance::failed, this, &ProfileDialog::showFailure);
    validate();
    // A new one begins with what only the person knows.
    m_address->setFocus();
}

ProfileDialog::~ProfileDialog()
{
    stopTrial();
}

void ProfileDialog::build(const QString& explanation)
{
    auto* column = new QVBoxLayout(this);
    if (!explanation.isEmpty()) {
        auto* words = new QLabel(explanation, this);
        words->setWordWrap(true);
        column->addWidget(words);
    }
    m_address->setMinimumWidth(fontMetrics().averageCharWidth() * 64);
    m_address->setPlaceholderText(QStringLiteral("http://127.0.0.1:8080"));
    m_addressTitle->setBuddy(m_address);
    m_nameTitle->setBuddy(m_name);
    m_organizationTitle->setBuddy(m_organization);
    m_form->addRow(m_addressTitle, m_address);
    m_form->addRow(m_nameTitle, m_name);
    m_form->addRow(m_organizationTitle, m_organization);
    m_signIn = new SignInForm(m_keeper.keychain(), m_profile, m_before.has_value(), *m_form, *this);
    column->addWidget(m_message);
    column->addLayout(m_form);
    column->addWidget(m_signIn->where());
    m_more = new FoldOut([] { return tr("Colour, protection, certificates, proxy"); }, this);
    m_more->setObjectName(QStringLiteral("connect.more"));
    m_settings = new ProfileSettings(m_profile);
    // On a low screen there is not room for all of it.
    auto* area = new QScrollArea(m_more->content());
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(m_settings);
    auto* inside = bareLayout<QVBoxLayout>(m_more->content());
    inside->addWidget(area);
    m_more->setOpen(m_settings->isSpecial());
    column->addWidget(m_more);
    column->addWidget(m_hint);
    column->addWidget(m_buttons);
    QWidget* before = m_message;
    const QWidgetList stops = QWidgetList{m_address, m_name, m_organization} + m_signIn->stops()
        + m_more->findChildren<QWidget*>()
        + QWidgetList{m_ok, m_test, m_save, m_buttons->button(QDialogButtonBox::Cancel)};
    for (QWidget* stop : stops) {
        if (!(stop->focusPolicy() & Qt::TabFocus))
            continue;
        setTabOrder(before, stop);
        before = stop;
    }
    keepWorded(*this, [this] { reword(); });
}

void ProfileDialog::reword()
{
    setWindowTitle(m_before ? tr("Connection “%1”").arg(m_before->name) : tr("Connect to a server"));
    m_nameTitle->setText(tr("&Name"));
    m_addressTitle->setText(tr("&Address"));
    m_organizationTitle->setText(tr("&Organization"));
    m_name->setAccessibleName(tr("Name of the connection"));
    m_address->setAccessibleName(tr("Address of the server"));
    m_organization->setAccessibleName(tr("Organization"));
    m_test->setText(tr("&Test…"));
    m_test->setAccessibleName(tr("Test the connection step by step"));
    m_save->setText(tr("Sa&ve"));
    m_save->setAccessibleName(tr("Save without connecting"));
    m_ok->setText(tr("&Connect"));
    m_ok->setAccessibleName(tr("Connect"));
    validate();
}

client::Profile ProfileDialog::typed() const
{
    client::Profile profile = m_profile;
    profile.base = client::addressFrom(m_address->text());
    profile.name = m_name->text().trimmed().isEmpty() ? profile.base.authority() : m_name->text().trimmed();
    profile.organization = m_organization->text().trimmed();
    profile.signIn = m_signIn->method();
    profile.account = m_signIn->account();
    m_settings->writeTo(profile);
    return profile;
}

QString ProfileDialog::problem() const
{
    const client::Profile profile = typed();
    if (profile.base.isEmpty())
        return tr("The address is scheme, host and port, for example http://127.0.0.1:8080.");
    if (profile.organization.isEmpty())
        return tr("An organization is needed; most servers have one called dispatch.");
    const auto& others = m_keeper.store().listing().profiles;
    if (std::any_of(others.begin(), others.end(), [&profile](const client::Profile& other) {
            return other.id != profile.id && other.name.compare(profile.name, Qt::CaseInsensitive) == 0;
        }))
        return tr("Another connection is called “%1”.").arg(profile.name);
    const QString wrong = m_settings->problem();
    return wrong.isEmpty() ? m_signIn->problem() : wrong;
}

void ProfileDialog::validate()
{
    if (m_busy)
        return;
    m_name->setPlaceholderText(client::addressFrom(m_address->text()).authority());
    const bool empty = m_address->text().trimmed().isEmpty();
    const QString wrong = problem();
    m_hint->say(MessageLabel::Tone::Problem, empty ? QString() : wrong);
    m_ok->setEnabled(wrong.isEmpty());
    m_save->setEnabled(wrong.isEmpty());
    m_test->setEnabled(wrong.isEmpty());
}

bool ProfileDialog::event(QEvent* event)
{
    const bool done = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fit();
    return done;
}

/// Grows with what it says; a layout does not do that for words that wrap.
void ProfileDialog::fit()
{
    const QRect desk = screen()->availableGeometry();
    const int frame = frameGeometry().height() - height();
    const int wanted
        = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width()) : layout()->totalSizeHint().height();
    const int needed = std::min(wanted, desk.height() - frame);
    // Back again as well, but not from a height that a person chose.
    if (!isVisible() || (height() >= needed && height() != m_fitted))
        return;
    m_fitted = needed;
    resize(width(), needed);
    if (const int below = frameGeometry().bottom() - desk.bottom(); below > 0)
        move(x(), std::max(desk.top(), y() - below));
}

void ProfileDialog::setBusy(const QString& words)
{
    m_busy = !words.isEmpty();
    for (QWidget* part :
         {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_address), static_cast<QWidget*>(m_organization),
          static_cast<QWidget*>(m_ok), static_cast<QWidget*>(m_save), static_cast<QWidget*>(m_test)})
        part->setEnabled(!m_busy);
    m_signIn->setEnabled(!m_busy);
    m_settings->setEnabled(!m_busy);
    if (m_busy)
        m_hint->say(MessageLabel::Tone::Help, words);
    else
        validate();
}

void ProfileDialog::showFailure(const models::Failure& failure)
{
    setBusy({});
    m_message->setRemedy({});
    m_message->showFailure(failure);
}

void ProfileDialog::askForPassPhrase()
{
    setBusy({});
    m_signIn->askForPassPhrase();
    m_hint->say(MessageLabel::Tone::Problem, tr("The private key is locked: enter its pass phrase."));
}

void ProfileDialog::accept()
{
    enter(false);
}

void ProfileDialog::enter(bool asTest)
{
    if (m_busy || !problem().isEmpty())
        return;
    m_message->clear();
    const client::Profile profile = typed();
    m_isTest = asTest;
    setBusy(tr("Asking %1…").arg(profile.base.authority()));
    m_entrance->open(profile, m_signIn->secret(), m_signIn->passPhrase());
}

void ProfileDialog::signInWithBrowser()
{
    const QUrl base = client::addressFrom(m_address->text());
    if (m_busy || base.isEmpty()) {
        validate();
        return;
    }
    m_message->clear();
    m_login = std::make_unique<client::BrowserLogin>(base);
    const auto over = [this] {
        // It is its own signal that is heard.
        m_login.release()->deleteLater();
        setBusy({});
        activateWindow();
    };
    connect(m_login.get(), &client::BrowserLogin::signedIn, this, [this, over](const QByteArray& cookie) {
        over();
        m_signIn->setCookie(cookie);
        m_ok->setFocus();
    });
    connect(m_login.get(), &client::BrowserLogin::failed, this, [this, over](const models::Failure& failure) {
        over();
        showFailure(failure);
    });
    const auto url = m_login->start();
    if (!url) {
        m_login.reset();
        showFailure(url.error());
        return;
    }
    setBusy(tr("Sign in in the browser; the console waits. If no browser opens, go to %1").arg(url->toString()));
    QDesktopServices::openUrl(*url);
}

void ProfileDialog::reject()
{
    if (m_login)
        m_login->cancel();
    else
        QDialog::reject();
}

void ProfileDialog::opened(const client::Connection& connection)
{
    if (!m_isTest) {
        tryOut(connection);
        return;
    }
    setBusy({});
    auto* dialog = new ConnectionTestDialog(connection, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ProfileDialog::tryOut(const client::Connection& connection)
{
    stopTrial();
    m_trial = std::make_unique<client::Session>(connection);
    // The list of drivers proves address, organization and sign-in at once.
    client::whenDone(m_trial->api().list(models::Kind::Driver), this,
                     [this, connection](const models::Result<std::vector<models::Resource>>& answer) {
                         const client::TlsTrouble trouble = m_trial->door().tlsTrouble();
                         stopTrial();
                         if (answer)
                             save(connection);
                         else
                             showTrialFailure(answer.error(), trouble);
                     });
}

void ProfileDialog::showTrialFailure(const models::Failure& failure, const client::TlsTrouble& trouble)
{
    models::Failure told = failure;
    told.tried = tr("connect to %1").arg(client::addressFrom(m_address->text()).authority());
    showFailure(told);
    m_untrusted = failure.kind == models::FailureKind::Tls ? trouble.chain : QList<QSslCertificate>();
    if (!m_untrusted.isEmpty())
        m_message->setRemedy(tr("Pin the certificat&e…"));
}

void ProfileDialog::offerToPin()
{
    askToPin(m_untrusted, *this, [this](const QByteArray& sha256) {
        m_settings->pin(sha256);
        m_more->setOpen(true);
        m_message->clear();
    });
}

void ProfileDialog::save(const std::optional<client::Connection>& then)
{
    m_message->clear();
    setBusy(tr("Saving…"));
    client::whenDone(m_keeper.save(typed(), m_before, m_signIn->secret()), this,
                     [this, then](const models::Result<bool>& saved) {
                         if (!saved) {
                             showFailure(saved.error());
                             return;
                         }
                         if (then)
                             Q_EMIT connected(*then);
                         QDialog::accept();
                     });
}

/// Ending it at once would answer into a half-destroyed dialog.
void ProfileDialog::stopTrial()
{
    if (m_trial)
        m_trial.release()->deleteLater();
}

} // namespace ui
