// SPDX-License-Identifier: Apache-2.0
#include "client/credentials.h"
#include "client/keypair.h"
#include "models/json.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using client::Connection;
using client::Credentials;
using client::JwtSigner;
using client::KeyPair;

class TestSignIn final : public QObject
{
    Q_OBJECT

    QTemporaryDir folder;
    KeyPair keys;

    QString write(const char* name, const QByteArray& content)
    {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return file.fileName();
    }

    static QByteArray openssl(const QStringList& arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        process.waitForFinished(30'000);
        return process.readAllStandardOutput() + process.readAllStandardError();
    }

    static models::Json partOf(const QByteArray& token, int index)
    {
        return *models::parseJson(QByteArray::fromBase64(token.split('.').at(index), QByteArray::Base64UrlEncoding));
    }

    Connection serviceAccount(const QString& account) const
    {
        Connection connection;
        connection.organization = QStringLiteral("acme");
        connection.signIn = client::ServiceAccountSignIn{account, keys.privatePem};
        return connection;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto made = client::makeKeyPairLater();
        QTRY_VERIFY_WITH_TIMEOUT(made.isFinished(), 60'000);
        QVERIFY(made.result());
        keys = *made.result();
        QVERIFY(keys.privatePem.startsWith("-----BEGIN PRIVATE KEY-----"));
        QVERIFY(keys.publicPem.startsWith("-----BEGIN PUBLIC KEY-----"));
    }

    void makesTokensThatOpenSslVerifies()
    {
        const auto signer = JwtSigner::fromPem(keys.privatePem);
        QVERIFY(signer);
        const auto token = signer->sign(QStringLiteral("acme/ci"), 1'700'000'000);
        QVERIFY(token);
        const qsizetype dot = token->text.lastIndexOf('.');
        const QString signature
            = write("signature", QByteArray::fromBase64(token->text.mid(dot + 1), QByteArray::Base64UrlEncoding));
        const QString content = write("content", token->text.left(dot));
        const QString publicKey = write("public.pem", keys.publicPem);
        const auto verify = [&](const QString& signedText) {
            return openssl({QStringLiteral("dgst"), QStringLiteral("-sha256"), QStringLiteral("-verify"), publicKey,
                            QStringLiteral("-signature"), signature, signedText});
        };
        QVERIFY(verify(content).contains("Verified OK"));
        QVERIFY(!verify(write("other", token->text.left(dot) + 'x')).contains("Verified OK"));

        QVERIFY(partOf(token->text, 0) == (models::Json{{"alg", "RS256"}, {"typ", "JWT"}}));
        QVERIFY(partOf(token->text, 1)
                == (models::Json{{"iss", "acme/ci"}, {"iat", 1'699'999'940}, {"exp", 1'700'003'600}}));
        QCOMPARE(client::expiryOf(token->text), std::optional<qint64>(1'700'003'600));
        QVERIFY(!token->text.contains('=') && !token->text.contains('+') && !token->text.contains('/'));
    }

    void takesPkcs1Keys()
    {
        const QString key = write("pkcs8.pem", keys.privatePem);
        const QByteArray pkcs1
            = openssl({QStringLiteral("rsa"), QStringLiteral("-traditional"), QStringLiteral("-in"), key});
        const qsizetype begin = pkcs1.indexOf("-----BEGIN RSA PRIVATE KEY-----");
        QVERIFY(begin >= 0);
        QVERIFY(JwtSigner::fromPem(pkcs1.mid(begin)));
    }

    void saysWhatIsWrongWithAKey_data()
    {
        QTest::addColumn<QStringList>("make");
        QTest::addColumn<QByteArray>("pem");
        QTest::newRow("none") << QStringList() << QByteArray();
        QTest::newRow("text") << QStringList() << QByteArray("hello");
        QTest::newRow("public") << QStringList() << keys.publicPem;
        QTest::newRow("damaged") << QStringList() << keys.privatePem.left(600);
        const QString out = QStringLiteral("-out");
        const QString genpkey = QStringLiteral("genpkey");
        const QString algorithm = QStringLiteral("-algorithm");
        QTest::newRow("ed25519") << QStringList{genpkey, algorithm, QStringLiteral("ED25519")} << QByteArray();
        QTest::newRow("short") << QStringList{genpkey, algorithm, QStringLiteral("RSA"), QStringLiteral("-pkeyopt"),
                                              QStringLiteral("rsa_keygen_bits:1024")}
                               << QByteArray();
        QTest::newRow("encrypted") << QStringList{genpkey,
                                                  algorithm,
                                                  QStringLiteral("RSA"),
                                                  QStringLiteral("-aes256"),
                                                  QStringLiteral("-pass"),
                                                  QStringLiteral("pass:x")}
                                   << QByteArray();
    }

    void saysWhatIsWrongWithAKey()
    {
        QFETCH(QStringList, make);
        QFETCH(QByteArray, pem);
        if (!make.isEmpty()) {
            const QString path = folder.filePath(QStringLiteral("made.pem"));
            openssl(make << QStringLiteral("-out") << path);
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            pem = file.readAll();
        }
        const auto signer = JwtSigner::fromPem(pem);
        QVERIFY(!signer);
        QVERIFY(!signer.error().cameBack.isEmpty());
        QVERIFY(!signer.error().remedy.isEmpty());
        QVERIFY(!signer.error().report().contains(QStringLiteral("MII")));
    }

    void renewsATokenWellBeforeItExpires()
    {
        Credentials credentials(serviceAccount(QStringLiteral("ci")));
        QCOMPARE(credentials.secondsLeft(1'000), -1);
        const QByteArray first = credentials.header(1'000)->value;
        QVERIFY(first.startsWith("Bearer "));
        QVERIFY(partOf(first.mid(7), 1).at("iss") == models::Json("acme/ci"));
        QCOMPARE(credentials.secondsLeft(1'000), 3'600);
        QCOMPARE(credentials.header(3'900)->value, first);
        const QByteArray second = credentials.header(4'001)->value;
        QVERIFY(second != first);
        QCOMPARE(credentials.secondsLeft(4'001), 3'600);
        QVERIFY2(credentials.header(1'000)->value != second, "a clock set back needs a new token");
    }

    void keepsAnOrganizationThatIsGiven()
    {
        Credentials credentials(serviceAccount(QStringLiteral("other/ci")));
        QVERIFY(partOf(credentials.header(1'000)->value.mid(7), 1).at("iss") == models::Json("other/ci"));
    }

    void makesANewTokenAfterARefusal()
    {
        Credentials credentials(serviceAccount(QStringLiteral("ci")));
        const QByteArray first = credentials.header(1'000)->value;
        credentials.forgetToken();
        QVERIFY(credentials.header(1'001)->value != first);
    }

    void countsDownATokenThatWasGiven()
    {
        Connection connection;
        const auto token = JwtSigner::fromPem(keys.privatePem)->sign(QStringLiteral("a/b"), 1'000);
        connection.signIn = client::TokenSignIn{QString::fromLatin1(token->text)};
        QCOMPARE(Credentials(connection).secondsLeft(2'000), 2'600);
        connection.signIn = client::TokenSignIn{QStringLiteral("opaque")};
        QCOMPARE(Credentials(connection).secondsLeft(2'000), -1);
    }
};

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_signin.moc"
