// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profilefile.h"

#include <QFileSystemWatcher>
#include <QFuture>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace client {

/// The connection profiles of a person: one plain file without secrets, shared by all consoles. Read and written on a
/// thread of its own, in the order asked for; read again when another console writes.
class ProfileStore final : public QObject
{
    Q_OBJECT
public:
    /// `$XDG_CONFIG_HOME/dispatch-console`.
    static QString defaultFolder();

    explicit ProfileStore(const QString& folder, QObject* parent = nullptr);
    /// Waits until what was asked for is written.
    ~ProfileStore() override;

    QString path() const { return m_path; }
    bool isLoaded() const { return m_loaded; }
    const ProfileListing& listing() const { return m_listing; }
    const Profile* find(const QString& id) const;

    /// `before` is what the person saw when they began to change it; nothing for a new profile. See saveProfile().
    QFuture<models::Result<ProfileListing>> save(const Profile& profile, const std::optional<Profile>& before);
    QFuture<models::Result<ProfileListing>> remove(const Profile& before);
    /// Reads the file again; it also does so by itself.
    void look();

Q_SIGNALS:
    /// The listing is another one, or was read for the first time.
    void changed();

private:
    template <typename Work> auto onThread(Work work);
    void watchFile();
    void take(ProfileListing listing);

    const QString m_path;
    ProfileListing m_listing;
    QThreadPool m_thread;
    QFileSystemWatcher m_watcher;
    QTimer m_soon;
    bool m_loaded = false;
};

} // namespace client
