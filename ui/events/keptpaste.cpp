// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/keptpaste.h"

#include "client/worker.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>

namespace ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::KeptPaste)
};

models::Failure notWritten(const QString& path, const QString& reason)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = Words::tr("keep the pasted text as the file %1").arg(path);
    failure.cameBack = reason;
    failure.meaning = Words::tr("The text is too long for the editor and could not be kept as a file.");
    failure.remedy
        = Words::tr("Make room or choose another place: save the text as a file yourself and choose it here. "
                    "What you copied is still in the clipboard.");
    return failure;
}

models::Result<QString> write(const QString& text, const QString& folder)
{
    QDir().mkpath(folder);
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    QFile file(folder + QStringLiteral("/pasted-%1.txt").arg(stamp));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return models::failed(notWritten(file.fileName(), file.errorString()));
    const QByteArray bytes = text.toUtf8();
    if (file.write(bytes) == bytes.size() && file.flush())
        return file.fileName();
    const models::Failure failure = notWritten(file.fileName(), file.errorString());
    file.remove();
    return models::failed(failure);
}

} // namespace

QFuture<models::Result<QString>> keepAsFile(const QString& text, const QString& folder)
{
    return client::onWorker([text, folder] { return write(text, folder); });
}

} // namespace ui
