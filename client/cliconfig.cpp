// SPDX-License-Identifier: Apache-2.0
#include "client/cliconfig.h"

#include "client/regularfile.h"
#include "client/worker.h"
#include "models/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Json;
using models::Result;

namespace {

constexpr qint64 kMostBytes = 1024 * 1024;
constexpr int kHttpsPort = 443;

#define WORD(text) QT_TRANSLATE_NOOP("client::CliConfig", text)

QString words(const char* text)
{
    return QCoreApplication::translate("client::CliConfig", text);
}

Failure unreadable(const QString& cameBack, const char* meaning)
{
    Failure failure;
    failure.kind = FailureKind::Storage;
    failure.tried = words(WORD("read the configuration of the command line"));
    failure.cameBack = cameBack;
    failure.meaning = words(meaning);
    failure.remedy = words(WORD("Enter the connection by hand."));
    return failure;
}

QUrl addressOf(const Json& context)
{
    const QString scheme = models::textAt(context, "scheme");
    const QString host = models::textAt(context, "host");
    const auto port = static_cast<int>(models::numberAt(context, "port"));
    QUrl url;
    url.setScheme(scheme.isEmpty() ? QStringLiteral("https") : scheme);
    url.setHost(host.isEmpty() ? QStringLiteral("localhost") : host);
    url.setPort(port > 0 ? port : kHttpsPort);
    return addressFrom(url.toString());
}

/// The order of precedence of the original: an account with its key before the cookie. The cookie that Solo's guide
/// writes means nothing.
void readSignIn(const Json& context, CliContext& read)
{
    const QString account = models::textAt(context, "serviceaccount");
    const QString keyFile = models::textAt(context, "jwtprivatekey");
    const QString cookie = models::textAt(context, "cookie");
    if (!account.isEmpty() && !keyFile.isEmpty()) {
        read.profile.signIn = SignInMethod::ServiceAccount;
        read.profile.account = account;
        read.secret = keyFile.toUtf8();
    } else if (!cookie.isEmpty() && cookie != QLatin1String("cookie") && cookie != QLatin1String("unset")) {
        read.profile.signIn = SignInMethod::Cookie;
        read.secret = cookie.toUtf8();
    }
}

CliContext contextFrom(const QString& name, const Json& context, QStringList& remarks)
{
    CliContext read;
    read.profile.id = Profile::makeId();
    read.profile.name = name.toLower();
    read.profile.base = addressOf(context);
    if (name.contains(u'.'))
        remarks << words(WORD("“%1” has a dot in its name, so that the command line cannot use it.")).arg(name);
    const QString organization = models::textAt(context, "organization");
    if (organization.isEmpty())
        remarks << words(WORD("“%1” names no organization; “%2” is taken.")).arg(name, read.profile.organization);
    else
        read.profile.organization = organization;
    const Json insecure = models::valueAt(context, "insecure");
    read.profile.tls.isInsecure
        = insecure.is_boolean() && insecure.get<bool>() && read.profile.base.scheme() == QLatin1String("https");
    if (read.profile.tls.isInsecure)
        remarks << words(WORD("“%1” does not check the certificate of the server.")).arg(name);
    readSignIn(context, read);
    return read;
}

bool othersCanRead(const QString& path)
{
    return QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther);
}

/// In place of the path, the key. A context whose key is not there comes without it.
void loadKeys(CliConfig& config, const QString& folder)
{
    for (CliContext& context : config.contexts) {
        if (context.profile.signIn != SignInMethod::ServiceAccount)
            continue;
        const QString path = QDir(folder).absoluteFilePath(QString::fromUtf8(context.secret));
        const auto key = contentsOf(path, kMostBytes);
        context.secret = key.value_or(QByteArray());
        if (!key)
            config.remarks << words(WORD("The key of “%1” cannot be read: %2"))
                                  .arg(context.profile.name, QDir::toNativeSeparators(path));
        else if (othersCanRead(path))
            config.remarks
                << words(WORD("Others on this machine can read the key %1.")).arg(QDir::toNativeSeparators(path));
    }
}

Result<CliConfig> loadNow(const QString& path)
{
    const auto bytes = contentsOf(path, kMostBytes);
    if (!bytes)
        return models::failed(bytes.error());
    auto config = readCliConfig(*bytes);
    if (!config)
        return config;
    const bool holdsSecrets = std::any_of(config->contexts.begin(), config->contexts.end(), [](const auto& context) {
        return context.profile.signIn == SignInMethod::Cookie;
    });
    if (holdsSecrets && othersCanRead(path))
        config->remarks << words(WORD("Others on this machine can read %1 and the cookies in it."))
                               .arg(QDir::toNativeSeparators(path));
    loadKeys(*config, QFileInfo(path).path());
    return config;
}

} // namespace

Result<CliConfig> readCliConfig(const QByteArray& json)
{
    const auto parsed = models::parseJson(json);
    if (!parsed)
        return models::failed(unreadable(parsed.error().cameBack, WORD("The file is not JSON.")));
    if (!parsed->is_object() || !models::valueAt(*parsed, "contexts").is_object()) {
        const bool isOld = parsed->is_object() && parsed->contains("host");
        return models::failed(
            unreadable(words(WORD("no contexts")),
                       isOld ? WORD("The file is of a version before 0.1.16; later ones do not read it, in silence.")
                             : WORD("The file names no contexts.")));
    }
    CliConfig config;
    const QString current = models::textAt(*parsed, "current");
    bool foundCurrent = current.isEmpty();
    const Json contexts = models::valueAt(*parsed, "contexts");
    for (const auto& [name, context] : contexts.items()) {
        const QString shown = models::fromStd(name);
        if (!context.is_object()) {
            config.remarks << words(WORD("“%1” is no context and is left out.")).arg(shown);
            continue;
        }
        CliContext read = contextFrom(shown, context, config.remarks);
        if (read.profile.base.isEmpty()) {
            config.remarks << words(WORD("The address of “%1” cannot be used, so it is left out.")).arg(shown);
            continue;
        }
        read.isCurrent = shown.compare(current, Qt::CaseInsensitive) == 0;
        foundCurrent = foundCurrent || read.isCurrent;
        config.contexts.push_back(std::move(read));
    }
    if (!foundCurrent)
        config.remarks << words(WORD("The current context “%1” does not exist; the command line then takes "
                                     "https://localhost:443 in silence."))
                              .arg(current);
    return config;
}

QFuture<Result<CliConfig>> loadCliConfig(const QString& path)
{
    return onWorker([path] { return loadNow(path); });
}

QString cliConfigPath()
{
    const QString named = qEnvironmentVariable("DISPATCH_CONFIG");
    return named.isEmpty() ? QDir::home().filePath(QStringLiteral(".dispatch/config.json")) : named;
}

#undef WORD

} // namespace client
