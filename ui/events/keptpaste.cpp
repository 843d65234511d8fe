// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/keptpaste.h"

#include "client/whendone.h"
#include "client/worker.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

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

constexpr qsizetype kMostCleared = 300;
constexpr qint64 kLargestTemplate = 1024 * 1024;

/// What may go unless the journal knows it.
QStringList candidates(const QString& folder, const QString& templateFolder, qint64 restMSecs)
{
    static const QRegularExpression kOurs(QStringLiteral("^pasted-\\d{8}-\\d{6}-\\d{3}\\.txt$"));
    const QDateTime latest = QDateTime::currentDateTimeUtc().addMSecs(-restMSecs);
    QStringList names;
    const QFileInfoList files = QDir(folder).entryInfoList(QDir::Files | QDir::NoSymLinks, QDir::Time | QDir::Reversed);
    for (const QFileInfo& file : files) {
        if (names.size() < kMostCleared && file.lastModified() <= latest && kOurs.match(file.fileName()).hasMatch())
            names << file.fileName();
    }
    if (names.isEmpty())
        return names;
    const QFileInfoList templates = QDir(templateFolder).entryInfoList(QDir::Files);
    for (const QFileInfo& one : templates) {
        QFile file(one.filePath());
        // What cannot be read may need any of them.
        if (one.size() > kLargestTemplate || !file.open(QIODevice::ReadOnly))
            return {};
        const QByteArray content = file.readAll();
        names.removeIf([&content](const QString& name) { return content.contains(name.toUtf8()); });
    }
    return names;
}

} // namespace

QFuture<models::Result<QString>> keepAsFile(const QString& text, const QString& folder)
{
    return client::onWorker([text, folder] { return write(text, folder); });
}

void clearPastes(client::Journal& journal, const QString& folder, const QString& templateFolder, QObject* context,
                 qint64 restMSecs)
{
    const auto remove = [folder](const models::Result<QStringList>& names) {
        if (!names)
            return;
        client::onWorker([folder, names = *names] {
            for (const QString& name : names)
                QFile::remove(folder + u'/' + name);
            return true;
        });
    };
    client::whenDone(client::onWorker([=] { return candidates(folder, templateFolder, restMSecs); }), context,
                     [&journal, context, remove](const QStringList& names) {
                         if (!names.isEmpty())
                             client::whenDone(journal.unmentioned(names), context, remove);
                     });
}

} // namespace ui
