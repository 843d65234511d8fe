// SPDX-License-Identifier: Apache-2.0
#include "client/keychain.h"

#include "client/whendone.h"

#include <QCoreApplication>
#include <QPromise>
#include <QTimer>
#include <QUuid>

#include <utility>

namespace client {

using models::Failure;
using models::Result;

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("client::Keychain", text);
}

#define WORD(text) QT_TRANSLATE_NOOP("client::Keychain", text)

Failure keychainFailure(models::FailureKind kind, const QString& cameBack, const QString& meaning,
                        const QString& remedy)
{
    Failure failure;
    failure.kind = kind;
    failure.tried = words(WORD("use the keychain"));
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

Failure silent(int msecs)
{
    return keychainFailure(
        models::FailureKind::TimedOut, words(WORD("nothing for %1 s")).arg(QString::number(msecs / 1000.0, 'g', 3)),
        words(WORD("The keychain does not answer.")),
        words(WORD("See whether it asks for its password in a window of its own, then let the console ask again.")));
}

Failure absent()
{
    return keychainFailure(models::FailureKind::NotFound, words(WORD("no such secret")),
                           words(WORD("The keychain does not hold this secret.")), words(WORD("Enter it again.")));
}

Failure changedSecret()
{
    return keychainFailure(models::FailureKind::Storage, words(WORD("not what was written")),
                           words(WORD("The keychain does not keep what it is given.")),
                           words(WORD("Repair or replace the keychain of your desktop.")));
}

} // namespace

Keychain::Keychain(Result<std::unique_ptr<SecretBackend>> backend, QObject* parent)
    : QObject(parent)
{
    if (backend)
        m_backend = std::move(*backend);
    else
        m_missing = backend.error();
}

Keychain::~Keychain() = default;

QString Keychain::backendName() const
{
    return m_backend ? m_backend->name() : QString();
}

/// Answers once: with the result, or with a failure when it takes too long.
template <typename T> void Keychain::within(const QFuture<Result<T>>& future, Then<T> then)
{
    const auto answered = std::make_shared<bool>(false);
    auto once = [answered, then = std::move(then)](const Result<T>& result) {
        if (!std::exchange(*answered, true))
            then(result);
    };
    whenDone(future, this, once);
    QTimer::singleShot(m_deadlineMSecs, this, [this, once] { once(models::failed(silent(m_deadlineMSecs))); });
}

void Keychain::prove(const Then<bool>& then)
{
    const QString key = QLatin1String("probe/") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QByteArray canary = QUuid::createUuid().toByteArray();
    within<bool>(m_backend->write(key, canary), [this, key, canary, then](const Result<bool>& written) {
        if (!written)
            return then(written);
        within<QByteArray>(m_backend->read(key), [this, key, canary, then](const Result<QByteArray>& read) {
            std::optional<Failure> wrong;
            if (!read)
                wrong = read.error();
            else if (*read != canary)
                wrong = changedSecret();
            within<bool>(m_backend->remove(key), [then, wrong](const Result<bool>& removed) {
                then(wrong ? Result<bool>(models::failed(*wrong)) : removed);
            });
        });
    });
}

void Keychain::ask()
{
    if (m_state == State::Asking)
        return;
    if (!m_backend)
        return decide(State::SessionOnly, m_missing);
    m_state = State::Asking;
    m_problem.reset();
    Q_EMIT stateChanged();
    prove([this](const Result<bool>& proved) {
        if (proved)
            decide(State::Kept, std::nullopt);
        else
            decide(State::SessionOnly, proved.error());
    });
}

void Keychain::decide(State state, std::optional<Failure> problem)
{
    m_state = state;
    m_problem = std::move(problem);
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto& then : waiting)
        then();
    Q_EMIT stateChanged();
}

void Keychain::whenDecided(std::function<void()> then)
{
    if (m_state == State::Kept || m_state == State::SessionOnly)
        return then();
    m_waiting.push_back(std::move(then));
    ask();
}

template <typename T> QFuture<Result<T>> Keychain::begin(Work<T> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto future = promise->future();
    whenDecided([work = std::move(work), promise] {
        work([promise](const Result<T>& result) {
            promise->addResult(result);
            promise->finish();
        });
    });
    return future;
}

QFuture<Result<bool>> Keychain::write(const QString& key, const QByteArray& secret)
{
    return begin<bool>([this, key, secret](const Then<bool>& then) {
        if (m_state == State::Kept)
            return within<bool>(m_backend->write(key, secret), then);
        m_memory.insert(key, secret);
        then(true);
    });
}

QFuture<Result<QByteArray>> Keychain::read(const QString& key)
{
    return begin<QByteArray>([this, key](const Then<QByteArray>& then) {
        if (m_state != State::Kept) {
            const auto found = m_memory.constFind(key);
            return then(found == m_memory.constEnd() ? Result<QByteArray>(models::failed(absent())) : *found);
        }
        within<QByteArray>(m_backend->read(key), [this, then](const Result<QByteArray>& result) {
            if (result || result.error().kind != models::FailureKind::NotFound)
                return then(result);
            // A locked keychain says the same.
            prove([then](const Result<bool>& proved) { then(models::failed(proved ? absent() : proved.error())); });
        });
    });
}

QFuture<Result<bool>> Keychain::remove(const QString& key)
{
    return begin<bool>([this, key](const Then<bool>& then) {
        m_memory.remove(key);
        if (m_state != State::Kept)
            return then(true);
        // A locked keychain removes nothing and calls that success.
        prove([this, key, then](const Result<bool>& proved) {
            if (!proved)
                return then(proved);
            within<bool>(m_backend->remove(key), then);
        });
    });
}

#undef WORD

} // namespace client
