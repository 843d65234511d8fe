// SPDX-License-Identifier: Apache-2.0
#include "client/regularfile.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(client::RegularFile)
};

Failure storage(const QString& path, const QString& cameBack, const QString& meaning, const QString& remedy)
{
    Failure failure;
    failure.kind = FailureKind::Storage;
    failure.tried = Words::tr("read the file %1").arg(path);
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

Failure unreadable(const QString& path, int error)
{
    Failure failure = storage(path, QString::fromLocal8Bit(std::strerror(error)), Words::tr("The file cannot be read."),
                              Words::tr("Check its permissions and the disk it is on, or choose another file."));
    if (error == ENOENT || error == ENOTDIR) {
        failure.kind = FailureKind::NotFound;
        failure.meaning = Words::tr("There is no such file (any more).");
        failure.remedy = Words::tr("Choose the file again.");
    }
    return failure;
}

QString whatItIs(mode_t mode)
{
    if (S_ISDIR(mode))
        return Words::tr("it is a folder");
    if (S_ISFIFO(mode))
        return Words::tr("it is a named pipe");
    if (S_ISSOCK(mode))
        return Words::tr("it is a socket");
    return Words::tr("it is a device");
}

Failure noFile(const QString& path, mode_t mode)
{
    return storage(path, whatItIs(mode), Words::tr("Only the content of a file can be sent."),
                   Words::tr("Choose a file; copy what you want to send into one first."));
}

} // namespace

Failure changedFile(const QString& path, const QString& cameBack)
{
    Failure failure = storage(path, cameBack, Words::tr("The file changed since you chose it."),
                              Words::tr("Look at it, then choose it again to send it as it is now."));
    failure.kind = FailureKind::Conflict;
    return failure;
}

Result<QByteArray> contentsOf(const QString& path, qint64 most)
{
    auto file = RegularFile::open(path);
    if (!file)
        return models::failed(file.error());
    QByteArray bytes(static_cast<qsizetype>(qBound(qint64(0), file->stamp().size, most)), Qt::Uninitialized);
    const auto got = file->read(bytes.data(), bytes.size());
    if (!got)
        return models::failed(got.error());
    bytes.truncate(static_cast<qsizetype>(*got));
    return bytes;
}

Result<RegularFile> RegularFile::open(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    // Looked at first: merely opening a device can make it do something.
    struct stat info = {};
    if (::stat(name.constData(), &info) != 0)
        return models::failed(unreadable(path, errno));
    if (!S_ISREG(info.st_mode))
        return models::failed(noFile(path, info.st_mode));
    // Not blocking, and looked at again, because the name may stand for something else by now.
    const int descriptor = ::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return models::failed(unreadable(path, errno));
    RegularFile file(descriptor, path);
    if (::fstat(descriptor, &info) != 0)
        return models::failed(unreadable(path, errno));
    if (!S_ISREG(info.st_mode))
        return models::failed(noFile(path, info.st_mode));
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return file;
}

RegularFile::RegularFile(int descriptor, QString path)
    : m_descriptor(descriptor)
    , m_path(std::move(path))
{
}

RegularFile::RegularFile(RegularFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_path(std::move(other.m_path))
{
}

RegularFile::~RegularFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

RegularFile::Stamp RegularFile::stamp() const
{
    struct stat info = {};
    if (::fstat(m_descriptor, &info) != 0)
        return {-1, -1};
    return {info.st_size, info.st_mtim.tv_sec * 1000LL + info.st_mtim.tv_nsec / 1'000'000};
}

Result<qint64> RegularFile::read(char* data, qint64 most)
{
    qint64 total = 0;
    while (total < most) {
        const ssize_t got = ::read(m_descriptor, data + total, static_cast<size_t>(most - total));
        if (got == 0)
            break;
        if (got < 0 && errno != EINTR)
            return models::failed(unreadable(m_path, errno));
        total += qMax<ssize_t>(got, 0);
    }
    return total;
}

} // namespace client
