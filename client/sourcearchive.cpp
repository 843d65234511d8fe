// SPDX-License-Identifier: Apache-2.0
#include "client/sourcearchive.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <zlib.h>

namespace client {

namespace {

constexpr qint64 kBlock = 512;
constexpr std::size_t kNameField = 100;

QString words(const char* text)
{
    return QCoreApplication::translate("client::SourceArchive", text);
}

tl::unexpected<models::Failure> notPacked(const QString& path, const QString& cameBack, const QString& remedy)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = words(QT_TRANSLATE_NOOP("client::SourceArchive", "pack the source %1")).arg(path);
    failure.cameBack = cameBack;
    failure.meaning
        = words(QT_TRANSLATE_NOOP("client::SourceArchive", "The source could not be packed: %1")).arg(cameBack);
    failure.remedy = remedy;
    return models::failed(failure);
}

void put(std::array<char, kBlock>& header, std::size_t offset, const QByteArray& text)
{
    std::memcpy(header.data() + offset, text.constData(), static_cast<std::size_t>(text.size()));
}

QByteArray octal(qint64 value, int digits)
{
    return QByteArray::number(value, 8).rightJustified(digits, '0');
}

void appendPadding(QByteArray& tar)
{
    tar.append((kBlock - tar.size() % kBlock) % kBlock, '\0');
}

void appendHeader(QByteArray& tar, const QByteArray& name, qint64 size, char type)
{
    std::array<char, kBlock> header{};
    put(header, 0, name.left(kNameField));
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, octal(size, 11));
    put(header, 136, octal(0, 11));
    put(header, 148, "        ");
    header[156] = type;
    put(header, 257, QByteArray("ustar  ", 7));
    int sum = 0;
    for (const char byte : header)
        sum += static_cast<unsigned char>(byte);
    put(header, 148, octal(sum, 6) + QByteArray("\0 ", 2));
    tar.append(header.data(), kBlock);
}

void appendFile(QByteArray& tar, const QByteArray& name, const QByteArray& content)
{
    // Names of more than 100 bytes go into an entry of their own, the way GNU tar does it.
    if (static_cast<std::size_t>(name.size()) > kNameField) {
        appendHeader(tar, "././@LongLink", name.size() + 1, 'L');
        tar.append(name).append('\0');
        appendPadding(tar);
    }
    appendHeader(tar, name, content.size(), '0');
    tar.append(content);
    appendPadding(tar);
}

models::Result<QByteArray> gzip(const QByteArray& data, const QString& path)
{
    z_stream stream{};
    constexpr int kGzipWindow = 15 + 16;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return notPacked(path, words(QT_TRANSLATE_NOOP("client::SourceArchive", "compression failed")), {});
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(data.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.constData()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int code = deflate(&stream, Z_FINISH);
    packed.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    if (code != Z_STREAM_END)
        return notPacked(path, words(QT_TRANSLATE_NOOP("client::SourceArchive", "compression failed")), {});
    return packed;
}

QStringList filesBelow(const QString& folder)
{
    QStringList files;
    // A link may lead out of the folder, to what nobody meant to send.
    QDirIterator iterator(folder, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        const QString file = QDir(folder).relativeFilePath(iterator.next());
        const QStringList parts = file.split(QLatin1Char('/'));
        const bool skipped = std::any_of(parts.begin(), parts.end(), [](const QString& part) {
            return part.startsWith(QLatin1Char('.')) || part == QLatin1String("__pycache__");
        });
        if (!skipped)
            files << file;
    }
    files.sort();
    return files;
}

} // namespace

models::Result<QByteArray> packSource(const QString& path)
{
    const QFileInfo info(path);
    const QString base = info.isDir() ? path : info.absolutePath();
    const QStringList files = info.isDir() ? filesBelow(path) : QStringList{info.fileName()};
    if (files.isEmpty())
        return notPacked(path, words(QT_TRANSLATE_NOOP("client::SourceArchive", "the folder has no files")),
                         words(QT_TRANSLATE_NOOP("client::SourceArchive", "Choose the folder that holds the code.")));
    QByteArray tar;
    for (const QString& name : files) {
        QFile file(QDir(base).filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return notPacked(path, QStringLiteral("%1: %2").arg(name, file.errorString()),
                             words(QT_TRANSLATE_NOOP("client::SourceArchive", "Check that you may read the file.")));
        if (tar.size() + file.size() > kMaxSourceBytes)
            return notPacked(path, words(QT_TRANSLATE_NOOP("client::SourceArchive", "it is larger than 64 MB")),
                             words(QT_TRANSLATE_NOOP("client::SourceArchive",
                                                     "Leave out what the function does not need, or put libraries "
                                                     "into its image.")));
        appendFile(tar, QFile::encodeName(name), file.readAll());
    }
    tar.append(2 * kBlock, '\0');
    return gzip(tar, path);
}

} // namespace client
