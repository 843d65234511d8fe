// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/secretbackend.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace client {

/// Keeps the secrets of the profiles: in one named keychain that has proved itself, or in memory until the console
/// ends. Which of them it is is decided when it is first needed, and again only when somebody asks: a keychain that
/// fails later is a failure, never a reason to put a secret elsewhere. Nothing here waits.
class Keychain final : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Unasked,
        Asking,
        Kept, ///< in the keychain
        SessionOnly ///< in memory; problem() says why
    };

    /// `backend` fails when there is none: systemKeychain().
    explicit Keychain(models::Result<std::unique_ptr<SecretBackend>> backend, QObject* parent = nullptr);
    ~Keychain() override;

    State state() const { return m_state; }
    QString backendName() const; ///< empty without one
    const std::optional<models::Failure>& problem() const { return m_problem; }
    /// Proves the keychain with a secret of no meaning: written, read, removed. What was kept in memory is forgotten
    /// when the console ends, not moved.
    void ask();

    /// These ask first when nobody did. Those of a keychain that does not answer end with a failure of kind TimedOut.
    QFuture<models::Result<bool>> write(const QString& key, const QByteArray& secret);
    /// Kind NotFound when there is none.
    QFuture<models::Result<QByteArray>> read(const QString& key);
    QFuture<models::Result<bool>> remove(const QString& key);

    /// A person may have to type a password meanwhile. 30 s at first.
    void setDeadline(int msecs) { m_deadlineMSecs = msecs; }

Q_SIGNALS:
    void stateChanged();

private:
    template <typename T> using Then = std::function<void(const models::Result<T>&)>;
    template <typename T> using Work = std::function<void(Then<T>)>;

    template <typename T> QFuture<models::Result<T>> begin(Work<T> work);
    template <typename T> void within(const QFuture<models::Result<T>>& future, Then<T> then);
    void prove(const Then<bool>& then);
    void whenDecided(std::function<void()> then);
    void decide(State state, std::optional<models::Failure> problem);

    std::unique_ptr<SecretBackend> m_backend;
    std::optional<models::Failure> m_missing;
    std::optional<models::Failure> m_problem;
    State m_state = State::Unasked;
    std::vector<std::function<void()>> m_waiting;
    QHash<QString, QByteArray> m_memory;
    int m_deadlineMSecs = 30'000;
};

} // namespace client
