// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTemporaryDir>

/// Certificates made on the spot by openssl, good and bad ones. Files NAME.pem and NAME.key.
class Certificates final
{
public:
    struct Wish
    {
        QString name;
        QString alternatives = QStringLiteral("IP:127.0.0.1,DNS:localhost");
        QString from = QStringLiteral("20200101000000Z");
        QString until = QStringLiteral("20500101000000Z");
        int bits = 2048;
        QString issuer = QStringLiteral("ca"); ///< empty = signed by itself
    };

    /// The authority "ca".
    bool begin();
    bool issue(const Wish& wish);
    QString pem(const QString& name) const { return m_folder.filePath(name + QStringLiteral(".pem")); }
    QString key(const QString& name) const { return m_folder.filePath(name + QStringLiteral(".key")); }
    QString folder() const { return m_folder.path(); }
    /// The tool with these arguments, in the folder of the files.
    bool openssl(const QStringList& arguments) const;

private:
    bool write(const QString& name, const QByteArray& text) const;

    QTemporaryDir m_folder;
};
