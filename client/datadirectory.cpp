// SPDX-License-Identifier: Apache-2.0
#include "client/datadirectory.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <algorithm>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

/// Of the layout inside the folder. Raise it when an older program could spoil what a newer one wrote.
constexpr int kVersion = 1;
constexpr qsizetype kProbeBytes = 64 * 1024;
constexpr QFile::Permissions kPrivate = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

QString below(const QString& path, const char* name)
{
    return QDir(path).filePath(QString::fromLatin1(name));
}

/// Short, because the paths of local sockets are; the same for all spellings of one folder.
QString socketName(const QString& path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    const QByteArray hash
        = QCryptographicHash::hash((canonical.isEmpty() ? path : canonical).toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("dispatch-console-") + QString::fromLatin1(hash.toHex().left(24));
}

Failure storage(const QString& path, const QString& cameBack, const QString& meaning, const QString& remedy)
{
    Failure failure;
    failure.kind = FailureKind::Storage;
    failure.tried = DataDirectory::tr("open the data folder %1").arg(path);
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

Failure notWritable(const QString& path, const QString& cameBack)
{
    return storage(path, cameBack, DataDirectory::tr("The console cannot write to its data folder."),
                   DataDirectory::tr("Correct its permissions, or choose another folder with --data-dir."));
}

/// An empty folder may become ours; so may one in which a first start was cut short.
bool isOurs(const QString& path)
{
    const QStringList content
        = QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    return content.contains(QStringLiteral("version"))
        || std::all_of(content.begin(), content.end(), [](const QString& name) {
               return name == QLatin1String("lock") || name.startsWith(QLatin1String("probe-"));
           });
}

Failure strange(const QString& path)
{
    return storage(path, DataDirectory::tr("there are files in it, and none of the console"),
                   DataDirectory::tr("The folder holds something else, and the console would lock others out of it."),
                   DataDirectory::tr("Name a folder of its own with --data-dir, for example %1.")
                       .arg(QDir::toNativeSeparators(below(path, "dispatch-console"))));
}

/// Makes it private, as long as nothing of others is in it.
std::optional<Failure> create(const QString& path)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isDir())
        return notWritable(path, DataDirectory::tr("it is a file, not a folder"));
    if (info.exists() && !isOurs(path))
        return strange(path);
    if (!QDir().mkpath(path))
        return notWritable(path, DataDirectory::tr("it cannot be created"));
    if (!QFile::setPermissions(path, kPrivate))
        return notWritable(path, DataDirectory::tr("it belongs to somebody else"));
    return std::nullopt;
}

/// Writes as much as a start needs and sees whether it arrives; a full disk shows on flush, not on open.
std::optional<Failure> probe(const QString& path)
{
    QTemporaryFile file(below(path, "probe-XXXXXX"));
    if (!file.open())
        return notWritable(path, file.errorString());
    if (file.write(QByteArray(kProbeBytes, ' ')) == kProbeBytes && file.flush())
        return std::nullopt;
    return storage(path, file.errorString(), DataDirectory::tr("There is no space left for the data of the console."),
                   DataDirectory::tr("Free some space on that disk, or choose another folder with --data-dir."));
}

std::optional<Failure> checkVersion(const QString& path)
{
    QFile file(below(path, "version"));
    if (!file.exists()) {
        QSaveFile fresh(file.fileName());
        const QByteArray text = QByteArray::number(kVersion) + '\n';
        if (fresh.open(QIODevice::WriteOnly) && fresh.write(text) == text.size() && fresh.commit())
            return std::nullopt;
        return notWritable(path, fresh.errorString());
    }
    if (!file.open(QIODevice::ReadOnly))
        return notWritable(path, file.errorString());
    const QByteArray text = file.read(100).trimmed();
    bool isNumber = false;
    const int version = text.toInt(&isNumber);
    if (isNumber && version > 0 && version <= kVersion)
        return std::nullopt;
    if (isNumber && version > kVersion)
        return storage(path, DataDirectory::tr("version %1, this console knows up to %2").arg(version).arg(kVersion),
                       DataDirectory::tr("The data folder was written by a newer console."),
                       DataDirectory::tr("Update this console, or choose another folder with --data-dir."));
    return storage(path, DataDirectory::tr("no version number in the file 'version'"),
                   DataDirectory::tr("The data folder does not look like one of the console."),
                   DataDirectory::tr("Choose another folder with --data-dir, or restore that file."));
}

Failure inUse(const QString& path, const QLockFile& lock)
{
    if (lock.error() == QLockFile::PermissionError || lock.error() == QLockFile::UnknownError)
        return notWritable(path, DataDirectory::tr("the lock file cannot be written"));
    qint64 pid = 0;
    QString host;
    QString program;
    lock.getLockInfo(&pid, &host, &program);
    Failure failure
        = storage(path, DataDirectory::tr("process %1 (%2) on %3 uses it").arg(QString::number(pid), program, host),
                  DataDirectory::tr("Another console is using this data folder."),
                  DataDirectory::tr("Use that window, close it first, or choose another folder with --data-dir."));
    failure.kind = FailureKind::Conflict;
    return failure;
}

} // namespace

class DataDirectory::Private
{
public:
    explicit Private(const QString& folder)
        : path(folder)
        , lock(below(folder, "lock"))
    {
        // Only a lock whose process is gone is stale, however old it is.
        lock.setStaleLockTime(0);
    }

    QString path;
    QLockFile lock;
    QLocalServer server;
};

QString DataDirectory::defaultPath()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
        .filePath(QStringLiteral("dispatch-console"));
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (auto failure = create(absolute))
        return models::failed(std::move(*failure));
    // The probe comes before the lock, because a lock on a full disk fails with less to say.
    if (auto failure = probe(absolute))
        return models::failed(std::move(*failure));
    auto data = std::make_unique<Private>(absolute);
    if (!data->lock.tryLock(0))
        return models::failed(inUse(absolute, data->lock));
    if (auto failure = checkVersion(absolute))
        return models::failed(std::move(*failure));
    return std::unique_ptr<DataDirectory>(new DataDirectory(std::move(data)));
}

bool DataDirectory::raiseOther(const QString& path)
{
    // To connect is the message. On the local machine that is done, or refused, at once.
    QLocalSocket socket;
    socket.connectToServer(socketName(QFileInfo(path).absoluteFilePath()));
    return socket.state() == QLocalSocket::ConnectedState;
}

DataDirectory::DataDirectory(std::unique_ptr<Private> data)
    : d(std::move(data))
{
    connect(&d->server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* const caller = d->server.nextPendingConnection())
            caller->deleteLater();
        Q_EMIT raiseRequested();
    });
    d->server.setSocketOptions(QLocalServer::UserAccessOption);
    // We hold the lock: a socket of that name is the leftover of a crash.
    QLocalServer::removeServer(socketName(d->path));
    d->server.listen(socketName(d->path));
}

DataDirectory::~DataDirectory() = default;

QString DataDirectory::path() const
{
    return d->path;
}

QString DataDirectory::localServerPath() const
{
    return below(d->path, "local");
}

} // namespace client
