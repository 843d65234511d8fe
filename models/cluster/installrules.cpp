// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/installfile.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::InstallFile", text)

QString words(const char* text)
{
    return QCoreApplication::translate("models::InstallFile", text);
}

constexpr int kMostPort = 65'535;

bool isAddress(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && !url.scheme().isEmpty() && !url.host().isEmpty();
}

bool isEmail(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("^[^@\\s]+@[^@\\s]+\\.[^@\\s.]+$"));
    return pattern.match(text).hasMatch();
}

/// What the rule of its type says against a text that is there. Null = nothing.
const char* complaintOf(const InstallSetting& setting, const QString& text)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    switch (setting.type) {
    case SettingType::Text:
        return nullptr;
    case SettingType::Host:
        return isInstallHost(text) ? nullptr : WORD("A host is an IP address, or a name that begins with a letter.");
    case SettingType::Number:
        return isNumber && number >= 0 && number <= kMostPort ? nullptr : WORD("A port is a number up to 65535.");
    case SettingType::Flag:
        return text == QLatin1String("true") || text == QLatin1String("false") ? nullptr : WORD("It is true or false.");
    case SettingType::Choice:
        return choicesOf(setting).contains(text) ? nullptr : WORD("The installer knows %1 only.");
    case SettingType::Address:
        return isAddress(text) ? nullptr : WORD("An address has a scheme and a host, such as https://example.com.");
    case SettingType::Email:
        return isEmail(text) ? nullptr : WORD("That is no email address.");
    }
    return nullptr;
}

using Problems = std::vector<InstallProblem>;

void add(Problems& problems, const char* path, const char* text, bool isFatal)
{
    problems.push_back({QLatin1String(path), words(text), isFatal});
}

void checkSettings(const InstallFile& file, Problems& problems)
{
    for (const InstallSetting& setting : installSettings()) {
        const QString path = QLatin1String(setting.path);
        const QString said = file.text(path);
        if (setting.isRequired && said.isEmpty()) {
            add(problems, setting.path, WORD("A host is needed; usually the IP address of the cluster."), true);
            continue;
        }
        if (const char* const complaint = said.isEmpty() ? nullptr : complaintOf(setting, said)) {
            const QString text = words(complaint);
            problems.push_back(
                {path,
                 setting.type == SettingType::Choice ? text.arg(choicesOf(setting).join(QStringLiteral(", "))) : text,
                 true});
            continue;
        }
        // The installer merges the file over its own settings, and takes a false for nothing said.
        if (setting.type == SettingType::Flag && said == QLatin1String("false")
            && QLatin1String(setting.standard) == QLatin1String("true"))
            add(problems, setting.path,
                WORD("The installer takes a false for nothing said, and keeps it on. It cannot be turned off here."),
                false);
    }
}

void checkPair(const InstallFile& file, const char* section, Problems& problems)
{
    const QString path = QStringLiteral("%1.tls.%2").arg(QLatin1String(section), QLatin1String("%1"));
    const bool hasCertificate = !file.text(path.arg(QLatin1String("certFile"))).isEmpty();
    const bool hasKey = !file.text(path.arg(QLatin1String("privateKey"))).isEmpty();
    if (hasCertificate && !hasKey)
        problems.push_back({path.arg(QLatin1String("privateKey")),
                            words(WORD("A certificate of your own needs the file of its private key.")), true});
    else if (hasKey && !hasCertificate)
        problems.push_back({path.arg(QLatin1String("certFile")),
                            words(WORD("Without a certificate file the key is not used, and a certificate is made.")),
                            false});
}

void checkRegistry(const InstallFile& file, Problems& problems)
{
    const Json dispatch = valueAt(file.members, "dispatch");
    const bool isSaid = dispatch.is_object() && valueAt(dispatch, "imageRegistry").is_object();
    if (isSaid && file.text(QStringLiteral("dispatch.imageRegistry.name")).isEmpty())
        add(problems, "dispatch.imageRegistry.name",
            WORD("A registry needs its name; without one leave user and password empty too, and the one in the cluster "
                 "is used."),
            true);
    if (!file.text(QStringLiteral("dispatch.imagePullSecret")).isEmpty()
        && file.value(QStringLiteral("dispatch.faas")) != QLatin1String("openfaas"))
        add(problems, "dispatch.imagePullSecret", WORD("Only OpenFaaS uses an image pull secret."), false);
}

void checkSignIn(const InstallFile& file, Problems& problems)
{
    if (file.flag(QStringLiteral("dispatch.skipAuth")))
        return;
    const bool isOidc = file.value(QStringLiteral("dispatch.oauth2Proxy.provider")) == QLatin1String("oidc");
    if (isOidc && file.text(QStringLiteral("dispatch.oauth2Proxy.oidcIssuerURL")).isEmpty())
        add(problems, "dispatch.oauth2Proxy.oidcIssuerURL", WORD("OIDC needs the address of its issuer."), false);
    for (const char* const path : {"dispatch.oauth2Proxy.clientID", "dispatch.oauth2Proxy.clientSecret"}) {
        if (file.text(QLatin1String(path)).isEmpty())
            add(problems, path,
                WORD("Nobody can sign in until the provider knows this console: enter its client, or turn “No sign-in” "
                     "on."),
                false);
    }
}

void checkCharts(const InstallFile& file, Problems& problems)
{
    for (const InstallChart& chart : installCharts()) {
        const QString path = QStringLiteral("%1.chart.%2").arg(QLatin1String(chart.section), QLatin1String("%1"));
        const QString repository = path.arg(QLatin1String("repo"));
        const QString said = file.text(repository);
        if (!said.isEmpty() && !isAddress(said))
            problems.push_back(
                {repository, words(WORD("An address has a scheme and a host, such as https://example.com.")), true});
        const QString space = path.arg(QLatin1String("namespace"));
        if (const QString named = file.text(space); !named.isEmpty() && !isInstallHost(named))
            problems.push_back({space, words(WORD("That is no name of a namespace.")), true});
    }
}

#undef WORD

} // namespace

bool isInstallHost(const QString& text)
{
    static const QRegularExpression four(QStringLiteral("^(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?1)){3}$"));
    static const QRegularExpression six(QStringLiteral("^(?=.*:.*:)[0-9A-Fa-f:.]{2,45}$"));
    // The rule of the installer wants a letter first (RFC 952), unlike newer ones.
    static const QRegularExpression name(QStringLiteral("^[a-zA-Z][a-zA-Z0-9.-]*[a-z0-9]$"));
    return four.match(text).hasMatch() || six.match(text).hasMatch() || name.match(text).hasMatch();
}

std::vector<InstallProblem> problemsOf(const InstallFile& file)
{
    Problems problems;
    checkSettings(file, problems);
    checkPair(file, "dispatch", problems);
    checkPair(file, "apiGateway", problems);
    checkRegistry(file, problems);
    checkSignIn(file, problems);
    checkCharts(file, problems);
    // What stops it comes first.
    std::stable_sort(problems.begin(), problems.end(), [](const InstallProblem& left, const InstallProblem& right) {
        return left.isFatal && !right.isFatal;
    });
    return problems;
}

} // namespace models
