// SPDX-License-Identifier: Apache-2.0
#include "models/contentsniffer.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <string_view>

namespace models {

namespace {

using std::string_view_literals::operator""sv;

/// How a signature is looked for.
enum class Look
{
    Exact,
    Gaps, ///< NUL bytes of the signature stand for any byte
    AfterBlanks,
    Tag ///< after blanks, letters in any case, followed by a blank or >
};

struct Signature
{
    Look look;
    std::string_view bytes;
    std::string_view contentType;
};

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kPlain = "text/plain; charset=utf-8";

// In the order in which they are tried.
constexpr std::array kBeforeVideo = {
    Signature{Look::Tag, "<!DOCTYPE HTML", kHtml},
    Signature{Look::Tag, "<HTML", kHtml},
    Signature{Look::Tag, "<HEAD", kHtml},
    Signature{Look::Tag, "<SCRIPT", kHtml},
    Signature{Look::Tag, "<IFRAME", kHtml},
    Signature{Look::Tag, "<H1", kHtml},
    Signature{Look::Tag, "<DIV", kHtml},
    Signature{Look::Tag, "<FONT", kHtml},
    Signature{Look::Tag, "<TABLE", kHtml},
    Signature{Look::Tag, "<A", kHtml},
    Signature{Look::Tag, "<STYLE", kHtml},
    Signature{Look::Tag, "<TITLE", kHtml},
    Signature{Look::Tag, "<B", kHtml},
    Signature{Look::Tag, "<BODY", kHtml},
    Signature{Look::Tag, "<BR", kHtml},
    Signature{Look::Tag, "<P", kHtml},
    Signature{Look::Tag, "<!--", kHtml},
    Signature{Look::AfterBlanks, "<?xml", "text/xml; charset=utf-8"},
    Signature{Look::Exact, "%PDF-", "application/pdf"},
    Signature{Look::Exact, "%!PS-Adobe-", "application/postscript"},
    Signature{Look::Gaps, "\xFE\xFF\0\0"sv, "text/plain; charset=utf-16be"},
    Signature{Look::Gaps, "\xFF\xFE\0\0"sv, "text/plain; charset=utf-16le"},
    Signature{Look::Gaps, "\xEF\xBB\xBF\0"sv, kPlain},
    Signature{Look::Exact, "\0\0\1\0"sv, "image/x-icon"},
    Signature{Look::Exact, "\0\0\2\0"sv, "image/x-icon"},
    Signature{Look::Exact, "BM", "image/bmp"},
    Signature{Look::Exact, "GIF87a", "image/gif"},
    Signature{Look::Exact, "GIF89a", "image/gif"},
    Signature{Look::Gaps, "RIFF\0\0\0\0WEBPVP"sv, "image/webp"},
    Signature{Look::Exact, "\x89PNG\r\n\x1A\n", "image/png"},
    Signature{Look::Exact, "\xFF\xD8\xFF", "image/jpeg"},
    Signature{Look::Gaps, "FORM\0\0\0\0AIFF"sv, "audio/aiff"},
    Signature{Look::Exact, ".snd", "audio/basic"},
    Signature{Look::Exact, "ID3", "audio/mpeg"},
    Signature{Look::Exact, "OggS\0"sv, "application/ogg"},
    Signature{Look::Exact, "MThd\0\0\0\6"sv, "audio/midi"},
    Signature{Look::Gaps, "RIFF\0\0\0\0AVI "sv, "video/avi"},
    Signature{Look::Gaps, "RIFF\0\0\0\0WAVE"sv, "audio/wave"},
};

// 34 bytes of anything, then "LP".
constexpr std::string_view kEmbeddedFont = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0LP"sv;
static_assert(kEmbeddedFont.size() == 36);

constexpr std::array kAfterVideo = {
    Signature{Look::Exact, "\x1A\x45\xDF\xA3", "video/webm"},
    Signature{Look::Gaps, kEmbeddedFont, "application/vnd.ms-fontobject"},
    Signature{Look::Exact, "\0\1\0\0"sv, "font/ttf"},
    Signature{Look::Exact, "OTTO", "font/otf"},
    Signature{Look::Exact, "ttcf", "font/collection"},
    Signature{Look::Exact, "wOFF", "font/woff"},
    Signature{Look::Exact, "wOF2", "font/woff2"},
    Signature{Look::Exact, "\x1F\x8B\x08", "application/x-gzip"},
    Signature{Look::Exact, "PK\x03\x04", "application/zip"},
    Signature{Look::Exact, "Rar!\x1A\x07\0"sv, "application/x-rar-compressed"},
    Signature{Look::Exact, "Rar!\x1A\x07\x01\0"sv, "application/x-rar-compressed"},
    Signature{Look::Exact, "\0asm"sv, "application/wasm"},
};

bool isBlank(char c)
{
    return std::string_view("\t\n\f\r ").find(c) != std::string_view::npos;
}

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool fits(const Signature& signature, std::string_view head, std::string_view withoutBlanks)
{
    const std::string_view bytes = signature.bytes;
    switch (signature.look) {
    case Look::Exact:
        return head.starts_with(bytes);
    case Look::AfterBlanks:
        return withoutBlanks.starts_with(bytes);
    case Look::Gaps:
        return head.size() >= bytes.size()
            && std::equal(bytes.begin(), bytes.end(), head.begin(),
                          [](char want, char c) { return !want || want == c; });
    case Look::Tag:
        return withoutBlanks.size() > bytes.size()
            && std::equal(bytes.begin(), bytes.end(), withoutBlanks.begin(),
                          [](char want, char c) { return want == upper(c); })
            && (withoutBlanks[bytes.size()] == ' ' || withoutBlanks[bytes.size()] == '>');
    }
    return false;
}

/// The first box of the file says "ftyp" and names a brand that starts with "mp4".
bool isMp4(std::string_view head)
{
    constexpr std::size_t kSmallest = 12;
    constexpr std::size_t kStep = 4;
    constexpr std::size_t kVersionAt = 12;
    if (head.size() < kSmallest || head.substr(4, 4) != "ftyp")
        return false;
    std::size_t boxSize = 0;
    for (std::size_t i = 0; i < kStep; ++i)
        boxSize = boxSize << 8 | static_cast<unsigned char>(head[i]);
    if (head.size() < boxSize || boxSize % kStep != 0)
        return false;
    for (std::size_t at = 8; at < boxSize; at += kStep) {
        if (at != kVersionAt && head.substr(at, 3) == "mp4")
            return true;
    }
    return false;
}

bool hasBinaryBytes(std::string_view head)
{
    return std::any_of(head.begin(), head.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x08 || byte == 0x0B || (byte >= 0x0E && byte <= 0x1A) || (byte >= 0x1C && byte <= 0x1F);
    });
}

std::string_view contentTypeOf(std::string_view head)
{
    std::string_view withoutBlanks = head;
    while (!withoutBlanks.empty() && isBlank(withoutBlanks.front()))
        withoutBlanks.remove_prefix(1);
    const auto fitsHead = [head, withoutBlanks](const Signature& one) { return fits(one, head, withoutBlanks); };
    if (const auto* it = std::find_if(kBeforeVideo.begin(), kBeforeVideo.end(), fitsHead); it != kBeforeVideo.end())
        return it->contentType;
    if (isMp4(head))
        return "video/mp4";
    if (const auto* it = std::find_if(kAfterVideo.begin(), kAfterVideo.end(), fitsHead); it != kAfterVideo.end())
        return it->contentType;
    return hasBinaryBytes(withoutBlanks) ? "application/octet-stream" : kPlain;
}

/// A character that the end of the head cuts in two is no fault.
bool isUtf8(QByteArrayView head)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder.decode(head);
    return !decoder.hasError();
}

} // namespace

SniffedContent sniffContent(QByteArrayView head)
{
    const QByteArrayView seen = head.first(qMin(head.size(), kSniffLength));
    const auto type = contentTypeOf({seen.data(), static_cast<std::size_t>(seen.size())});
    const bool isText = type.starts_with("text/") && type.ends_with("utf-8") && isUtf8(seen);
    return {QString::fromLatin1(type.data(), static_cast<qsizetype>(type.size())), isText};
}

} // namespace models
