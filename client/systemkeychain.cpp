// SPDX-License-Identifier: Apache-2.0
#include "client/systemkeychain.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLibrary>
#include <QPromise>
#include <qt6keychain/keychain.h>

namespace client {

namespace {

constexpr const char* kService = "dispatch-console";

QString words(const char* text)
{
    return QCoreApplication::translate("client::SystemKeychain", text);
}

#define WORD(text) QT_TRANSLATE_NOOP("client::SystemKeychain", text)

models::Failure keychainFailure(const QString& cameBack, const QString& meaning, const QString& remedy)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = words(WORD("use the keychain"));
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

models::Failure failureOf(const QKeychain::Job& job)
{
    const bool declined = job.error() == QKeychain::AccessDenied || job.error() == QKeychain::AccessDeniedByUser;
    models::Failure failure = keychainFailure(
        job.errorString(),
        declined ? words(WORD("The keychain did not let the console in."))
                 : words(WORD("The keychain did not do what it was asked; it may be locked.")),
        words(WORD("Unlock the keychain of your desktop and allow the console to use it, then try again.")));
    if (job.error() == QKeychain::EntryNotFound)
        failure.kind = models::FailureKind::NotFound;
    return failure;
}

bool succeeded(const QKeychain::Job& job, bool absentIsFine)
{
    return job.error() == QKeychain::NoError || (absentIsFine && job.error() == QKeychain::EntryNotFound);
}

/// The job deletes itself at its end. One that never ends must not be deleted: the library below would still call it.
template <typename T, typename Job, typename Take>
QFuture<models::Result<T>> run(Job* job, const QString& key, Take take)
{
    auto promise = std::make_shared<QPromise<models::Result<T>>>();
    promise->start();
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    job->setKey(key);
    QObject::connect(job, &QKeychain::Job::finished, job, [promise, job, take] {
        promise->addResult(take(*job));
        promise->finish();
    });
    job->start();
    return promise->future();
}

class SystemKeychain final : public SecretBackend
{
public:
    explicit SystemKeychain(QString name)
        : m_name(std::move(name))
    {
    }

    QString name() const override { return m_name; }

    QFuture<models::Result<bool>> write(const QString& key, const QByteArray& secret) override
    {
        auto* const job = new QKeychain::WritePasswordJob(QLatin1String(kService));
        // Some keychains hold text only.
        job->setTextData(QString::fromLatin1(secret.toBase64()));
        return run<bool>(job, key, [](const QKeychain::Job& done) -> models::Result<bool> {
            if (succeeded(done, false))
                return true;
            return models::failed(failureOf(done));
        });
    }

    QFuture<models::Result<QByteArray>> read(const QString& key) override
    {
        auto* const job = new QKeychain::ReadPasswordJob(QLatin1String(kService));
        return run<QByteArray>(job, key, [](const QKeychain::ReadPasswordJob& done) -> models::Result<QByteArray> {
            if (succeeded(done, false))
                return QByteArray::fromBase64(done.textData().toLatin1());
            return models::failed(failureOf(done));
        });
    }

    QFuture<models::Result<bool>> remove(const QString& key) override
    {
        auto* const job = new QKeychain::DeletePasswordJob(QLatin1String(kService));
        return run<bool>(job, key, [](const QKeychain::Job& done) -> models::Result<bool> {
            if (succeeded(done, true))
                return true;
            return models::failed(failureOf(done));
        });
    }

private:
    const QString m_name;
};

#if !defined(Q_OS_WIN) && !defined(Q_OS_MACOS)

/// Without a bus the libraries would try to start one, which nobody would end.
bool hasSessionBus()
{
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QLatin1String("/bus"));
}

/// Secret Service wherever its library is, KWallet without it; see the order of QtKeychain.
QString backendName()
{
    if (QLibrary(QStringLiteral("secret-1"), 0).load())
        return words(WORD("Secret Service"));
    if (qEnvironmentVariable("XDG_CURRENT_DESKTOP") == QLatin1String("KDE"))
        return words(WORD("KWallet"));
    return {};
}

#endif

} // namespace

models::Result<std::unique_ptr<SecretBackend>> systemKeychain()
{
#if defined(Q_OS_WIN)
    const QString name = words(WORD("Windows Credential Manager"));
#elif defined(Q_OS_MACOS)
    const QString name = words(WORD("macOS Keychain"));
#else
    if (!hasSessionBus())
        return models::failed(
            keychainFailure(words(WORD("no D-Bus session")), words(WORD("This session has no keychain.")),
                            words(WORD("Start the console from a desktop session to have secrets kept."))));
    const QString name = backendName();
    if (name.isEmpty())
        return models::failed(
            keychainFailure(words(WORD("neither libsecret nor KWallet")), words(WORD("There is no keychain.")),
                            words(WORD("Install libsecret-1-0 and a keychain such as gnome-keyring."))));
#endif
    return std::make_unique<SystemKeychain>(name);
}

#undef WORD

} // namespace client
