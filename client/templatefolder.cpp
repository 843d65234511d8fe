// SPDX-License-Identifier: Apache-2.0
#include "client/templatefolder.h"

#include "client/regularfile.h"
#include "client/whendone.h"
#include "client/worker.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace client {

using models::EventTemplate;
using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

/// Editors write in several steps.
constexpr int kSoonMSecs = 100;
constexpr qint64 kLargest = 64LL * 1024 * 1024;
constexpr qsizetype kMostWatched = 500;
constexpr qsizetype kLongestFileName = 100;

Failure storage(const QString& tried, const QString& cameBack, const QString& meaning, const QString& remedy)
{
    Failure failure;
    failure.kind = FailureKind::Storage;
    failure.tried = tried;
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

Result<QByteArray> contentOf(const QString& path)
{
    auto file = RegularFile::open(path);
    if (!file)
        return models::failed(file.error());
    const qint64 size = file->stamp().size;
    if (size > kLargest)
        return models::failed(storage(TemplateFolder::tr("read the template %1").arg(path),
                                      TemplateFolder::tr("%1 MB").arg(size >> 20),
                                      TemplateFolder::tr("The file is too large for a template."),
                                      TemplateFolder::tr("Let the template name a file for its data instead.")));
    QByteArray content(size, Qt::Uninitialized);
    return file->read(content.data(), size).map([&content](qint64 got) { return content.left(got); });
}

Result<EventTemplate> templateOf(const QString& path)
{
    const auto content = contentOf(path);
    if (!content)
        return models::failed(content.error());
    auto read = models::eventTemplateFromYaml(*content);
    if (read)
        return std::move(*read);
    QStringList complaints;
    for (const models::TemplateComplaint& complaint : read.error())
        complaints << TemplateFolder::tr("line %1: %2").arg(complaint.line).arg(complaint.message);
    Failure failure = storage(TemplateFolder::tr("read the template %1").arg(path),
                              complaints.join(QStringLiteral("; ")), TemplateFolder::tr("The file is no template."),
                              TemplateFolder::tr("Correct it in an editor; it was left as it is."));
    failure.kind = FailureKind::Malformed;
    return models::failed(failure);
}

/// A name that every file system takes and nobody mistakes for a path.
QString fileNameOf(const QString& name)
{
    QString made;
    for (const QChar letter : name.simplified()) {
        const bool good = letter.isLetterOrNumber() || QStringLiteral(" -_.()").contains(letter);
        made += good ? letter : QLatin1Char('-');
    }
    while (made.startsWith(QLatin1Char('.')))
        made.remove(0, 1);
    made.truncate(kLongestFileName);
    return made.isEmpty() ? QStringLiteral("template") : made;
}

QString freePath(const QString& folder, const QString& name)
{
    const QString base = QDir(folder).filePath(fileNameOf(name));
    QString path = base + QStringLiteral(".yaml");
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QStringLiteral("%1 %2.yaml").arg(base).arg(number);
    return path;
}

Result<QString> write(const QString& path, const EventTemplate& content)
{
    const QByteArray yaml = models::toYaml(content);
    QSaveFile file(path);
    if (QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) && file.write(yaml) == yaml.size()
        && file.commit())
        return path;
    return models::failed(
        storage(TemplateFolder::tr("save the template %1").arg(content.name), file.errorString(),
                TemplateFolder::tr("The file %1 could not be written.").arg(path),
                TemplateFolder::tr("Check the permissions of the folder and the space on its disk.")));
}

Result<bool> removeFile(const QString& path)
{
    QFile file(path);
    if (file.remove() || !file.exists())
        return true;
    return models::failed(storage(TemplateFolder::tr("delete the template %1").arg(path), file.errorString(),
                                  TemplateFolder::tr("The file could not be deleted."),
                                  TemplateFolder::tr("Check the permissions of its folder.")));
}

