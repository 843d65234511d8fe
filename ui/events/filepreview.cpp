// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/filepreview.h"

#include "client/regularfile.h"

#include <QBuffer>
#include <QImageReader>

namespace ui {

namespace {

constexpr qint64 kTextHead = 16 * 1024;
constexpr qint64 kHexHead = 512;
constexpr qsizetype kHexWidth = 16;
constexpr qsizetype kMostLines = 100;
constexpr qsizetype kMostLetters = 300; ///< of a line

QByteArray headOf(const QString& path, qint64 most)
{
    auto file = client::RegularFile::open(path);
    if (!file)
        return {};
    QByteArray bytes(most, Qt::Uninitialized);
    const auto got = file->read(bytes.data(), most);
    bytes.truncate(got ? *got : 0);
    return bytes;
}

/// Plain pictures only: no format that can refer to other files or takes a program to draw.
QByteArray pictureFormat(const QString& contentType)
{
    struct Format
    {
        QLatin1String contentType;
        const char* name;
    };
    static constexpr Format kFormats[] = {{QLatin1String("image/png"), "png"},
                                          {QLatin1String("image/jpeg"), "jpeg"},
                                          {QLatin1String("image/gif"), "gif"},
                                          {QLatin1String("image/bmp"), "bmp"}};
    for (const Format& one : kFormats) {
        if (contentType == one.contentType)
            return one.name;
    }
    return {};
}

QImage pictureOf(const models::FileReference& file)
{
    const QByteArray format = pictureFormat(file.contentType);
    if (format.isEmpty() || file.size > FilePreview::kLargestPicture)
        return {};
    QByteArray bytes = headOf(file.path, file.size);
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    // What would take more memory than QImageReader::allocationLimit() is not decoded.
    const QSize size = reader.size();
    if (!size.isValid())
        return {};
    const QSize edge(FilePreview::kPictureEdge, FilePreview::kPictureEdge);
    if (size.width() > edge.width() || size.height() > edge.height())
        reader.setScaledSize(size.scaled(edge, Qt::KeepAspectRatio).expandedTo({1, 1}));
    return reader.read();
}

bool turnsDirection(QChar c)
{
    return (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
}

} // namespace

QString hexDump(QByteArrayView bytes)
{
    QString dump;
    for (qsizetype at = 0; at < bytes.size(); at += kHexWidth) {
        const QByteArrayView row = bytes.sliced(at, qMin(kHexWidth, bytes.size() - at));
        QString letters;
        for (const char byte : row)
            letters += byte >= ' ' && byte <= '~' ? QLatin1Char(byte) : QLatin1Char('.');
        const QString hex = QString::fromLatin1(row.toByteArray().toHex(' ')).leftJustified(kHexWidth * 3 - 1);
        dump += QStringLiteral("%1  %2  |%3|\n").arg(at, 8, 16, QLatin1Char('0')).arg(hex, letters);
    }
    dump.chop(1);
    return dump;
}

QString safeHead(QByteArrayView utf8)
{
    constexpr ushort kControlPictures = 0x2400;
    const QString text = QString::fromUtf8(utf8);
    QStringList lines;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        if (lines.size() == kMostLines)
            break;
        QString safe = line.left(kMostLetters).toString();
        if (safe.endsWith(u'\r'))
            safe.chop(1);
        for (QChar& c : safe) {
            if (c.unicode() < u' ' && c != u'\t')
                c = QChar(kControlPictures + c.unicode());
            else if (turnsDirection(c))
                c = QChar::ReplacementCharacter;
        }
        if (line.size() > kMostLetters)
            safe += u'…';
        lines << safe;
    }
    return lines.join(u'\n');
}

FilePreview previewOf(const models::FileReference& file)
{
    FilePreview preview;
    preview.picture = pictureOf(file);
    preview.text = file.isText ? safeHead(headOf(file.path, kTextHead)) : hexDump(headOf(file.path, kHexHead));
    return preview;
}

} // namespace ui
