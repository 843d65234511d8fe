// SPDX-License-Identifier: Apache-2.0
#include "client/profilestore.h"

#include "client/whendone.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QtConcurrentRun>

#include <algorithm>

namespace client {

namespace {

/// A write is several changes of the folder: one look for all of them.
constexpr int kSettleMSecs = 50;

} // namespace

QString ProfileStore::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QLatin1String("/dispatch-console");
}

ProfileStore::ProfileStore(const QString& folder, QObject* parent)
    : QObject(parent)
    , m_path(QDir(folder).absoluteFilePath(QStringLiteral("profiles.json")))
{
    m_thread.setMaxThreadCount(1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSettleMSecs);
    connect(&m_soon, &QTimer::timeout, this, &ProfileStore::look);
    const auto lookSoon = [this] { m_soon.start(); };
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, lookSoon);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, lookSoon);
    look();
}

ProfileStore::~ProfileStore() = default;

template <typename Work> auto ProfileStore::onThread(Work work)
{
    return QtConcurrent::run(&m_thread, std::move(work));
}

const Profile* ProfileStore::find(const QString& id) const
{
    const auto found = std::find_if(m_listing.profiles.begin(), m_listing.profiles.end(),
                                    [&id](const Profile& profile) { return profile.id == id; });
    return found == m_listing.profiles.end() ? nullptr : &*found;
}

QFuture<models::Result<ProfileListing>> ProfileStore::save(const Profile& profile, const std::optional<Profile>& before)
{
    auto future = onThread([path = m_path, profile, before] { return saveProfile(path, profile, before); });
    whenDone(future, this, [this](const models::Result<ProfileListing>&) { look(); });
    return future;
}

QFuture<models::Result<ProfileListing>> ProfileStore::remove(const Profile& before)
{
    auto future = onThread([path = m_path, before] { return removeProfile(path, before); });
    whenDone(future, this, [this](const models::Result<ProfileListing>&) { look(); });
    return future;
}

void ProfileStore::look()
{
    // Before reading: what is written from now on is told.
    watchFile();
    whenDone(onThread([path = m_path] { return readProfiles(path); }), this,
             [this](const ProfileListing& listing) { take(listing); });
}

/// The folder tells of files that are replaced, the file of those that are written in place. Neither has to exist yet:
/// then the nearest folder that does is watched.
void ProfileStore::watchFile()
{
    QString folder = QFileInfo(m_path).path();
    while (!QFileInfo::exists(folder) && folder != QFileInfo(folder).path())
        folder = QFileInfo(folder).path();
    const QStringList wanted{folder, m_path};
    for (const QString& watched : m_watcher.directories() + m_watcher.files()) {
        if (!wanted.contains(watched))
            m_watcher.removePath(watched);
    }
    if (!m_watcher.directories().contains(folder))
        m_watcher.addPath(folder);
    if (!m_watcher.files().contains(m_path) && QFileInfo::exists(m_path))
        m_watcher.addPath(m_path);
}

void ProfileStore::take(ProfileListing listing)
{
    watchFile();
    if (m_loaded && listing == m_listing)
        return;
    m_loaded = true;
    m_listing = std::move(listing);
    Q_EMIT changed();
}

} // namespace client