Result<QString> renameFile(const QString& folder, const QString& path, const QString& name)
{
    auto content = templateOf(path);
    if (!content)
        return models::failed(content.error());
    const QString target = QDir(folder).filePath(fileNameOf(name) + QStringLiteral(".yaml"));
    if (target != path && QFileInfo::exists(target)) {
        Failure taken = storage(TemplateFolder::tr("rename the template %1").arg(content->name),
                                TemplateFolder::tr("there is a file %1").arg(target),
                                TemplateFolder::tr("Another template has that name."),
                                TemplateFolder::tr("Choose another name, or delete the other one first."));
        taken.kind = FailureKind::Conflict;
        return models::failed(taken);
    }
    content->name = name;
    // The old one goes only when the new one is there.
    auto written = write(target, *content);
    if (written && target != path) {
        if (auto removed = removeFile(path); !removed)
            return models::failed(removed.error());
    }
    return written;
}

} // namespace

TemplateFolder::TemplateFolder(const QString& path, QObject* parent)
    : QObject(parent)
    , m_path(QDir(path).absolutePath())
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMSecs);
    connect(&m_soon, &QTimer::timeout, this, &TemplateFolder::look);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_soon, qOverload<>(&QTimer::start));
    look();
}

void TemplateFolder::look()
{
    if (m_looking) {
        m_again = true;
        return;
    }
    m_looking = true;
    m_again = false;
    // Watched before it is read: a change in between shows.
    watchFiles();
    whenDone(onWorker([path = m_path] { return read(path); }), this,
             [this](Listing listing) { onListing(std::move(listing)); });
}

TemplateFolder::Listing TemplateFolder::read(const QString& folder)
{
    Listing listing;
    const QDir all(folder);
    for (const QFileInfo& info : all.entryInfoList({QStringLiteral("*.yaml"), QStringLiteral("*.yml")},
                                                   QDir::Files | QDir::System, QDir::Name)) {
        auto content = templateOf(info.filePath());
        if (content)
            listing.good.push_back({info.filePath(), std::move(*content)});
        else
            listing.broken.push_back({info.filePath(), content.error()});
    }
    std::stable_sort(listing.good.begin(), listing.good.end(), [](const TemplateFile& left, const TemplateFile& right) {
        return QString::localeAwareCompare(left.content.name, right.content.name) < 0;
    });
    return listing;
}

void TemplateFolder::onListing(Listing listing)
{
    m_looking = false;
    const bool first = !std::exchange(m_loaded, true);
    const bool different = !(listing == m_listing);
    m_listing = std::move(listing);
    watchFiles();
    if (m_again)
        look();
    if (first || different)
        Q_EMIT changed();
}

/// The folder shows what comes and goes; what is written in place shows only on the file itself.
void TemplateFolder::watchFiles()
{
    QStringList wanted;
    if (QFileInfo::exists(m_path))
        wanted << m_path;
    for (const TemplateFile& file : m_listing.good)
        wanted << file.path;
    for (const BrokenTemplate& file : m_listing.broken)
        wanted << file.path;
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    QStringList missing;
    for (const QString& path : std::as_const(wanted).mid(0, kMostWatched)) {
        if (!watched.contains(path))
            missing << path;
    }
    if (!missing.isEmpty())
        m_watcher.addPaths(missing);
}

template <typename T> QFuture<T> TemplateFolder::thenLook(QFuture<T> future)
{
    whenDone(future, this, [this](const T&) { look(); });
    return future;
}

QFuture<Result<QString>> TemplateFolder::save(const EventTemplate& content, const QString& path)
{
    return thenLook(onWorker([content, path, folder = m_path] {
        return write(path.isEmpty() ? freePath(folder, content.name) : path, content);
    }));
}

QFuture<Result<QString>> TemplateFolder::rename(const QString& path, const QString& name)
{
    return thenLook(onWorker([=, folder = m_path] { return renameFile(folder, path, name); }));
}

QFuture<Result<bool>> TemplateFolder::remove(const QString& path)
{
    return thenLook(onWorker([path] { return removeFile(path); }));
}

} // namespace client
