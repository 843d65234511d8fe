// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/installfile.h"
#include "models/secretkeys.h"
#include "tests/common/clustersamples.h"

#include <QTest>

#include <algorithm>

using models::InstallFile;
using models::InstallProblem;
using models::Secrets;

/// The file that the installer of Dispatch reads (contract §8.2).
class TestInstallFile final : public QObject
{
    Q_OBJECT

    static InstallFile read(const QByteArray& text)
    {
        const auto file = models::readInstallFile(QStringLiteral("config.yaml"), text);
        if (!file)
            qWarning() << file.error().report();
        return file.value_or(InstallFile());
    }

    static InstallFile changed(const char* path, const char* text)
    {
        InstallFile file = InstallFile::forHost(QStringLiteral("192.168.49.2"));
        file.set(QLatin1String(path), QLatin1String(text));
        return file;
    }

    static const InstallProblem* find(const std::vector<InstallProblem>& problems, const char* path)
    {
        const auto found = std::find_if(problems.begin(), problems.end(), [path](const InstallProblem& problem) {
            return problem.path == QLatin1String(path);
        });
        return found == problems.end() ? nullptr : &*found;
    }

private Q_SLOTS:
    void isTheDocumentedOneByItself()
    {
        QCOMPARE(InstallFile::forHost(QStringLiteral("192.168.49.2")),
                 read(clusterSample(QStringLiteral("dispatch-config.yaml"))));
    }

    void readsBackWhatItWrites()
    {
        InstallFile file = InstallFile::forHost(QStringLiteral("192.168.49.2"));
        file.set(QStringLiteral("dispatch.port"), QStringLiteral("8443"));
        file.set(QStringLiteral("dispatch.image.tag"), QStringLiteral("0.10"));
        file.set(QStringLiteral("postgresql.password"), QStringLiteral("no: 'yes' --- # §\n\"end\""));
        models::replaceRepositories(file, true);
        QCOMPARE(read(models::toYaml(file, Secrets::Written).toUtf8()), file);
    }

    void keepsWhatItDoesNotKnow()
    {
        InstallFile file = read("dispatch:\n  host: d.example\n  future: {depth: 3, names: [a, b]}\nextra: 1\n");
        file.set(QStringLiteral("apiGateway.host"), QStringLiteral("d.example"));
        const InstallFile again = read(models::toYaml(file, Secrets::Written).toUtf8());
        QCOMPARE(again, file);
        QCOMPARE(again.members["dispatch"]["future"]["names"].size(), std::size_t(2));
        QVERIFY(again.members["extra"] == models::Json(1));
    }

    void takesAMemberOutWithItsSection()
    {
        InstallFile file;
        file.set(QStringLiteral("dispatch.image.tag"), QStringLiteral("v1"));
        file.set(QStringLiteral("dispatch.image.tag"), {});
        QCOMPARE(file, InstallFile());
    }

    void tellsWhatWillBeInEffect()
    {
        const InstallFile file = read("dispatch:\n  debug: false\n  port: 0\n  faas: ''\n  skipAuth: true\n");
        QVERIFY(file.flag(QStringLiteral("dispatch.debug")));
        QVERIFY(file.flag(QStringLiteral("dispatch.skipAuth")));
        QVERIFY(!file.flag(QStringLiteral("dispatch.trace")));
        QCOMPARE(file.value(QStringLiteral("dispatch.port")), QStringLiteral("443"));
        QCOMPARE(file.value(QStringLiteral("dispatch.faas")), QStringLiteral("openfaas"));
    }

