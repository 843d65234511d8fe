// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profilesettings.h"

#include "client/tls.h"
#include "ui/connections/connectionband.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

using client::Mark;
using client::Protection;
using client::ProxySettings;

namespace {

constexpr Mark kMarks[] = {Mark::None, Mark::Red, Mark::Orange, Mark::Green, Mark::Blue, Mark::Violet};
constexpr Protection kProtections[] = {Protection::Normal, Protection::Protected, Protection::ReadOnly};
constexpr ProxySettings::Kind kProxies[]
    = {ProxySettings::Kind::System, ProxySettings::Kind::None, ProxySettings::Kind::Manual};

/// `host:port`; the port is needed.
bool isHostAndPort(const QString& text)
{
    const QUrl url(QStringLiteral("http://") + text.trimmed());
    return url.isValid() && !url.host().isEmpty() && url.port() > 0;
}

} // namespace

ProfileSettings::ProfileSettings(const client::Profile& profile, QWidget* parent)
    : QWidget(parent)
    , m_form(bareLayout<QFormLayout>(this))
{
    build();
    fill(profile);
    keepWorded(*this, [this] { retranslate(); });
    for (QComboBox* box : {m_mark, m_protection, m_proxy})
        connect(box, &QComboBox::currentIndexChanged, this, &ProfileSettings::refresh);
    for (QLineEdit* edit : {m_caFile, m_certificateFile, m_keyFile, m_pin, m_proxyAddress, m_bypass})
        connect(edit, &QLineEdit::textChanged, this, &ProfileSettings::refresh);
    connect(m_insecure, &QCheckBox::toggled, this, &ProfileSettings::refresh);
    refresh();
}

void ProfileSettings::build()
{
    const auto row = [this](QWidget* field, const char* objectName) {
        field->setObjectName(QStringLiteral("profile.%1").arg(QLatin1String(objectName)));
        auto* title = new QLabel(this);
        title->setBuddy(field);
        m_form->addRow(title, field);
        m_titles << title;
    };
    m_mark = new QComboBox(this);
    row(m_mark, "mark");
    m_protection = new QComboBox(this);
    row(m_protection, "protection");
    m_caFile = addFile("cafile");
    m_certificateFile = addFile("certificate");
    m_keyFile = addFile("keyfile");
    m_pin = new QLineEdit(this);
    row(m_pin, "pin");
    m_insecure = new QCheckBox(this);
    m_insecure->setObjectName(QStringLiteral("profile.insecure"));
    m_form->addRow(m_insecure);
    m_proxy = new QComboBox(this);
    row(m_proxy, "proxy");
    m_proxyAddress = new QLineEdit(this);
    m_proxyAddress->setPlaceholderText(QStringLiteral("proxy.example.com:3128"));
    row(m_proxyAddress, "proxyaddress");
    m_bypass = new QLineEdit(this);
    m_bypass->setPlaceholderText(QStringLiteral(".example.com, 10.0.0.0/8"));
    row(m_bypass, "bypass");
}

QLineEdit* ProfileSettings::addFile(const char* objectName)
{
    auto* line = new QWidget(this);
    auto* edit = new QLineEdit(line);
    edit->setObjectName(QStringLiteral("profile.%1").arg(QLatin1String(objectName)));
    auto* choose = new QPushButton(line);
    choose->setObjectName(QStringLiteral("profile.%1.choose").arg(QLatin1String(objectName)));
    choose->setAutoDefault(false);
    auto* row = bareLayout<QHBoxLayout>(line);
    row->addWidget(edit, 1);
    row->addWidget(choose);
    auto* title = new QLabel(this);
    title->setBuddy(edit);
    m_form->addRow(title, line);
    m_titles << title;
    connect(choose, &QPushButton::clicked, this, [this, edit] { chooseFile(edit); });
    return edit;
}

