// SPDX-License-Identifier: Apache-2.0
#include "client/profileexport.h"

#include "client/profilecodec.h"
#include "client/worker.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

namespace client {

namespace {

models::Result<QString> exportProfiles(const QString& path, const std::vector<Profile>& profiles)
{
    models::Json list = models::Json::array();
    for (const Profile& profile : profiles) {
        models::Json entry;
        writeProfile(profile, entry);
        list.push_back(std::move(entry));
    }
    const QByteArray bytes = models::dumpJson({{"version", 1}, {"profiles", std::move(list)}}, 2) + '\n';
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return path;
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = QCoreApplication::translate("client::ProfileExport", "export the connection profiles");
    failure.cameBack = file.errorString();
    failure.meaning = QCoreApplication::translate("client::ProfileExport", "The file was not written.");
    failure.remedy
        = QCoreApplication::translate("client::ProfileExport", "Check that %1 can be written and the disk is not full.")
              .arg(QDir::toNativeSeparators(path));
    return models::failed(std::move(failure));
}

} // namespace

QFuture<models::Result<QString>> exportProfilesLater(const QString& path, const std::vector<Profile>& profiles)
{
    return onWorker([path, profiles] { return exportProfiles(path, profiles); });
}

} // namespace client
