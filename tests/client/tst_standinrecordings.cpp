// SPDX-License-Identifier: Apache-2.0
#include "standincommands.h"

#include <QRegularExpression>

namespace {

QByteArray recording(const QString& name)
{
    QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int recordedExit(const QString& name)
{
    const auto all = models::parseJson(recording(QStringLiteral("exitcodes.json")));
    return all ? static_cast<int>(models::numberAt(*all, name.toUtf8().constData())) : -1;
}

} // namespace

/// The stand-ins of tests/standins: that they are as good as the recordings.
class TestStandinRecordings final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Standins> m_standins;

private Q_SLOTS:
    void init() { m_standins = std::make_unique<Standins>(); }

    void cleanup()
    {
        const bool isUnknown = m_standins->isUnknownCall();
        m_standins.reset();
        QVERIFY(!isUnknown);
    }

    void repeatsTheRecordings_data()
    {
        QTest::addColumn<QString>("state"); // of the profile "minikube"; - for none
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("command");
        const struct
        {
            const char* recording;
            const char* state;
            const char* scenario;
            const char* command;
        } rows[] = {
            {"version.json", "-", "", "minikube version -o json"},
            {"v1.24.0-version.json", "-", "version=old", "minikube version -o json"},
            {"config-defaults-driver.json", "-", "", "minikube config defaults driver -o json"},
            {"config-view.txt", "-", "", "minikube config view"},
            {"status-bad-output.txt", "Running", "", "minikube status -o yaml -p minikube"},
            {"start-new-docker.jsonl", "-", "", "minikube start -o json --driver=docker --memory=6144 --cpus=4"},
            {"start-restart-stopped.jsonl", "Stopped", "", "minikube start -o json -p minikube"},
            {"start-already-running.jsonl", "Running", "", "minikube start -o json -p minikube"},
            {"start-dry-run.jsonl", "-", "",
             "minikube start --dry-run -o json -p dispatch --driver=docker --memory=6144 --cpus=4"},
            {"start-fail-docker-not-running.jsonl", "-", "start=fail-docker-not-running",
             "minikube start -o json --driver=docker"},
            {"start-fail-guest-provision.jsonl", "-", "start=fail-guest-provision",
             "minikube start -o json --driver=docker"},
            {"start-fail-k8s-too-old.jsonl", "-", "",
             "minikube start -o json -p dispatch --driver=docker --kubernetes-version=v1.15.12"},
            {"start-fail-driver-mismatch.jsonl", "Stopped", "", "minikube start -o json --driver=kvm2"},
            {"stop.jsonl", "Running", "", "minikube stop -o json -p minikube"},
            {"stop-already-stopped.jsonl", "Stopped", "", "minikube stop -o json -p minikube"},
            {"pause.jsonl", "Running", "", "minikube pause -o json"},
            {"unpause.jsonl", "Paused", "", "minikube unpause -o json"},
            {"pause-cluster-stopped.jsonl", "Stopped", "", "minikube pause -o json"},
            {"delete.jsonl", "Running", "", "minikube delete -o json -p minikube"},
            {"delete-profile-not-found.jsonl", "-", "", "minikube delete -o json -p nosuch"},
            {"profile-list-ok.json", "Running", "", "minikube profile list -o json"},
            {"profile-list-light.json", "Running", "", "minikube profile list -o json --light --skip-audit"},
            {"profile-list-paused.json", "Paused", "", "minikube profile list -o json"},
            {"profile-list-kubeconfig-error.json", "Running", "profile-list=kubeconfig-error",
             "minikube profile list -o json"},
            {"status-running.json", "Running", "", "minikube status -o json -p minikube --user=console"},
            {"status-stopped.json", "Stopped", "", "minikube status -o json"},
            {"status-kubeconfig-misconfigured.json", "Misconfigured", "", "minikube status -o json"},
            {"status-host-missing.json", "Running", "status=host-missing", "minikube status -o json"},
            {"status-docker-down.json", "DockerDown", "", "minikube status -o json"},
            {"status-profile-not-found.jsonl", "-", "", "minikube status -o json -p nosuch"},
            {"addons-list.json", "Running", "", "minikube addons list -o json"},
            {"addons-enable.txt", "Running", "", "minikube addons enable metrics-server"},
            {"addons-enable-paused.txt", "Paused", "", "minikube addons enable metrics-server"},
            {"addons-enable-unknown.txt", "Running", "", "minikube addons enable nosuch"},
            {"service-list.json", "Running", "", "minikube service list -o json"},
            {"service-list-stopped.txt", "Stopped", "", "minikube service list -o json"},
            {"update-context.txt", "Misconfigured", "", "minikube update-context"},
            {"logs.txt", "Running", "", "minikube logs"},
            {"logs-stopped.txt", "Stopped", "", "minikube logs"},
            {"tunnel-already-running.txt", "Running", "tunnel=already-running", "minikube tunnel"},
            {"kubectl-version.json", "Running", "", "kubectl --context=minikube version -o json"},
            {"kubectl-get-pods-dispatch.json", "Running", "",
             "kubectl --context minikube get pods -n dispatch -o json --request-timeout=10s"},
            {"kubectl-get-pods-forbidden.json", "Running", "pods=forbidden",
             "kubectl --context minikube get pods -n locked -o json"},
            {"kubectl-get-events-dispatch.json", "Running", "",
             "kubectl --context minikube get events -n dispatch -o json"},
            {"kubectl-get-nodes.json", "Running", "", "kubectl get nodes -o json"},
            {"kubectl-get-deployments.json", "Running", "", "kubectl get deployments -n dispatch -o json"},
            {"kubectl-refused.json", "Stopped", "", "kubectl --context=minikube get pods -n dispatch -o json"},
            {"kubectl-refused-healthz.txt", "Paused", "", "kubectl --context=minikube get --raw /healthz"},
            {"kubectl-context-missing.txt", "Running", "", "kubectl --context=nosuch get pods"},
            {"kubectl-api-versions.txt", "Running", "", "kubectl api-versions"},
            {"kubectl-logs-multi.txt", "Running", "",
             "kubectl logs dispatch-identity-manager-6d5b8c7f9-zz8lk -n dispatch"},
            {"kubectl-logs-waiting.txt", "Running", "",
             "kubectl logs dispatch-function-manager-58f6d7c9b-w7n2h -c function-manager -n dispatch"},
            {"kubectl-rollout-deadline.txt", "Running", "",
             "kubectl rollout status deployment/dispatch-function-manager -n dispatch"},
            {"kubectl-port-forward-pending.txt", "Running", "",
             "kubectl port-forward -n dispatch pod/dispatch-function-manager-58f6d7c9b-w7n2h :80"},
            {"helm2-list.json", "Running", "releases=recorded", "helm list --all --output json"},
            {"helm3-list.json", "Running", "helm=3,releases=recorded",
             "helm --kube-context minikube list --all-namespaces --all -o json"},
            {"helm3-unknown-flag.txt", "Running", "helm=3",
             "helm list --failed --short --tiller-namespace kube-system"},
            {"helm2-version-short.txt", "Running", "", "helm version --short"},
            {"dispatch-install-fail-helm3.txt", "Running", "install=fail-helm3", "dispatch install --file config.yaml"},
            {"dispatch-install-fail-no-file.txt", "Running", "", "dispatch install --file nosuch.yaml"},
            {"dispatch-uninstall.txt", "Running", "", "dispatch uninstall"},
        };
        for (const auto& row : rows)
            QTest::newRow(row.recording) << QString::fromLatin1(row.state) << QString::fromLatin1(row.scenario)
                                         << QString::fromLatin1(row.command);
    }

