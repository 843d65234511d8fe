// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/installsettings.h"

#include <QCoreApplication>

#include <algorithm>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::InstallSettings", text)

constexpr const char* kServiceTypes = "NodePort|LoadBalancer|ClusterIP";
constexpr const char* kStable = "https://kubernetes-charts.storage.googleapis.com";
constexpr const char* kIncubator = "http://storage.googleapis.com/kubernetes-charts-incubator";
constexpr const char* kNewStable = "https://charts.helm.sh/stable";
constexpr const char* kNewIncubator = "https://charts.helm.sh/incubator";

struct Title
{
    const char* path;
    const char* words;
};

constexpr Title kTitles[] = {
    {"dispatch.host", WORD("Host of Dispatch")},
    {"apiGateway.host", WORD("Host of the API gateway")},
    {"dispatch.skipAuth", WORD("No sign-in")},
    {"dispatch.debug", WORD("Debug messages")},
    {"dispatch.trace", WORD("Tracing")},
    {"dispatch.persistData", WORD("Keep data on disk")},
    {"dispatch.faas", WORD("Functions run on")},
    {"dispatch.eventTransport", WORD("Events travel by")},
    {"dispatch.port", WORD("Port of Dispatch")},
    {"ingress.serviceType", WORD("Ingress is reached by")},
    {"apiGateway.serviceType", WORD("API gateway is reached by")},
    {"dispatch.image.host", WORD("Image host")},
    {"dispatch.image.tag", WORD("Image tag")},
    {"dispatch.imageRegistry.name", WORD("Image registry")},
    {"dispatch.imageRegistry.username", WORD("Its user")},
    {"dispatch.imageRegistry.password", WORD("Its password")},
    {"dispatch.imageRegistry.email", WORD("Its email address")},
    {"dispatch.imageRegistry.insecure", WORD("Without TLS")},
    {"dispatch.imagePullSecret", WORD("Image pull secret")},
    {"postgresql.database", WORD("Database")},
    {"postgresql.username", WORD("Database user")},
    {"postgresql.password", WORD("Database password")},
    {"postgresql.persistence", WORD("Keep the database on disk")},
    {"rabbitmq.username", WORD("RabbitMQ user")},
    {"rabbitmq.password", WORD("RabbitMQ password")},
    {"dispatch.oauth2Proxy.provider", WORD("Sign-in provider")},
    {"dispatch.oauth2Proxy.oidcIssuerURL", WORD("OIDC issuer")},
    {"dispatch.oauth2Proxy.clientID", WORD("Client ID")},
    {"dispatch.oauth2Proxy.clientSecret", WORD("Client secret")},
    {"dispatch.oauth2Proxy.cookieSecret", WORD("Cookie secret")},
    {"jaeger.enabled", WORD("Jaeger")},
    {"helmRepositoryUrl", WORD("Charts of Dispatch")},
};

#undef WORD

} // namespace

