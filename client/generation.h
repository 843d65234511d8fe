// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/networkdoor.h"

#include <QObject>

#include <optional>

namespace client {

class Watch;

/// Which Dispatch answers at an address. They share an interface and differ in what they lose and what they can.
enum class Generation
{
    Unknown, ///< it did not say yet
    Local, ///< dispatch-local, whoever started it
    Solo, ///< the original in one process
    Kubernetes, ///< the original 0.1.24: the only one that serves its version (contract §1.14)
    Other ///< something that tells neither
};

/// What the answers to `/v1/version` and, when there is no such place, `/healthz` say. Nothing when another question
/// or another try must tell.
std::optional<Generation> generationFromVersion(const models::Result<Reply>& answer);
Generation generationFromHealth(const models::Result<Reply>& answer);

/// Finds out once what the server is, as soon as somebody wants to know and the watch has reached it; tries again after
/// the connection was lost when there was no telling.
class GenerationFinder final : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive it.
    GenerationFinder(NetworkDoor& door, const Watch& watch, QObject* parent = nullptr);

    Generation generation() const { return m_generation; }
    void find();
    /// There may be something else at the address now.
    void forget();

Q_SIGNALS:
    void changed();

private:
    void onState();
    void ask(const QString& path);
    void take(const QString& path, const models::Result<Reply>& answer);
    void set(Generation generation);

    NetworkDoor& m_door;
    const Watch& m_watch;
    Generation m_generation;
    bool m_wanted = false;
    bool m_asked = false; ///< since the watch reached the server
    int m_question = 0; ///< answers to earlier ones are of no interest
};

} // namespace client