    void repeatsTheRecordings()
    {
        QFETCH(const QString, state);
        QFETCH(const QString, scenario);
        QFETCH(const QString, command);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        if (state != QLatin1String("-")) {
            StandinProfile profile;
            profile.state = state;
            if (!name.startsWith(QLatin1String("start-")) && !name.startsWith(QLatin1String("profile-list-"))) {
                profile.kubernetes = QStringLiteral("v1.15.12");
                profile.hasDispatch = true;
            }
            m_standins->addProfile(profile);
            m_standins->setContext(profile.name);
        }
        m_standins->scenario(scenario);
        const auto now = said(command);
        QCOMPARE(now.output, recording(name));
        QCOMPARE(now.errors, recording(name + QStringLiteral(".stderr")));
        QCOMPARE(now.exitCode, recordedExit(name));
    }

    void repeatsEachFaultByItsName_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("command");
        const struct
        {
            const char* key;
            const char* prefix;
            const char* pattern;
            const char* command;
        } groups[] = {
            {"start", "start-", "start-fail-*.jsonl", "minikube start -o json"},
            {"status", "status-", "status-*.json", "minikube status -o json"},
            {"profile-list", "profile-list-", "profile-list-*.json", "minikube profile list -o json"},
            {"service-list", "service-list-", "service-list-*", "minikube service list -o json"},
            {"tunnel", "tunnel-", "tunnel-*.txt", "minikube tunnel"},
            {"install", "dispatch-install-", "dispatch-install-fail-*.txt", "dispatch install --file config.yaml"},
        };
        const std::map<QString, QString> more = {
            {QStringLiteral("start-fail-k8s-too-old.jsonl"),
             QStringLiteral(" -p dispatch --kubernetes-version=1.15.12")},
            {QStringLiteral("start-fail-k8s-downgrade.jsonl"), QStringLiteral(" --kubernetes-version=1.28.15")},
            {QStringLiteral("start-fail-profile-name.jsonl"), QStringLiteral(" -p my_cluster")},
            {QStringLiteral("status-multinode.json"), QStringLiteral(" -p multi")},
            {QStringLiteral("status-multinode-worker-stopped.json"), QStringLiteral(" -p multi")},
            {QStringLiteral("dispatch-install-fail-bad-yaml.txt"), QStringLiteral(" --file bad.yaml")},
            {QStringLiteral("dispatch-install-fail-no-file.txt"), QStringLiteral(" --file nosuch.yaml")},
        };
        const QDir folder(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster"));
        for (const auto& group : groups) {
            QStringList names = folder.entryList({QString::fromLatin1(group.pattern)}, QDir::Files, QDir::Name);
            names = names.filter(QRegularExpression(QStringLiteral("(?<!\\.stderr)$")));
            QVERIFY(!names.isEmpty());
            for (const QString& name : names) {
                const QString value = name.section(QLatin1Char('.'), 0, -2).mid(qsizetype(qstrlen(group.prefix)));
                const auto found = more.find(name);
                QTest::newRow(qPrintable(name))
                    << QStringLiteral("%1=%2").arg(QLatin1String(group.key), value)
                    << QString::fromLatin1(group.command) + (found == more.end() ? QString() : found->second);
            }
        }
    }

    void repeatsEachFaultByItsName()
    {
        QFETCH(const QString, scenario);
        QFETCH(const QString, command);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        m_standins->scenario(scenario);
        const auto now = said(command);
        QCOMPARE(now.output, recording(name));
        QCOMPARE(now.errors, recording(name + QStringLiteral(".stderr")));
        QCOMPARE(now.exitCode, recordedExit(name));
    }
};

QTEST_GUILESS_MAIN(TestStandinRecordings)
#include "tst_standinrecordings.moc"