void ProfileSettings::chooseFile(QLineEdit* edit)
{
    auto* dialog = new QFileDialog(this, tr("Choose a PEM file"));
    dialog->setObjectName(QStringLiteral("dialog.profile.file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilters({tr("PEM files (*.pem *.crt *.cer *.key)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
    dialog->open();
}

void ProfileSettings::fill(const client::Profile& profile)
{
    for (const Mark mark : kMarks)
        m_mark->addItem(iconOf(mark), QString(), static_cast<int>(mark));
    m_mark->setCurrentIndex(m_mark->findData(static_cast<int>(profile.mark)));
    for (const Protection protection : kProtections)
        m_protection->addItem(QString(), static_cast<int>(protection));
    m_protection->setCurrentIndex(m_protection->findData(static_cast<int>(profile.protection)));
    m_caFile->setText(profile.tls.caFile);
    m_certificateFile->setText(profile.tls.certificateFile);
    m_keyFile->setText(profile.tls.keyFile);
    pin(profile.tls.pinnedSha256);
    m_insecure->setChecked(profile.tls.isInsecure);
    for (const ProxySettings::Kind kind : kProxies)
        m_proxy->addItem(QString(), static_cast<int>(kind));
    m_proxy->setCurrentIndex(m_proxy->findData(static_cast<int>(profile.proxy.kind)));
    if (!profile.proxy.host.isEmpty())
        m_proxyAddress->setText(QStringLiteral("%1:%2").arg(profile.proxy.host).arg(profile.proxy.port));
    m_bypass->setText(profile.proxy.bypass.join(QStringLiteral(", ")));
}

void ProfileSettings::pin(const QByteArray& sha256)
{
    m_pin->setText(QString::fromLatin1(QByteArray::fromHex(sha256).toHex(':')).toUpper());
}

void ProfileSettings::retranslate()
{
    const QStringList titles
        = {tr("Co&lour"),           tr("&Protection"),         tr("CA &file"), tr("Client certi&ficate"),
           tr("Its &key"),          tr("P&inned certificate"), tr("Pro&xy"),   tr("Proxy a&ddress"),
           tr("&Without the proxy")};
    for (int i = 0; i < m_titles.size(); ++i) {
        m_titles[i]->setText(titles[i]);
        m_titles[i]->buddy()->setAccessibleName(QString(titles[i]).remove(u'&'));
    }
    for (int i = 0; i < m_mark->count(); ++i)
        m_mark->setItemText(i, nameOf(kMarks[i]));
    const QStringList protections = {tr("normal"), tr("protected: type the name to change anything"),
                                     tr("read-only: nothing is changed from here")};
    for (int i = 0; i < m_protection->count(); ++i)
        m_protection->setItemText(i, protections[i]);
    const QStringList proxies = {tr("that of the system"), tr("none"), tr("this one:")};
    for (int i = 0; i < m_proxy->count(); ++i)
        m_proxy->setItemText(i, proxies[i]);
    m_caFile->setPlaceholderText(tr("in addition to those of the system"));
    m_pin->setPlaceholderText(tr("SHA-256 fingerprint"));
    m_insecure->setText(tr("In&secure: do not check the certificate at all"));
    m_insecure->setToolTip(tr("Anybody on the way can then read the token and everything else. A pinned certificate is "
                              "safe and works with any server."));
    const QList<QPushButton*> buttons = findChildren<QPushButton*>();
    for (QPushButton* button : buttons) {
        button->setText(tr("Choose…"));
        button->setAccessibleName(tr("Choose a PEM file"));
    }
}

void ProfileSettings::refresh()
{
    const bool manual = m_proxy->currentData().toInt() == static_cast<int>(ProxySettings::Kind::Manual);
    m_proxyAddress->setEnabled(manual);
    m_bypass->setEnabled(manual);
    m_keyFile->parentWidget()->setEnabled(!m_certificateFile->text().trimmed().isEmpty());
    Q_EMIT changed();
}

void ProfileSettings::writeTo(client::Profile& profile) const
{
    profile.mark = static_cast<Mark>(m_mark->currentData().toInt());
    profile.protection = static_cast<Protection>(m_protection->currentData().toInt());
    profile.tls.caFile = m_caFile->text().trimmed();
    profile.tls.certificateFile = m_certificateFile->text().trimmed();
    profile.tls.keyFile = profile.tls.certificateFile.isEmpty() ? QString() : m_keyFile->text().trimmed();
    profile.tls.pinnedSha256 = client::pinFrom(m_pin->text());
    profile.tls.isInsecure = m_insecure->isChecked();
    profile.proxy = {};
    profile.proxy.kind = static_cast<ProxySettings::Kind>(m_proxy->currentData().toInt());
    if (profile.proxy.kind != ProxySettings::Kind::Manual)
        return;
    const QUrl address(QStringLiteral("http://") + m_proxyAddress->text().trimmed());
    profile.proxy.host = address.host();
    profile.proxy.port = static_cast<quint16>(address.port(0));
    const QStringList exceptions = m_bypass->text().split(u',', Qt::SkipEmptyParts);
    for (const QString& exception : exceptions)
        profile.proxy.bypass << exception.trimmed();
}

QString ProfileSettings::problem() const
{
    if (!m_pin->text().trimmed().isEmpty() && client::pinFrom(m_pin->text()).isEmpty())
        return tr("A SHA-256 fingerprint has 64 hexadecimal digits.");
    if (m_proxyAddress->isEnabled() && !isHostAndPort(m_proxyAddress->text()))
        return tr("The address of a proxy is host and port, for example proxy.example.com:3128.");
    return {};
}

bool ProfileSettings::isSpecial() const
{
    client::Profile plain;
    client::Profile chosen;
    writeTo(chosen);
    return !(plain == chosen);
}

} // namespace ui
