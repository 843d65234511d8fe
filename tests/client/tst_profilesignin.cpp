// SPDX-License-Identifier: Apache-2.0
#include "client/jwt.h"
#include "client/keypair.h"
#include "client/localserver.h"
#include "client/privatekey.h"
#include "client/profileconnection.h"
#include "client/session.h"
#include "scriptserver.h"
#include "tests/common/recordings.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using client::Profile;
using client::SignInMethod;

namespace {

constexpr const char* kPassPhrase = "Straße 42";

template <typename T> models::Result<T> told(QFuture<models::Result<T>> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 60'000) || future.resultCount() == 0)
        return models::failed(models::Failure());
    return future.result();
}

QByteArray run(const char* program, const QStringList& arguments)
{
    QProcess process;
    process.start(QLatin1String(program), arguments);
    process.waitForFinished(60'000);
    return process.readAllStandardOutput() + process.readAllStandardError();
}

Profile profileOf(SignInMethod method, const QUrl& base)
{
    Profile profile;
    profile.id = QStringLiteral("7");
    profile.name = QStringLiteral("lab");
    profile.base = base;
    profile.signIn = method;
    return profile;
}

} // namespace

class TestProfileSignIn final : public QObject
{
    Q_OBJECT

    QTemporaryDir folder;
    client::KeyPair keys;

    QString path(const char* name) const { return folder.filePath(QLatin1String(name)); }

