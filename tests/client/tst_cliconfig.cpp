// SPDX-License-Identifier: Apache-2.0
#include "client/cliconfig.h"
#include "scriptserver.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using client::CliConfig;
using client::SignInMethod;

/// The configuration of the original command line, as the original reads it (contract §3).
class TestCliConfig final : public QObject
{
    Q_OBJECT

    static CliConfig read(const char* text)
    {
        const auto config = client::readCliConfig(json(text));
        if (!config)
            qWarning() << config.error().report();
        return config.value_or(CliConfig());
    }

    QString write(const QString& name, const QByteArray& text, QFile::Permissions permissions) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.setPermissions(permissions))
            qFatal("no file %s", qPrintable(name));
        return file.fileName();
    }

    static models::Result<CliConfig> loaded(const QString& path)
    {
        auto future = client::loadCliConfig(path);
        future.waitForFinished();
        return future.result();
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void readsContexts()
    {
        const CliConfig config
            = read("{'current':'solo','contexts':{"
                   "'solo':{'host':'127.0.0.1','port':8080,'scheme':'http','organization':'dispatch','cookie':'cookie',"
                   "'insecure':true,'api-https-port':8444},"
                   "'Prod':{'host':'d.example','port':8443,'organization':'acme','cookie':'_oauth2_proxy=x'},"
                   "'ci':{'host':'d.example','organization':'acme','cookie':'c=d','serviceaccount':'acme/ci',"
                   "'jwtprivatekey':'/k','insecure':true},"
                   "'bare':{}}}");
        QCOMPARE(config.contexts.size(), std::size_t(4));
        const auto find = [&config](const char* name) {
            for (const client::CliContext& context : config.contexts) {
                if (context.profile.name == QLatin1String(name))
                    return context;
            }
            qFatal("no context %s", name);
            return client::CliContext();
        };
        const client::CliContext solo = find("solo");
        QCOMPARE(solo.profile.base, QUrl(QStringLiteral("http://127.0.0.1:8080")));
        QVERIFY(solo.isCurrent);
        QCOMPARE(solo.profile.signIn, SignInMethod::None);
        QVERIFY(solo.secret.isEmpty() && !solo.profile.tls.isInsecure);
        const client::CliContext prod = find("prod");
        QCOMPARE(prod.profile.base, QUrl(QStringLiteral("https://d.example:8443")));
        QCOMPARE(prod.profile.organization, QStringLiteral("acme"));
        QCOMPARE(prod.profile.signIn, SignInMethod::Cookie);
        QCOMPARE(prod.secret, QByteArray("_oauth2_proxy=x"));
        const client::CliContext ci = find("ci");
        QCOMPARE(ci.profile.signIn, SignInMethod::ServiceAccount);
        QCOMPARE(ci.profile.account, QStringLiteral("acme/ci"));
        QVERIFY(ci.profile.tls.isInsecure);
        const client::CliContext bare = find("bare");
        QCOMPARE(bare.profile.base.host(), QStringLiteral("localhost"));
        QCOMPARE(bare.profile.base.port(443), 443);
        QCOMPARE(bare.profile.base.scheme(), QStringLiteral("https"));
        QVERIFY(config.remarks.join(u' ').contains(QLatin1String("bare")));
    }

    void saysWhatIsOdd()
    {
        const CliConfig config = read("{'current':'gone','contexts':{'K8S.prod':{'host':'h','organization':'o'},"
                                      "'odd':5,'bad':{'host':'h','scheme':'ftp'}}}");
        QCOMPARE(config.contexts.size(), std::size_t(1));
        QCOMPARE(config.contexts[0].profile.name, QStringLiteral("k8s.prod"));
        const QString remarks = config.remarks.join(u'\n');
        for (const char* part : {"dot in its name", "“odd”", "“bad”", "“gone” does not exist"})
            QVERIFY2(remarks.contains(QString::fromUtf8(part)), part);
    }

    void refusesWhatItCannotRead()
    {
        QVERIFY(!client::readCliConfig("{"));
        QVERIFY(!client::readCliConfig("[]"));
        const auto old = client::readCliConfig(json("{'host':'h','port':443}"));
        QVERIFY(!old && old.error().meaning.contains(QLatin1String("0.1.16")));
        QVERIFY(!loaded(QStringLiteral("/nowhere/config.json")));
    }

    void loadsKeysAndWarnsOfOpenFiles()
    {
        const QString key = write(QStringLiteral("svc"), "-----BEGIN KEY-----", QFile::ReadOwner | QFile::WriteOwner);
        const QByteArray text = json("{'contexts':{'a':{'host':'h','organization':'o','serviceaccount':'s',"
                                     "'jwtprivatekey':'svc'},'b':{'host':'h','organization':'o','serviceaccount':'s',"
                                     "'jwtprivatekey':'/nowhere/key'},'c':{'host':'h','organization':'o',"
                                     "'cookie':'x=HUNTER2'}}}");
        const QString path
            = write(QStringLiteral("config.json"), text, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        const auto open = loaded(path);
        QVERIFY(open.has_value());
        QCOMPARE(open->contexts[0].secret, QByteArray("-----BEGIN KEY-----"));
        QVERIFY(open->contexts[1].secret.isEmpty());
        const QString remarks = open->remarks.join(u'\n');
        QVERIFY(remarks.contains(QLatin1String("Others on this machine")));
        QVERIFY(remarks.contains(QLatin1String("/nowhere/key")));
        QVERIFY(!remarks.contains(QLatin1String("HUNTER2")));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(!loaded(path)->remarks.join(u' ').contains(QLatin1String("Others")));
        QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::ReadGroup));
        QVERIFY(loaded(path)->remarks.join(u' ').contains(QLatin1String("Others")));
    }

    void looksWhereTheOriginalLooks()
    {
        qputenv("DISPATCH_CONFIG", "/somewhere/else.json");
        QCOMPARE(client::cliConfigPath(), QStringLiteral("/somewhere/else.json"));
        qunsetenv("DISPATCH_CONFIG");
        QCOMPARE(client::cliConfigPath(), QDir::home().filePath(QStringLiteral(".dispatch/config.json")));
    }
};

QTEST_GUILESS_MAIN(TestCliConfig)
#include "tst_cliconfig.moc"
