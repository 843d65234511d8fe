// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/encoding.h"

#include "client/filebody.h"
#include "tests/bench/report.h"
#include "tests/e2e/uiwatchdog.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QRandomGenerator>
#include <QTemporaryFile>

#include <cstdio>

namespace bench {

namespace {

constexpr qsizetype kSize = 100'000'000;
constexpr qint64 kRead = 16 * 1024; ///< what a QNetworkReply asks for

QByteArray noise()
{
    QByteArray bytes(kSize, Qt::Uninitialized);
    QRandomGenerator generator(42);
    generator.fillRange(reinterpret_cast<quint32*>(bytes.data()), kSize / 4);
    return bytes;
}

qint64 drain(const models::EventBody& body, const client::CheckedFile& file)
{
    client::FileBody device(body, file);
    QEventLoop loop;
    QByteArray part(kRead, Qt::Uninitialized);
    qint64 total = 0;
    const auto take = [&] {
        for (qint64 got = 1; got > 0; total += qMax<qint64>(got, 0))
            got = device.read(part.data(), kRead);
        if (device.atEnd())
            loop.quit();
    };
    QObject::connect(&device, &QIODevice::readyRead, &loop, take);
    QObject::connect(&device, &client::BodyDevice::failed, &loop, &QEventLoop::quit);
    QMetaObject::invokeMethod(&loop, take, Qt::QueuedConnection);
    loop.exec();
    return total;
}

client::CheckedFile checked(const QString& path)
{
    const auto wait = [](auto future) {
        while (!future.isFinished())
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        return future.result();
    };
    const auto chosen = wait(client::inspectFile(path));
    return *wait(client::checkFile(*chosen, models::EventBody::Filling::Base64File));
}

} // namespace

bool encoding()
{
    const QByteArray bytes = noise();
    QTemporaryFile file;
    if (!file.open() || file.write(bytes) != bytes.size() || !file.flush()) {
        std::printf("encoding: no file to read: %s\n", qPrintable(file.errorString()));
        return false;
    }
    const client::CheckedFile good = checked(file.fileName());
    const models::EventBody body{"{\"data\":\"", models::EventBody::Filling::Base64File, file.fileName(), "\"}"};

    qsizetype size = 0;
    const double plain = medianMSecs(5, [&] { size += bytes.toBase64().size(); });
    double pause = 0;
    bool whole = true;
    const double ours = medianMSecs(5, [&] {
        UiWatchdog watchdog;
        whole = drain(body, good) == client::FileBody::totalSize(body, good) && whole;
        pause = qMax(pause, watchdog.longestMSecs());
    });
    report(QStringLiteral("base64 of a 100 MB file, as it is sent"), ours,
           QStringLiteral("QByteArray::toBase64 in memory"), plain, QStringLiteral("ms"));
    report(QStringLiteral("longest pause of the window meanwhile"), pause, QStringLiteral("one frame"), 16,
           QStringLiteral("ms"));
    if (!whole)
        std::printf("encoding: THE BODY IS NOT WHOLE\n");
    return whole;
}

} // namespace bench
