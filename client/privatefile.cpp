// SPDX-License-Identifier: Apache-2.0
#include "client/privatefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

namespace client {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(client::PrivateFile)
};

} // namespace

models::Result<bool> writePrivately(const QString& path, const QByteArray& bytes, const QString& tried)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit())
        return true;
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = tried;
    failure.cameBack = file.errorString();
    failure.meaning = Words::tr("%1 cannot be written.").arg(QDir::toNativeSeparators(path));
    failure.remedy = Words::tr("Check that you may write there and that the disk is not full.");
    return models::failed(failure);
}

} // namespace client
