// SPDX-License-Identifier: Apache-2.0
#include "client/filecheck.h"

#include "client/failures.h"
#include "client/regularfile.h"
#include "models/contentsniffer.h"

#include <QCoreApplication>
#include <QPromise>
#include <QStringDecoder>
#include <QThreadPool>

#include <openssl/evp.h>

#include <functional>
#include <memory>

namespace client {

using models::EventBody;
using models::FileReference;
using models::Result;

namespace {

constexpr qint64 kPart = 256 * 1024;
constexpr int kProgress = 1'000;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(client::FileCheck)
};

/// SHA-256 with the instructions the processor has for it, which QCryptographicHash does not use.
class Sha256 final
{
public:
    Sha256() { EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr); }
    void add(QByteArrayView part) { EVP_DigestUpdate(m_context.get(), part.data(), static_cast<size_t>(part.size())); }
    QByteArray hex()
    {
        QByteArray digest(EVP_MAX_MD_SIZE, Qt::Uninitialized);
        unsigned int length = 0;
        EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char*>(digest.data()), &length);
        return digest.left(length).toHex();
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

struct Looked
{
    FileReference reference;
    qint64 escapedSize = 0; ///< when it is text
};

/// Counts what a text becomes in a JSON string, and finds out whether it is one.
class TextMeter final
{
public:
    void add(QByteArrayView part)
    {
        m_text = m_decoder(part);
        m_good = m_good && !m_decoder.hasError();
        m_escaped.resize(0);
        models::appendJsonEscaped(m_escaped, part);
        m_size += m_escaped.size();
    }
    /// A sequence that the end of the file cuts off shows only when something follows it.
    bool isUtf8()
    {
        m_text = m_decoder(QByteArrayView("\n"));
        return m_good && !m_decoder.hasError() && m_text == QStringView(u"\n");
    }
    qint64 escapedSize() const { return m_size; }

private:
    QStringDecoder m_decoder{QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom};
    QString m_text;
    QByteArray m_escaped;
    qint64 m_size = 0;
    bool m_good = true;
};

using Progress = std::function<bool(qint64 done, qint64 of)>; ///< false = end

models::Failure cancelled(const QString& path)
{
    models::Failure failure = cancelledFailure(Words::tr("read the file %1").arg(path));
    failure.meaning = Words::tr("Reading the file was cancelled.");
    failure.remedy = Words::tr("Choose it again to read it.");
    return failure;
}

Result<Looked> lookThrough(const QString& path, const Progress& progress)
{
    auto file = RegularFile::open(path);
    if (!file)
        return models::failed(file.error());
    const RegularFile::Stamp stamp = file->stamp();
    Looked looked{{path, stamp.size, stamp.modifiedMSecs, {}, {}, false}, 0};
    Sha256 sha;
    TextMeter text;
    QByteArray part(kPart, Qt::Uninitialized);
    for (qint64 done = 0;;) {
        const auto got = file->read(part.data(), part.size());
        if (!got)
            return models::failed(got.error());
        const QByteArrayView bytes(part.constData(), *got);
        if (done == 0) {
            const auto sniffed = models::sniffContent(bytes.first(qMin(*got, qint64(models::kSniffLength))));
            looked.reference.contentType = sniffed.contentType;
            looked.reference.isText = sniffed.isText;
        }
        sha.add(bytes);
        if (looked.reference.isText)
            text.add(bytes);
        done += *got;
        if (!progress(done, stamp.size))
            return models::failed(cancelled(path));
        if (*got < part.size())
            break;
    }
    if (!(file->stamp() == stamp))
        return models::failed(changedFile(path, Words::tr("it changed while it was read")));
    looked.reference.sha256 = sha.hex();
    looked.reference.isText = looked.reference.isText && text.isUtf8();
    looked.escapedSize = text.escapedSize();
    return looked;
}

Result<CheckedFile> compare(const Looked& now, const FileReference& chosen, EventBody::Filling filling)
{
    const FileReference& found = now.reference;
    if (found.size != chosen.size)
        return models::failed(
            changedFile(chosen.path, Words::tr("it had %1 bytes and has %2").arg(chosen.size).arg(found.size)));
    if (!chosen.sha256.isEmpty() && found.sha256 != chosen.sha256)
        return models::failed(changedFile(chosen.path, Words::tr("its SHA-256 is another one")));
    // Without a hash the time has to do; with one, a file that was merely touched is the same file.
    if (chosen.sha256.isEmpty() && found.modifiedMSecs != chosen.modifiedMSecs)
        return models::failed(changedFile(chosen.path, Words::tr("it was written since")));
    CheckedFile checked{chosen.path, found.size, found.modifiedMSecs, models::base64Size(found.size)};
    if (filling != EventBody::Filling::TextFile)
        return checked;
    checked.filledSize = now.escapedSize;
    if (found.isText || found.size == 0)
        return checked;
    models::Failure failure;
    failure.tried = Words::tr("send the file %1 as text").arg(chosen.path);
    failure.cameBack = Words::tr("bytes that are not UTF-8");
    failure.meaning = Words::tr("JSON, in which events travel, can hold a text only as UTF-8.");
    failure.remedy = Words::tr("Send it as binary, or save it as UTF-8 first.");
    return models::failed(failure);
}

template <typename T> QFuture<Result<T>> lookOnWorker(const QString& path, std::function<Result<T>(const Looked&)> then)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    promise->setProgressRange(0, kProgress);
    auto future = promise->future();
    QThreadPool::globalInstance()->start([promise, path, then = std::move(then)] {
        const auto looked = lookThrough(path, [&promise](qint64 done, qint64 of) {
            promise->setProgressValue(static_cast<int>(done * kProgress / qMax<qint64>(of, 1)));
            return !promise->isCanceled();
        });
        promise->addResult(looked ? then(*looked) : models::failed(looked.error()));
        promise->finish();
    });
    return future;
}

} // namespace

QFuture<Result<FileReference>> inspectFile(const QString& path)
{
    return lookOnWorker<FileReference>(path,
                                       [](const Looked& looked) -> Result<FileReference> { return looked.reference; });
}

QFuture<Result<CheckedFile>> checkFile(const FileReference& chosen, EventBody::Filling filling)
{
    return lookOnWorker<CheckedFile>(
        chosen.path, [chosen, filling](const Looked& looked) { return compare(looked, chosen, filling); });
}

} // namespace client
