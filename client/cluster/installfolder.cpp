// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/installfolder.h"

#include "client/privatefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace client {

namespace {

constexpr QFile::Permissions kOwnFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions kOwnFolder = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

QString words(const char* text)
{
    return QCoreApplication::translate("client::InstallFolder", text);
}

models::Failure notWritten(const QString& path, const QString& cameBack, const QString& tried)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = tried;
    failure.cameBack = cameBack;
    failure.meaning = words(QT_TRANSLATE_NOOP("client::InstallFolder", "%1 cannot be written."))
                          .arg(QDir::toNativeSeparators(path));
    failure.remedy = words(
        QT_TRANSLATE_NOOP("client::InstallFolder", "Check that you may write there and that the disk is not full."));
    return failure;
}

models::Failure inUse(const QString& tried)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Conflict;
    failure.tried = tried;
    failure.meaning
        = words(QT_TRANSLATE_NOOP("client::InstallFolder", "Another console is installing in this cluster."));
    failure.remedy = words(QT_TRANSLATE_NOOP("client::InstallFolder", "Wait until it is done."));
    return failure;
}

/// A program chosen by hand may have any name; the installer knows them by one.
bool linkPrograms(const InstallFolder& folder, const QMap<QString, QString>& programs)
{
    if (!QDir().mkpath(folder.programs()))
        return false;
    for (auto program = programs.begin(); program != programs.end(); ++program) {
        const QString link = folder.programs() + u'/' + program.key();
        QFile::remove(link);
        if (!program.value().isEmpty() && !QFile::link(program.value(), link))
            return false;
    }
    return true;
}

} // namespace

void InstallFolder::removeKubeconfig() const
{
    QFile::remove(kubeconfig());
}

models::Result<std::shared_ptr<QLockFile>> prepareInstallFolder(const InstallFolder& folder,
                                                                const QByteArray& installFile,
                                                                const QMap<QString, QString>& programs,
                                                                const QString& tried)
{
    if (!QDir().mkpath(folder.path) || !QFile::setPermissions(folder.path, kOwnFolder))
        return models::failed(notWritten(folder.path, {}, tried));
    auto lock = std::make_shared<QLockFile>(folder.lockFile());
    // An installation takes longer than any time that would be a sign of its end.
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0))
        return models::failed(lock->error() == QLockFile::LockFailedError ? inUse(tried)
                                                                          : notWritten(folder.path, {}, tried));
    if (!linkPrograms(folder, programs))
        return models::failed(notWritten(folder.programs(), {}, tried));
    if (!installFile.isEmpty()) {
        if (const auto written = writePrivately(folder.installFile(), installFile, tried); !written)
            return models::failed(written.error());
    }
    if (QFileInfo::exists(folder.configFile())) {
        QFile::remove(folder.oldConfigFile());
        if (!QFile::copy(folder.configFile(), folder.oldConfigFile())
            || !QFile::setPermissions(folder.oldConfigFile(), kOwnFile))
            return models::failed(notWritten(folder.oldConfigFile(), {}, tried));
    }
    return lock;
}

void sweepInstallFolders(const QString& root)
{
    for (const QString& name : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const InstallFolder folder{root + u'/' + name};
        if (!QFileInfo::exists(folder.kubeconfig()))
            continue;
        QLockFile lock(folder.lockFile());
        lock.setStaleLockTime(0);
        if (lock.tryLock(0))
            folder.removeKubeconfig();
    }
}

} // namespace client
