// SPDX-License-Identifier: Apache-2.0
#include "client/filebody.h"

#include "client/regularfile.h"

#include <QCoreApplication>
#include <QThread>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstring>
#include <mutex>

namespace client {

using models::EventBody;
using models::Failure;

namespace {

/// A multiple of three, so that only the last part of a file gets padding.
constexpr qint64 kPart = 3 * 64 * 1024;
constexpr std::size_t kParts = 8;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(client::FileBody)
};

/// Two letters for each twelve bits: half the look-ups of the usual way.
std::array<std::array<char, 2>, 4096> pairsOfBase64()
{
    constexpr const char* kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::array<char, 2>, 4096> pairs = {};
    for (std::size_t i = 0; i < pairs.size(); ++i)
        pairs[i] = {kLetters[i >> 6], kLetters[i & 63]};
    return pairs;
}

void encodeBase64(QByteArray& out, const QByteArray& raw, qint64 size)
{
    static const auto kPairs = pairsOfBase64();
    const auto* in = reinterpret_cast<const unsigned char*>(raw.constData());
    out.resize(models::base64Size(size));
    char* to = out.data();
    for (const auto* const end = in + size / 3 * 3; in != end; in += 3, to += 4) {
        const unsigned bits = static_cast<unsigned>(in[0]) << 16 | static_cast<unsigned>(in[1]) << 8 | in[2];
        std::memcpy(to, kPairs[bits >> 12].data(), 2);
        std::memcpy(to + 2, kPairs[bits & 4095].data(), 2);
    }
    if (size % 3 > 0) {
        const QByteArray last = raw.mid(size / 3 * 3, size % 3).toBase64();
        std::memcpy(to, last.constData(), 4);
    }
}

} // namespace

/// What the reader and the thread that fills share. It ends when both are gone; neither waits for the other to end.
class FileBody::Pipe final : public std::enable_shared_from_this<FileBody::Pipe>
{
public:
    Pipe(FileBody* reader, const EventBody& body, const CheckedFile& file)
        : m_reader(reader)
        , m_body(body)
        , m_file(file)
    {
    }

    void fill();
    qint64 take(char* data, qint64 most);
    bool hasSome() const;
    void abandon();

private:
    std::optional<Failure> fillFile();
    bool give(QByteArray& part);
    void ringTheBell();
    void fail(const Failure& failure);

    mutable std::mutex m_mutex;
    std::condition_variable m_room;
    std::array<QByteArray, kParts> m_ring;
    std::size_t m_first = 0;
    std::size_t m_count = 0;
    qint64 m_taken = 0; ///< of the first part
    bool m_hungry = false; ///< the reader found nothing and waits to be told
    FileBody* m_reader; ///< null when it is gone
    const EventBody m_body;
    const CheckedFile m_file;
};

void FileBody::Pipe::fill()
{
    QByteArray head = m_body.head;
    if (!give(head))
        return;
    if (const auto failure = fillFile()) {
        fail(*failure);
        return;
    }
    QByteArray tail = m_body.tail;
    give(tail);
}

std::optional<Failure> FileBody::Pipe::fillFile()
{
    auto file = RegularFile::open(m_file.path);
    if (!file)
        return file.error();
    const RegularFile::Stamp stamp{m_file.size, m_file.modifiedMSecs};
    QByteArray raw(kPart, Qt::Uninitialized);
    QByteArray part;
    qint64 read = 0;
    qint64 filled = 0;
    for (qint64 last = kPart; last == kPart;) {
        if (!(file->stamp() == stamp))
            return changedFile(m_file.path, Words::tr("it changed while it was sent"));
        const auto got = file->read(raw.data(), kPart);
        if (!got)
            return got.error();
        last = *got;
        read += last;
        if (m_body.filling == EventBody::Filling::Base64File) {
            encodeBase64(part, raw, last);
        } else {
            part.resize(0);
            models::appendJsonEscaped(part, QByteArrayView(raw.constData(), last));
        }
        filled += part.size();
        if (read > m_file.size || filled > m_file.filledSize)
            return changedFile(m_file.path, Words::tr("it grew while it was sent"));
        if (!give(part))
            return std::nullopt;
    }
    if (read != m_file.size || filled != m_file.filledSize || !(file->stamp() == stamp))
        return changedFile(m_file.path, Words::tr("it changed while it was sent"));
    return std::nullopt;
}

/// Waits for room. Swaps, so that the memory of parts that were read is used again. False when nobody reads any more.
bool FileBody::Pipe::give(QByteArray& part)
{
    if (part.isEmpty())
        return true;
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, [this] { return !m_reader || m_count < kParts; });
    if (!m_reader)
        return false;
    m_ring[(m_first + m_count) % kParts].swap(part);
    ++m_count;
    ringTheBell();
    return true;
}

void FileBody::Pipe::ringTheBell()
{
    if (!std::exchange(m_hungry, false))
        return;
    FileBody* const reader = m_reader;
    QMetaObject::invokeMethod(
        reader, [reader] { Q_EMIT reader->readyRead(); }, Qt::QueuedConnection);
}

void FileBody::Pipe::fail(const Failure& failure)
{
    const std::lock_guard lock(m_mutex);
    if (FileBody* const reader = m_reader)
        QMetaObject::invokeMethod(
            reader, [reader, failure] { Q_EMIT reader->failed(failure); }, Qt::QueuedConnection);
}

qint64 FileBody::Pipe::take(char* data, qint64 most)
{
    qint64 total = 0;
    while (total < most) {
        std::unique_lock lock(m_mutex);
        if (m_count == 0) {
            m_hungry = total == 0;
            break;
        }
        const QByteArray& part = m_ring[m_first];
        lock.unlock(); // the thread that fills leaves full parts alone
        const qint64 length = std::min<qint64>(most - total, part.size() - m_taken);
        std::memcpy(data + total, part.constData() + m_taken, static_cast<std::size_t>(length));
        total += length;
        m_taken += length;
        if (m_taken < part.size())
            continue;
        lock.lock();
        m_taken = 0;
        m_first = (m_first + 1) % kParts;
        --m_count;
        m_room.notify_one();
    }
    return total;
}

bool FileBody::Pipe::hasSome() const
{
    const std::lock_guard lock(m_mutex);
    return m_count > 0;
}

void FileBody::Pipe::abandon()
{
    const std::lock_guard lock(m_mutex);
    m_reader = nullptr;
    m_room.notify_one();
}

FileBody::FileBody(const EventBody& body, const CheckedFile& file, QObject* parent)
    : BodyDevice(parent)
    , m_pipe(std::make_shared<Pipe>(this, body, file))
    , m_left(totalSize(body, file))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    // Not of the pool: it may wait long for a slow reader.
    QThread* const thread = QThread::create([pipe = m_pipe] { pipe->fill(); });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

FileBody::~FileBody()
{
    m_pipe->abandon();
}

qint64 FileBody::totalSize(const EventBody& body, const CheckedFile& file)
{
    return body.head.size() + file.filledSize + body.tail.size();
}

bool FileBody::atEnd() const
{
    return m_left == 0;
}

qint64 FileBody::bytesAvailable() const
{
    return m_pipe->hasSome() ? 1 : 0;
}

qint64 FileBody::readData(char* data, qint64 most)
{
    if (m_left == 0)
        return -1;
    const qint64 length = m_pipe->take(data, std::min(most, m_left));
    m_left -= length;
    return length;
}

qint64 FileBody::writeData(const char*, qint64)
{
    return -1;
}

} // namespace client
