// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/pinquestion.h"

#include "client/tls.h"
#include "client/tlsfailure.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QMessageBox>
#include <QPushButton>

namespace ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("ui::PinQuestion", text);
}

} // namespace

void askToPin(const QList<QSslCertificate>& chain, QWidget& asker,
              const std::function<void(const QByteArray& sha256)>& pin)
{
    if (chain.isEmpty())
        return;
    const QSslCertificate& certificate = chain.first();
    auto* box = new QMessageBox(
        QMessageBox::Warning, words(QT_TRANSLATE_NOOP("ui::PinQuestion", "Pin the certificate?")),
        words(
            QT_TRANSLATE_NOOP("ui::PinQuestion",
                              "Ask the administrator for the SHA-256 fingerprint of the server's certificate. Only if "
                              "it is this one, pin it:\n\n%1"))
            .arg(client::fingerprintOf(certificate)),
        QMessageBox::Cancel, &asker);
    box->setObjectName(QStringLiteral("dialog.pin"));
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(client::chainText(chain));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const yes = box->addButton(words(QT_TRANSLATE_NOOP("ui::PinQuestion", "It is this one: &pin it")),
                                            QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("pin.yes"));
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(yes, &QPushButton::clicked, &asker,
                     [pin, digest = certificate.digest(QCryptographicHash::Sha256).toHex()] { pin(digest); });
    box->open();
}

} // namespace ui
