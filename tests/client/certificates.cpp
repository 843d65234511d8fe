// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"

#include <QFile>
#include <QProcess>

bool Certificates::openssl(const QStringList& arguments) const
{
    QProcess tool;
    tool.setWorkingDirectory(m_folder.path());
    tool.start(QStringLiteral("openssl"), arguments);
    if (!tool.waitForFinished(60'000) || tool.exitCode() != 0) {
        qWarning() << "openssl" << arguments << tool.readAllStandardError();
        return false;
    }
    return true;
}

bool Certificates::write(const QString& name, const QByteArray& text) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

bool Certificates::begin()
{
    return write(QStringLiteral("ca.cnf"),
                 "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\n"
                 "unique_subject=no\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n")
        && write(QStringLiteral("index.txt"), {})
        && openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                    QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-keyout"),
                    key(QStringLiteral("ca")), QStringLiteral("-out"), pem(QStringLiteral("ca")),
                    QStringLiteral("-days"), QStringLiteral("30"), QStringLiteral("-subj"),
                    QStringLiteral("/CN=Authority of this test")});
}

bool Certificates::issue(const Wish& wish)
{
    const QString request = m_folder.filePath(wish.name + QStringLiteral(".csr"));
    if (!write(QStringLiteral("extensions"), "subjectAltName=" + wish.alternatives.toUtf8() + '\n')
        || !openssl({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("rsa:%1").arg(wish.bits),
                     QStringLiteral("-nodes"), QStringLiteral("-keyout"), key(wish.name), QStringLiteral("-out"),
                     request, QStringLiteral("-subj"), QStringLiteral("/CN=") + wish.name}))
        return false;
    QStringList sign = {QStringLiteral("ca"),
                        QStringLiteral("-batch"),
                        QStringLiteral("-config"),
                        QStringLiteral("ca.cnf"),
                        QStringLiteral("-notext"),
                        QStringLiteral("-in"),
                        request,
                        QStringLiteral("-out"),
                        pem(wish.name),
                        QStringLiteral("-extfile"),
                        QStringLiteral("extensions"),
                        QStringLiteral("-startdate"),
                        wish.from,
                        QStringLiteral("-enddate"),
                        wish.until};
    if (wish.issuer.isEmpty())
        sign << QStringLiteral("-selfsign") << QStringLiteral("-keyfile") << key(wish.name);
    else
        sign << QStringLiteral("-cert") << pem(wish.issuer) << QStringLiteral("-keyfile") << key(wish.issuer);
    return openssl(sign);
}
