// SPDX-License-Identifier: Apache-2.0
#include "models/contentsniffer.h"

#include <QTest>

using namespace models;

class TestContentSniffer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decidesAsTheCommandLine_data();
    void decidesAsTheCommandLine();
    void looksAtTheFirstBytesOnly();
    void takesUtf8Only();
};

void TestContentSniffer::decidesAsTheCommandLine_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("contentType");
    const auto row = [](const char* name, const QByteArray& head, const char* type) {
        QTest::newRow(name) << head << QByteArray(type);
    };
    const char* const text = "text/plain; charset=utf-8";
    const char* const html = "text/html; charset=utf-8";
    const char* const binary = "application/octet-stream";
    row("empty", "", text);
    row("json", "{\"a\": 1}", text);
    row("yaml", "kind: Driver\n", text);
    row("csv", "a,b\r\n1,2\r\n", text);
    row("source", "#!/bin/sh\n\x1B[0m", text);
    row("latin 1",
        "gr\xFC\xDF"
        "e",
        text);
    row("nul", QByteArray("a\0b", 3), binary);
    row("vertical tab", "a\x0B", binary);
    row("control", "\x01\x02", binary);
    row("html", "<!doctype html>", html);
    row("html tag with blanks", " \n\t<hTmL lang=en>", html);
    row("html comment", "<!-- x", html);
    row("tag that does not end", "<html", text);
    row("other tag", "<article>", text);
    row("a tag", "<a href=x>", html);
    row("tag and line end", "<p\n>", text);
    row("xml", "  <?xml version=\"1.0\"?>", "text/xml; charset=utf-8");
    row("xml in capitals", "<?XML version", text);
    row("xml without declaration", "<svg xmlns=\"\">", text);
    row("pdf", "%PDF-1.7", "application/pdf");
    row("pdf after a blank", " %PDF-1.7", text);
    row("postscript", "%!PS-Adobe-3.0", "application/postscript");
    row("utf-16be",
        "\xFE\xFF"
        "ab",
        "text/plain; charset=utf-16be");
    row("utf-16le",
        "\xFF\xFE"
        "ab",
        "text/plain; charset=utf-16le");
    row("utf-16le too short",
        "\xFF\xFE"
        "a",
        text);
    row("utf-8 mark", "\xEF\xBB\xBFx", text);
    row("icon", QByteArray("\0\0\1\0x", 5), "image/x-icon");
    row("cursor", QByteArray("\0\0\2\0x", 5), "image/x-icon");
    row("bmp", "BMx", "image/bmp");
    row("gif 87", "GIF87a", "image/gif");
    row("gif 89", "GIF89a", "image/gif");
    row("gif 90", "GIF90a", text);
    row("webp", QByteArray("RIFF\1\2\3\4WEBPVP8 "), "image/webp");
    row("png", QByteArray("\x89PNG\r\n\x1A\n\0", 9), "image/png");
    row("jpeg", "\xFF\xD8\xFF\xE0", "image/jpeg");
    row("aiff", "FORM1234AIFF", "audio/aiff");
    row("au", ".snd", "audio/basic");
    row("mp3", "ID3\x04", "audio/mpeg");
    row("ogg", QByteArray("OggS\0", 5), "application/ogg");
    row("midi", QByteArray("MThd\0\0\0\6", 8), "audio/midi");
    row("avi", "RIFF1234AVI LIST", "video/avi");
    row("wave", "RIFF1234WAVEfmt", "audio/wave");
    row("mp4",
        QByteArray("\0\0\0\x18"
                   "ftypmp42\0\0\0\0isommp42",
                   24),
        "video/mp4");
    row("mp4 by second brand",
        QByteArray("\0\0\0\x18"
                   "ftypisom\0\0\0\0mp41avc1",
                   24),
        "video/mp4");
    row("mp4 by its version only",
        QByteArray("\0\0\0\x14"
                   "ftypisommp42avc1",
                   20),
        binary);
    row("mp4 cut",
        QByteArray("\0\0\0\x18"
                   "ftypmp42",
                   12),
        binary);
    row("webm", "\x1A\x45\xDF\xA3", "video/webm");
    row("eot", QByteArray(34, 'x') + "LP", "application/vnd.ms-fontobject");
    row("ttf", QByteArray("\0\1\0\0", 4), "font/ttf");
    row("otf", "OTTO", "font/otf");
    row("ttc", "ttcf", "font/collection");
    row("woff", "wOFF", "font/woff");
    row("woff2", "wOF2", "font/woff2");
    row("gzip", "\x1F\x8B\x08", "application/x-gzip");
    row("zip", "PK\x03\x04", "application/zip");
    row("rar 4", QByteArray("Rar!\x1A\x07\0", 7), "application/x-rar-compressed");
    row("rar 5", QByteArray("Rar!\x1A\x07\1\0", 8), "application/x-rar-compressed");
    row("wasm", QByteArray("\0asm", 4), "application/wasm");
}

void TestContentSniffer::decidesAsTheCommandLine()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, contentType);
    const SniffedContent content = sniffContent(head);
    QCOMPARE(content.contentType, QString::fromLatin1(contentType));
    if (!contentType.startsWith("text/"))
        QVERIFY(!content.isText);
}

void TestContentSniffer::looksAtTheFirstBytesOnly()
{
    const QByteArray text(kSniffLength, 'a');
    QVERIFY(sniffContent(text + '\0').isText);
    QCOMPARE(sniffContent(text.chopped(1) + '\0').contentType, QStringLiteral("application/octet-stream"));
    // The character at the border is cut in two; that is no fault of the file.
    const QByteArray cut = text.chopped(1) + QByteArray("ü");
    QVERIFY(sniffContent(cut).isText);
}

void TestContentSniffer::takesUtf8Only()
{
    QVERIFY(sniffContent("grüße").isText);
    QVERIFY(sniffContent("<html>").isText);
    QVERIFY2(!sniffContent("gr\xFC\xDF").isText, "Latin 1 cannot be a JSON string as it is");
    QVERIFY(!sniffContent(QByteArray("\xFF\xFE"
                                     "a\0",
                                     4))
                 .isText);
    QVERIFY(sniffContent("").isText);
}

QTEST_GUILESS_MAIN(TestContentSniffer)
#include "tst_contentsniffer.moc"