    QByteArray content(const char* name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QString write(const char* name, const QByteArray& bytes) const
    {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return file.fileName();
    }

    /// Runs openssl, which writes the file, and answers what is in it.
    QByteArray made(const char* name, const QString& arguments) const
    {
        run("openssl", arguments.split(QLatin1Char(' ')) << QStringLiteral("-out") << path(name));
        return content(name);
    }

    QByteArray fromKey(const char* name, const QString& arguments) const
    {
        return made(name, arguments + QStringLiteral(" -in ") + path("pkcs8.pem"));
    }

    /// An encrypted PKCS#8 of this key.
    QByteArray lockedFrom(const char* name, const char* source) const
    {
        return made(
            name,
            QStringLiteral("pkcs8 -topk8 -v2 aes-256-cbc -in %1 -passout file:%2").arg(path(source), path("pass")));
    }

    /// By openssl, with the public half.
    bool isSignedByUs(const QByteArray& token) const
    {
        const qsizetype dot = token.lastIndexOf('.');
        const QString signature
            = write("signature", QByteArray::fromBase64(token.mid(dot + 1), QByteArray::Base64UrlEncoding));
        const QString signedText = write("signed", token.left(dot));
        return run("openssl",
                   {QStringLiteral("dgst"), QStringLiteral("-sha256"), QStringLiteral("-verify"), path("public.pem"),
                    QStringLiteral("-signature"), signature, signedText})
            .contains("Verified OK");
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto pair = told(client::makeKeyPairLater());
        QVERIFY(pair);
        keys = *pair;
        write("pkcs8.pem", keys.privatePem);
        write("public.pem", keys.publicPem);
        write("pass", kPassPhrase);
    }

    void opensEveryFormOfAKey_data()
    {
        QTest::addColumn<QByteArray>("pem");
        QTest::addColumn<bool>("locked");
        const QString pass = QStringLiteral(" -passout file:") + path("pass");
        const auto row = [this, &pass](const char* name, const char* arguments, bool locked) {
            const QByteArray pem = fromKey(name, QString::fromLatin1(arguments) + (locked ? pass : QString()));
            QVERIFY2(pem.contains("PRIVATE KEY"), name);
            QTest::newRow(name) << pem << locked;
        };
        QTest::newRow("PKCS#8") << keys.privatePem << false;
        row("PKCS#1", "rsa -traditional", false);
        row("encrypted PKCS#8", "pkcs8 -topk8 -v2 aes-256-cbc", true);
        row("encrypted PKCS#8 with scrypt", "pkcs8 -topk8 -scrypt", true);
        row("encrypted PKCS#1", "rsa -traditional -aes128", true);
    }

    void opensEveryFormOfAKey()
    {
        QFETCH(QByteArray, pem);
        QFETCH(bool, locked);
        QCOMPARE(client::needsPassPhrase(pem), locked);
        const auto opened = told(client::openPrivateKeyLater(pem, locked ? kPassPhrase : ""));
        QVERIFY(opened);
        const auto signer = client::JwtSigner::fromPem(*opened);
        QVERIFY(signer);
        QVERIFY(isSignedByUs(signer->sign(QStringLiteral("acme/ci"), 1'700'000'000)->text));
        if (!locked)
            return;
        for (const QByteArray& wrong : {QByteArray(), QByteArray("wrong"), QByteArray(5'000, 'x')}) {
            const auto refused = client::openPrivateKey(pem, wrong);
            QVERIFY(!refused);
            QVERIFY(refused.error().remedy.contains(QStringLiteral("Enter")));
            QVERIFY(!refused.error().report().contains(QStringLiteral("xxxx")));
        }
    }

    void saysWhichKeyItIsInstead_data()
    {
        QTest::addColumn<QByteArray>("pem");
        QTest::addColumn<QString>("said");
        const QByteArray openssh = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
        const auto row = [](const char* name, const QByteArray& pem, const char* said) {
            QVERIFY2(!pem.isEmpty(), name);
            QTest::newRow(name) << pem << QString::fromLatin1(said);
        };
        row("public", keys.publicPem, "a public key");
        row("OpenSSH", openssh, "OpenSSH");
        row("certificate", made("cert", QStringLiteral("req -x509 -new -subj /CN=x -key ") + path("pkcs8.pem")),
            "certificate");
        row("elliptic curve", made("ec", QStringLiteral("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256")),
            "not RSA");
        row("short", made("short", QStringLiteral("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024")),
            "1024 bits");
        row("binary", fromKey("der", QStringLiteral("pkey -outform DER")), "no key in PEM form");
        row("text", "hello", "no key in PEM form");
        row("cut off", keys.privatePem.left(700), "");
    }

    void saysWhichKeyItIsInstead()
    {
        QFETCH(QByteArray, pem);
        QFETCH(QString, said);
        const auto opened = client::openPrivateKey(pem, "any");
        QVERIFY(!opened);
        QVERIFY2(opened.error().cameBack.contains(said), qUtf8Printable(opened.error().report()));
        QVERIFY(!opened.error().remedy.isEmpty());
    }

    void tellsADamagedKeyFromAWrongPassPhrase()
    {
        const QByteArray pem = lockedFrom("locked", "pkcs8.pem");
        const auto cut = client::openPrivateKey(pem.left(200), kPassPhrase);
        QVERIFY(!cut);
        QVERIFY(cut.error().meaning.contains(QStringLiteral("damaged")));
        const auto wrong = client::openPrivateKey(pem, "wrong");
        QVERIFY(!wrong);
        QVERIFY(wrong.error().meaning.contains(QStringLiteral("pass phrase")));
    }

    void signsInAsTheProfileSays_data()
    {
        QTest::addColumn<int>("method");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("value");
        const auto row
            = [](const char* name, SignInMethod method, const char* secret, const char* header, const char* value) {
                  QTest::newRow(name) << static_cast<int>(method) << QByteArray(secret) << QByteArray(header)
                                      << QByteArray(value);
              };
        row("none", SignInMethod::None, "", "cookie", "cookie");
        row("cookie", SignInMethod::Cookie, "_oauth2_proxy=a=b", "cookie", "_oauth2_proxy=a=b");
        row("token", SignInMethod::Token, "a.b.c", "authorization", "Bearer a.b.c");
    }

    void signsInAsTheProfileSays()
    {
        QFETCH(int, method);
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, value);
        ScriptServer server;
        server.on("/v1/event/drivers", ScriptServer::answer(200, "[]"));
        const auto connection
            = client::connectionOf(profileOf(static_cast<SignInMethod>(method), server.url()), secret);
        QVERIFY(connection);
        client::Session session(*connection);
        QVERIFY(told(session.api().list(models::Kind::Driver)));
        QCOMPARE(server.seen.first().headers.value(header), value);
        QVERIFY(server.seen.first().headers.contains("cookie")
                != server.seen.first().headers.contains("authorization"));
        QCOMPARE(server.seen.first().headers.value("x-dispatch-org"), QByteArray("dispatch"));
    }

    void signsAsAServiceAccountWithOrWithoutOrganization()
    {
        ScriptServer server;
        server.on("/v1/event/drivers", ScriptServer::answer(200, "[]"));
        for (const char* account : {"ci", "other/ci"}) {
            server.seen.clear();
            Profile profile = profileOf(SignInMethod::ServiceAccount, server.url());
            profile.account = QLatin1String(account);
            const auto connection = client::connectionOf(profile, keys.privatePem);
            QVERIFY(connection);
            client::Session session(*connection);
            QVERIFY(told(session.api().list(models::Kind::Driver)));
            const QByteArray token = server.seen.first().headers.value("authorization").mid(7);
            QVERIFY(isSignedByUs(token));
            const auto claims
                = models::parseJson(QByteArray::fromBase64(token.split('.').at(1), QByteArray::Base64UrlEncoding));
            QVERIFY(claims);
            QCOMPARE(models::textAt(*claims, "iss"),
                     profile.account.contains(QLatin1Char('/')) ? QStringLiteral("other/ci")
                                                                : QStringLiteral("dispatch/ci"));
        }
    }

    void refusesWhatItCannotKeep()
    {
        const QUrl url(QStringLiteral("http://h"));
        for (const SignInMethod method : {SignInMethod::Cookie, SignInMethod::Token, SignInMethod::ServiceAccount}) {
            Profile profile = profileOf(method, url);
            profile.account = QStringLiteral("ci");
            const auto without = client::connectionOf(profile, " ");
            QVERIFY(!without);
            QCOMPARE(without.error().kind, models::FailureKind::Unauthorized);
        }
        for (const char* account : {"", "/", "a/", "/b", "a/b/c"}) {
            Profile profile = profileOf(SignInMethod::ServiceAccount, url);
            profile.account = QLatin1String(account);
            QVERIFY2(!client::connectionOf(profile, keys.privatePem), account);
        }
        Profile careful = profileOf(SignInMethod::None, url);
        careful.id = QStringLiteral("7");
        careful.mark = client::Mark::Red;
        careful.protection = client::Protection::ReadOnly;
        careful.proxy.kind = client::ProxySettings::Kind::None;
        const auto made = client::connectionOf(careful, {});
        QVERIFY(made.has_value());
        QCOMPARE(made->profile, careful.id);
        QCOMPARE(made->mark, careful.mark);
        QCOMPARE(made->protection, careful.protection);
        QVERIFY(made->proxy == careful.proxy);
    }

    void namesEachSecretOnce()
    {
        const QUrl url(QStringLiteral("http://h"));
        QCOMPARE(client::secretKeyOf(profileOf(SignInMethod::None, url)), QString());
        QStringList keysOfAll;
        for (const SignInMethod method : {SignInMethod::Cookie, SignInMethod::Token, SignInMethod::ServiceAccount})
            keysOfAll << client::secretKeyOf(profileOf(method, url));
        QCOMPARE(keysOfAll, client::secretKeysOf(QStringLiteral("7")));
        QCOMPARE(keysOfAll.removeDuplicates(), 0);
    }

    void saysWhyTheOriginalRefusesAToken_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("meaning");
        const auto row = [](const char* scenario, const char* meaning) {
            QTest::newRow(scenario) << QString::fromLatin1(scenario) << QString::fromLatin1(meaning);
        };
        row("iam-token-issued-in-future-401", "clock");
        row("iam-token-expired-401", "expired");
        row("iam-token-wrong-key-401", "key");
        row("iam-token-unknown-issuer-401", "no such service account");
        row("iam-token-issuer-without-org-401", "without its organization");
        row("iam-token-alg-hs256-401", "RSA");
        row("iam-token-alg-none-401", "RSA");
    }

    void saysWhyTheOriginalRefusesAToken()
    {
        QFETCH(QString, scenario);
        QFETCH(QString, meaning);
        const auto all = recordings();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&scenario](const Recording& one) { return one.scenario == scenario; });
        QVERIFY(found != all.end());
        ScriptServer server;
        server.on("/v1/event/drivers", ScriptServer::answer(401, models::dumpJson(found->response.at("body"))));
        const auto connection = client::connectionOf(profileOf(SignInMethod::Token, server.url()), "a.b.c");
        client::Session session(*connection);
        const auto answer = told(session.api().list(models::Kind::Driver));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, models::FailureKind::Unauthorized);
        QVERIFY2(answer.error().meaning.contains(meaning), qUtf8Printable(answer.error().report()));
    }

    void signsInToARealServerAndBlamesTheClock()
    {
        qRegisterMetaType<client::Connection>();
        client::LocalServer local(path("data"), QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"));
        QSignalSpy ready(&local, &client::LocalServer::ready);
        local.start();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 60'000);
        const auto there = ready.first().first().value<client::Connection>();
        const auto& signIn = std::get<client::ServiceAccountSignIn>(there.signIn);

        write("local.pem", signIn.privateKeyPem);
        const QByteArray locked = lockedFrom("local-locked.pem", "local.pem");
        const auto opened = client::openPrivateKey(locked, kPassPhrase);
        QVERIFY(opened);
        Profile profile = profileOf(SignInMethod::ServiceAccount, there.base);
        profile.organization = there.organization;
        profile.account = signIn.account;
        client::Session session(*client::connectionOf(profile, *opened));
        QVERIFY(told(session.api().list(models::Kind::Driver)));

        const auto future = client::JwtSigner::fromPem(*opened)->sign(
            client::issuerOf(signIn.account, there.organization), QDateTime::currentSecsSinceEpoch() + 3'600);
        profile.signIn = SignInMethod::Token;
        client::Session ahead(*client::connectionOf(profile, future->text));
        const auto refused = told(ahead.api().list(models::Kind::Driver));
        QVERIFY(!refused);
        QVERIFY2(refused.error().meaning.contains(QStringLiteral("clock")), qUtf8Printable(refused.error().report()));
        QVERIFY(!refused.error().report().contains(QString::fromLatin1(future->text)));
    }
};

QTEST_GUILESS_MAIN(TestProfileSignIn)
#include "tst_profilesignin.moc"
