// SPDX-License-Identifier: Apache-2.0
#include "client/importsource.h"

#include "client/networkdoor.h"
#include "client/regularfile.h"
#include "client/whendone.h"
#include "models/yaml/importreader.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QLocale>
#include <QPromise>
#include <QtConcurrentRun>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;
using Texts = std::vector<ImportText>;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(client::ImportSource)
};

constexpr qsizetype kMostFiles = 10'000;
constexpr qint64 kMostBytes = 64LL * 1024 * 1024;

Failure refused(FailureKind kind, const QString& source, const QString& cameBack, const QString& meaning,
                const QString& remedy)
{
    Failure failure;
    failure.kind = kind;
    failure.tried = Words::tr("import %1").arg(source);
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

Failure tooMuch(const QString& source, const QString& cameBack)
{
    return refused(FailureKind::Storage, source, cameBack,
                   Words::tr("That is more than is imported at once: %1.").arg(cameBack),
                   Words::tr("Import a part of it."));
}

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes);
}

/// Links to folders are not followed, so that nothing goes round in circles.
QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator all(folder, {QStringLiteral("*.yaml"), QStringLiteral("*.yml"), QStringLiteral("*.json")}, QDir::Files,
                     QDirIterator::Subdirectories);
    while (all.hasNext() && files.size() <= kMostFiles)
        files << all.next();
    files.sort();
    return files;
}

Result<QStringList> filesOf(const QStringList& paths)
{
    QStringList files;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        if (!info.isDir()) {
            files << path;
            continue;
        }
        if (!info.isReadable() || !info.isExecutable())
            return models::failed(refused(FailureKind::Storage, path, Words::tr("permission denied"),
                                          Words::tr("The folder cannot be read."),
                                          Words::tr("Check its permissions.")));
        const QStringList found = filesBelow(path);
        if (found.isEmpty())
            return models::failed(refused(FailureKind::NotFound, path, Words::tr("no such files"),
                                          Words::tr("There is no *.yaml, *.yml or *.json below this folder."),
                                          Words::tr("Choose another folder, or the files themselves.")));
        files << found;
    }
    if (files.size() > kMostFiles)
        return models::failed(tooMuch(paths.join(QStringLiteral(", ")), Words::tr("over %1 files").arg(kMostFiles)));
    return files;
}

Result<QByteArray> contentOf(const QString& path)
{
    auto file = RegularFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const qint64 limit = models::ImportLimits{}.bytes;
    if (const qint64 size = file->stamp().size; size > limit)
        return models::failed(
            tooMuch(path, Words::tr("%1, where %2 are the limit").arg(sizeText(size), sizeText(limit))));
    // It may grow while it is read.
    QByteArray bytes(limit + 1, Qt::Uninitialized);
    const Result<qint64> read = file->read(bytes.data(), bytes.size());
    if (!read)
        return tl::unexpected(read.error());
    if (*read > limit)
        return models::failed(tooMuch(path, Words::tr("over %1").arg(sizeText(limit))));
    bytes.truncate(*read);
    bytes.squeeze();
    return bytes;
}

void readAll(QPromise<Result<Texts>>& promise, const QStringList& paths)
{
    const Result<QStringList> files = filesOf(paths);
    if (!files) {
        promise.addResult(tl::unexpected(files.error()));
        return;
    }
    promise.setProgressRange(0, static_cast<int>(files->size()));
    Texts texts;
    qint64 total = 0;
    for (const QString& path : *files) {
        if (promise.isCanceled())
            return;
        Result<QByteArray> bytes = contentOf(path);
        if (!bytes) {
            promise.addResult(tl::unexpected(bytes.error()));
            return;
        }
        total += bytes->size();
        if (total > kMostBytes) {
            promise.addResult(models::failed(tooMuch(path, Words::tr("over %1 in all").arg(sizeText(kMostBytes)))));
            return;
        }
        texts.push_back({QDir::toNativeSeparators(path), std::move(*bytes), QFileInfo(path).absolutePath()});
        promise.setProgressValue(static_cast<int>(texts.size()));
    }
    promise.addResult(std::move(texts));
}

bool looksLikeHtml(const QByteArray& bytes)
{
    const QByteArray head = bytes.left(1024).trimmed().toLower();
    return head.startsWith("<!doctype") || head.startsWith("<html") || head.startsWith("<?xml");
}

Failure isPage(const QString& address)
{
    return refused(FailureKind::Malformed, address, Words::tr("an HTML page"),
                   Words::tr("The address shows a page for people and not the file itself."),
                   Words::tr("Use the address of the file, often called “raw”."));
}

/// The words of the door are about a Dispatch; an address is none.
Failure notThere(const QString& address, const Failure& failure)
{
    if (failure.httpStatus > 0 && failure.httpStatus < 400 && failure.kind == FailureKind::Malformed)
        return isPage(address);
    if (failure.httpStatus < 400)
        return failure;
    Failure told
        = refused(failure.kind, address, Words::tr("HTTP %1").arg(failure.httpStatus),
                  Words::tr("The address answered with status %1 and not with a file.").arg(failure.httpStatus),
                  Words::tr("Open it in a browser and look; what needs a sign-in has to be saved as a file first."));
    told.httpStatus = failure.httpStatus;
    return told;
}

Result<Texts> textsOf(const QUrl& address, const Result<Reply>& reply)
{
    const QString name = address.toDisplayString();
    if (!reply)
        return models::failed(notThere(name, reply.error()));
    if (looksLikeHtml(reply->body))
        return models::failed(isPage(name));
    return Texts{{name, reply->body, QString()}};
}

} // namespace

ImportTexts readImportPaths(const QStringList& paths)
{
    return QtConcurrent::run(readAll, paths);
}

ImportTexts readImportAddress(NetworkDoor& door, const QUrl& address)
{
    const bool isWeb = address.scheme() == QLatin1String("http") || address.scheme() == QLatin1String("https");
    if (!address.isValid() || !isWeb || address.host().isEmpty())
        return QtFuture::makeReadyFuture<Result<Texts>>(models::failed(refused(
            FailureKind::Invalid, address.toDisplayString(), {}, Words::tr("This is no address of http or https."),
            Words::tr("Write it in full, for example https://example.com/wiring.yaml."))));
    Request request;
    request.foreign = address;
    request.tried = Words::tr("import %1").arg(address.toDisplayString());
    request.keptAnswer = models::ImportLimits{}.bytes;
    // Cancelling what is returned cancels the request: both are one chain.
    auto promise = std::make_shared<QPromise<Result<Texts>>>();
    promise->start();
    const QFuture<Result<Reply>> reply = door.send(request);
    auto* cancelled = new QFutureWatcher<Result<Texts>>(&door);
    QObject::connect(cancelled, &QFutureWatcherBase::canceled, &door,
                     [asked = QFuture(reply)]() mutable { asked.cancel(); });
    cancelled->setFuture(promise->future());
    whenDone(reply, &door, [promise, cancelled, address](const Result<Reply>& answer) {
        cancelled->deleteLater();
        promise->addResult(textsOf(address, answer));
        promise->finish();
    });
    return promise->future();
}

} // namespace client