    void saysThatAFalseCannotWin()
    {
        const auto problems = models::problemsOf(read("apiGateway: {host: a.example}\n"
                                                      "dispatch: {host: a.example, debug: false, skipAuth: true}\n"));
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems.front().path, QStringLiteral("dispatch.debug"));
        QVERIFY(!problems.front().isFatal);
    }

    void findsNothingWrongWithTheDocumentedOnes()
    {
        for (const char* const name : {"dispatch-config.yaml", "dispatch-config-2020s.yaml"})
            QVERIFY(models::problemsOf(read(clusterSample(QLatin1String(name)))).empty());
    }

    void wantsBothHosts()
    {
        const auto problems = models::problemsOf(InstallFile());
        QVERIFY(find(problems, "dispatch.host") && find(problems, "dispatch.host")->isFatal);
        QVERIFY(find(problems, "apiGateway.host") && find(problems, "apiGateway.host")->isFatal);
    }

    void judgesByTheRulesOfTheServer_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("name") << QByteArray("dispatch.host") << QByteArray("dispatch.example.com") << false;
        QTest::newRow("six") << QByteArray("dispatch.host") << QByteArray("fd00::2") << false;
        QTest::newRow("digits first") << QByteArray("dispatch.host") << QByteArray("9lives.example") << true;
        QTest::newRow("beyond 255") << QByteArray("dispatch.host") << QByteArray("192.168.49.256") << true;
        QTest::newRow("url") << QByteArray("dispatch.host") << QByteArray("https://d.example") << true;
        QTest::newRow("blank") << QByteArray("dispatch.host") << QByteArray("d example") << true;
        QTest::newRow("faas") << QByteArray("dispatch.faas") << QByteArray("kubeless") << false;
        QTest::newRow("no faas") << QByteArray("dispatch.faas") << QByteArray("lambda") << true;
        QTest::newRow("transport") << QByteArray("dispatch.eventTransport") << QByteArray("rabbitmq") << false;
        QTest::newRow("no transport") << QByteArray("dispatch.eventTransport") << QByteArray("Kafka") << true;
        QTest::newRow("service type") << QByteArray("ingress.serviceType") << QByteArray("ClusterIP") << false;
        QTest::newRow("no service type") << QByteArray("apiGateway.serviceType") << QByteArray("nodeport") << true;
        QTest::newRow("port") << QByteArray("dispatch.port") << QByteArray("65535") << false;
        QTest::newRow("no port") << QByteArray("dispatch.port") << QByteArray("65536") << true;
        QTest::newRow("letters") << QByteArray("dispatch.port") << QByteArray("https") << true;
        QTest::newRow("database") << QByteArray("dispatch.database") << QByteArray("mysql") << true;
        QTest::newRow("repository") << QByteArray("helmRepositoryUrl") << QByteArray("charts") << true;
        QTest::newRow("chart repository") << QByteArray("kafka.chart.repo") << QByteArray("charts.helm.sh") << true;
        QTest::newRow("email") << QByteArray("letsEncrypt.email") << QByteArray("me") << true;
        QTest::newRow("certificate") << QByteArray("dispatch.tls.certFile") << QByteArray("/c.pem") << true;
        QTest::newRow("registry") << QByteArray("dispatch.imageRegistry.username") << QByteArray("me") << true;
    }

    void judgesByTheRulesOfTheServer()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, text);
        QFETCH(bool, isRefused);
        const auto problems = models::problemsOf(changed(path.constData(), text.constData()));
        QCOMPARE(std::any_of(problems.begin(), problems.end(),
                             [](const InstallProblem& problem) { return problem.isFatal && !problem.text.isEmpty(); }),
                 isRefused);
    }

    void warnsWhenNobodyCouldSignIn()
    {
        InstallFile file = InstallFile::forHost(QStringLiteral("192.168.49.2"));
        file.setFlag(QStringLiteral("dispatch.skipAuth"), false);
        const auto problems = models::problemsOf(file);
        QVERIFY(find(problems, "dispatch.oauth2Proxy.clientID"));
        QVERIFY(!find(problems, "dispatch.oauth2Proxy.clientID")->isFatal);
    }

    void replacesDeadRepositoriesAndTakesThemOutAgain()
    {
        InstallFile file = InstallFile::forHost(QStringLiteral("192.168.39.47"));
        const InstallFile before = file;
        file.set(QStringLiteral("postgresql.chart.repo"), QStringLiteral("https://mine.example/charts"));
        const InstallFile mine = file;
        models::replaceRepositories(file, true);
        QVERIFY(models::replacesRepositories(file));
        QCOMPARE(file.text(QStringLiteral("postgresql.chart.repo")), QStringLiteral("https://mine.example/charts"));
        QCOMPARE(file.text(QStringLiteral("ingress.chart.version")), QStringLiteral("1.41.3"));
        models::replaceRepositories(file, false);
        QCOMPARE(file, mine);
        file.set(QStringLiteral("postgresql.chart.repo"), {});
        QCOMPARE(file, before);
    }

    void ordersChartsAsTheInstallerDoes()
    {
        InstallFile file = read(clusterSample(QStringLiteral("dispatch-config-2020s.yaml")));
        const auto releases = [&file] {
            QStringList names;
            for (const models::ChartOrder& chart : models::chartsOf(file))
                names << chart.release;
            return names.join(u' ');
        };
        QCOMPARE(releases(),
                 QStringLiteral("ingress postgres api-gateway openfaas transport zookeeper docker-registry "
                                "dispatch"));
        QCOMPARE(models::chartsOf(file).front().repository, QStringLiteral("https://charts.helm.sh/stable"));
        QCOMPARE(models::chartsOf(file).front().version, QStringLiteral("1.41.3"));
        QVERIFY(models::chartsOf(file).back().repository.contains(QLatin1String("dispatch-charts")));
        file.set(QStringLiteral("dispatch.eventTransport"), QStringLiteral("rabbitmq"));
        file.set(QStringLiteral("dispatch.imageRegistry.name"), QStringLiteral("registry.example"));
        file.setFlag(QStringLiteral("jaeger.enabled"), true);
        QCOMPARE(releases(),
                 QStringLiteral("ingress postgres api-gateway openfaas rabbitmq jaeger zookeeper dispatch"));
    }

    void masksSecretsForShowing()
    {
        InstallFile file = InstallFile::forHost(QStringLiteral("192.168.49.2"));
        const char* const secret[] = {"postgresql.password", "dispatch.imageRegistry.password",
                                      "dispatch.oauth2Proxy.clientSecret", "dispatch.oauth2Proxy.cookieSecret"};
        for (const char* const path : secret)
            file.set(QLatin1String(path), QStringLiteral("hunter2hunter2"));
        file.set(QStringLiteral("dispatch.imagePullSecret"), QStringLiteral("pull-name"));
        file.members["postgresql"]["chart"]["opts"] = {{"adminPassword", "s3cr3t-opt"}};
        const QString shown = models::toYaml(file, Secrets::Masked);
        QCOMPARE(shown.count(models::secretMask()), 5);
        QVERIFY(!shown.contains(QLatin1String("hunter2")) && !shown.contains(QLatin1String("s3cr3t-opt")));
        QVERIFY(shown.contains(QLatin1String("pull-name")));
        const QString written = models::toYaml(file, Secrets::Written);
        QCOMPARE(written.count(QLatin1String("hunter2hunter2")), 4);
        QCOMPARE(models::secretsOf(file).count(QStringLiteral("hunter2hunter2")), 4);
    }

    void doesNotHideWhatEverybodyKnows()
    {
        // Otherwise the word dispatch would be masked in all that is shown.
        QVERIFY(models::secretsOf(changed("postgresql.password", "dispatch")).isEmpty());
    }

    void saysWhatIsWrongWithAFile_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("syntax") << QByteArray("dispatch: {host: [a\n");
        QTest::newRow("list") << QByteArray("- a\n- b\n");
        QTest::newRow("two") << QByteArray("a: 1\n---\nb: 2\n");
        QTest::newRow("deep") << QByteArray(100, '[');
        QTest::newRow("binary") << QByteArray("\0\xff\xfe\x01garbage", 11);
    }

    void saysWhatIsWrongWithAFile()
    {
        QFETCH(QByteArray, text);
        const auto file = models::readInstallFile(QStringLiteral("bad.yaml"), text);
        QVERIFY(!file);
        QCOMPARE(file.error().kind, models::FailureKind::Malformed);
        QVERIFY(file.error().tried.contains(QLatin1String("bad.yaml")) && !file.error().meaning.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestInstallFile)
#include "tst_installfile.moc"