const std::vector<InstallSetting>& installSettings()
{
    using Type = SettingType;
    static const std::vector<InstallSetting> settings = {
        {"dispatch.host", Type::Host, "", "", true},
        {"apiGateway.host", Type::Host, "", "", true},
        {"dispatch.skipAuth", Type::Flag, "false"},
        {"dispatch.debug", Type::Flag, "true"},
        {"dispatch.trace", Type::Flag, "false"},
        {"dispatch.persistData", Type::Flag, "false"},
        {"dispatch.faas", Type::Choice, "openfaas", "openfaas|riff|kubeless"},
        {"dispatch.eventTransport", Type::Choice, "kafka", "kafka|rabbitmq"},
        {"dispatch.port", Type::Number, "443"},
        {"dispatch.database", Type::Choice, "postgres", "postgres"},
        {"dispatch.service.catalog", Type::Choice, "k8sservicecatalog", "k8sservicecatalog"},
        {"dispatch.tls.ca", Type::Choice, "", "letsEncrypt"},
        {"dispatch.tls.certFile"},
        {"dispatch.tls.privateKey"},
        {"dispatch.image.host"},
        {"dispatch.image.tag"},
        {"dispatch.imageRegistry.name"},
        {"dispatch.imageRegistry.username"},
        {"dispatch.imageRegistry.password", Type::Text, "", "", false, true},
        {"dispatch.imageRegistry.email", Type::Email},
        {"dispatch.imageRegistry.insecure", Type::Flag, "false"},
        {"dispatch.imagePullSecret"},
        {"dispatch.oauth2Proxy.provider", Type::Choice, "github", "github|oidc"},
        {"dispatch.oauth2Proxy.oidcIssuerURL", Type::Address},
        {"dispatch.oauth2Proxy.clientID"},
        {"dispatch.oauth2Proxy.clientSecret", Type::Text, "", "", false, true},
        {"dispatch.oauth2Proxy.cookieSecret", Type::Text, "", "", false, true},
        {"ingress.serviceType", Type::Choice, "NodePort", kServiceTypes},
        {"apiGateway.serviceType", Type::Choice, "NodePort", kServiceTypes},
        {"apiGateway.database", Type::Text, "postgres"},
        {"apiGateway.tls.ca", Type::Choice, "", "letsEncrypt"},
        {"apiGateway.tls.certFile"},
        {"apiGateway.tls.privateKey"},
        {"postgresql.database", Type::Text, "dispatch"},
        {"postgresql.username", Type::Text, "vmware"},
        {"postgresql.password", Type::Text, "dispatch", "", false, true},
        {"postgresql.host", Type::Host, "postgresql"},
        {"postgresql.port", Type::Number, "5432"},
        {"postgresql.persistence", Type::Flag, "false"},
        {"rabbitmq.username", Type::Text, "dispatch"},
        {"rabbitmq.password", Type::Text, "dispatch", "", false, true},
        {"rabbitmq.port", Type::Number, "5672"},
        {"rabbitmq.persistence", Type::Flag, "false"},
        {"openfaas.exposeService", Type::Flag, "false"},
        {"jaeger.enabled", Type::Flag, "false"},
        {"letsEncrypt.email", Type::Email},
        {"helmRepositoryUrl", Type::Address, "https://s3-us-west-2.amazonaws.com/dispatch-charts"},
    };
    return settings;
}

const InstallSetting* installSetting(const QString& path)
{
    const auto& all = installSettings();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&path](const InstallSetting& one) { return path == QLatin1String(one.path); });
    return found == all.end() ? nullptr : &*found;
}

QStringList choicesOf(const InstallSetting& setting)
{
    return QString::fromLatin1(setting.choices).split(u'|', Qt::SkipEmptyParts);
}

QString settingTitle(const QString& path)
{
    const auto* const found = std::find_if(std::begin(kTitles), std::end(kTitles),
                                           [&path](const Title& one) { return path == QLatin1String(one.path); });
    return found == std::end(kTitles) ? QString()
                                      : QCoreApplication::translate("models::InstallSettings", found->words);
}

const std::vector<InstallChart>& installCharts()
{
    // In the order in which they are installed.
    static const std::vector<InstallChart> charts = {
        {"ingress", "ingress", "nginx-ingress", "", kStable, "kube-system", "ingress", kNewStable, "1.41.3"},
        {"postgresql", "postgres", "postgresql", "0.8.5", kStable, "dispatch", "postgres", kNewStable},
        {"apiGateway", "api-gateway", "kong", "", "", "kong", "api-gateway"},
        {"openfaas", "openfaas", "openfaas", "1.0.20", "https://openfaas.github.io/faas-netes/", "openfaas",
         "openfaas"},
        {"kubeless", "kubeless", "kubeless", "1.0.0", "", "kubeless", "kubeless"},
        {"kafka", "kafka", "kafka", "", kIncubator, "dispatch", "transport", kNewIncubator},
        {"rabbitmq", "rabbitmq", "rabbitmq", "0.6.26", kStable, "dispatch", "rabbitmq", kNewStable},
        {"riff", "riff", "riff", "0.0.4", "", "riff", "riff"},
        {"jaeger", "jaeger", "jaeger", "0.3.7", kIncubator, "jaeger", "jaeger", kNewIncubator},
        {"zookeeper", "zookeeper", "zookeeper", "", kIncubator, "zookeeper", "zookeeper", kNewIncubator},
        {"dockerRegistry", "docker-registry", "docker-registry", "", kStable, "dispatch", "docker-registry",
         kNewStable},
        {"dispatch", "dispatch", "dispatch", "", "", "dispatch", "dispatch"},
    };
    return charts;
}

const InstallChart* installChart(const QString& section)
{
    const auto& all = installCharts();
    const auto found = std::find_if(
        all.begin(), all.end(), [&section](const InstallChart& one) { return section == QLatin1String(one.section); });
    return found == all.end() ? nullptr : &*found;
}

} // namespace models
