// SPDX-License-Identifier: Apache-2.0
#include "client/profilefile.h"

#include "client/profilecodec.h"
#include "client/regularfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QSet>

#include <algorithm>
#include <functional>

namespace client {

using models::Failure;
using models::Json;

namespace {

constexpr qint64 kVersion = 1;
constexpr qint64 kLargestFile = 4LL * 1024 * 1024;
constexpr int kLongestLockMSecs = 5'000;
constexpr int kStaleLockMSecs = 30'000;
constexpr int kMostCopies = 1'000;

QString words(const char* text)
{
    return QCoreApplication::translate("client::ProfileFile", text);
}

#define WORD(text) QT_TRANSLATE_NOOP("client::ProfileFile", text)

Failure fileFailure(const QString& cameBack, const QString& meaning, const QString& remedy)
{
    Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = words(WORD("use the file of the connection profiles"));
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

enum class Condition
{
    Absent,
    Good,
    Damaged,
    Untouchable
};

/// The file as it is.
struct Content
{
    Condition condition = Condition::Absent;
    Json document = Json::object({{"version", kVersion}, {"profiles", Json::array()}});
    std::optional<Failure> problem;
};

Content untouchable(const Failure& failure)
{
    Content content;
    content.condition = Condition::Untouchable;
    content.problem = failure;
    return content;
}

Content damaged(const QString& path, const QString& cameBack)
{
    Content content;
    content.condition = Condition::Damaged;
    content.problem = fileFailure(
        cameBack, words(WORD("The connection profiles in %1 cannot be read.")).arg(QDir::toNativeSeparators(path)),
        words(WORD("Repair the file, or go on: before anything is saved, the damaged file is kept under another "
                   "name.")));
    return content;
}

models::Result<QByteArray> readAll(const QString& path)
{
    auto file = RegularFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const qint64 size = file->stamp().size;
    if (size > kLargestFile)
        return models::failed(
            fileFailure(words(WORD("%1 MB")).arg(size / (1024 * 1024)),
                        words(WORD("The file of the connection profiles is larger than such a file can be.")),
                        words(WORD("Move it away: %1")).arg(QDir::toNativeSeparators(path))));
    QByteArray bytes(static_cast<qsizetype>(size), '\0');
    const auto read = file->read(bytes.data(), size);
    if (!read)
        return tl::unexpected(read.error());
    bytes.truncate(static_cast<qsizetype>(*read));
    return bytes;
}

Content readContent(const QString& path)
{
    const auto bytes = readAll(path);
    if (!bytes)
        return bytes.error().kind == models::FailureKind::NotFound ? Content() : untouchable(bytes.error());
    const auto json = models::parseJson(*bytes);
    if (!json)
        return damaged(path, json.error().cameBack);
    const Json version = models::valueAt(*json, "version");
    if (!version.is_number_integer() || version < 1 || !models::valueAt(*json, "profiles").is_array())
        return damaged(path, words(WORD("JSON that is no list of profiles")));
    if (version > kVersion)
        return untouchable(fileFailure(
            words(WORD("version %1; this console knows %2")).arg(version.get<qint64>()).arg(kVersion),
            words(WORD("The connection profiles were written by a later version of the console. They are "
                       "left as they are.")),
            words(WORD("Use the later version, or move the file away: %1")).arg(QDir::toNativeSeparators(path))));
    Content content;
    content.condition = Condition::Good;
    content.document = *json;
    return content;
}

ProfileListing listingOf(const Content& content)
{
    ProfileListing listing;
    listing.problem = content.problem;
    listing.isWritable = content.condition != Condition::Untouchable;
    QSet<QString> seen;
    for (const Json& entry : content.document.at("profiles")) {
        auto profile = profileFromJson(entry);
        if (!profile) {
            listing.broken.push_back(profile.error());
        } else if (seen.contains(profile->id)) {
            listing.broken.push_back(fileFailure(words(WORD("“%1” has the id of another profile")).arg(profile->name),
                                                 words(WORD("One connection profile cannot be used.")),
                                                 words(WORD("Give it another id in the file, or delete it there."))));
        } else {
            seen.insert(profile->id);
            listing.profiles.push_back(std::move(*profile));
        }
    }
    return listing;
}

/// The first one, which is the one that is listed.
Json::iterator entryOf(Json& list, const QString& id)
{
    return std::find_if(list.begin(), list.end(), [&id](const Json& entry) {
        const auto profile = profileFromJson(entry);
        return profile && profile->id == id;
    });
}

/// False when there is no room for a copy: then nothing may be written.
bool keepCopy(const QString& path)
{
    for (int n = 1; n <= kMostCopies; ++n) {
        const QString copy = QStringLiteral("%1.damaged-%2").arg(path).arg(n);
        if (!QFileInfo::exists(copy))
            return QFile::copy(path, copy);
    }
    return false;
}

models::Result<bool> write(const QString& path, const Json& document)
{
    QSaveFile file(path);
    const QByteArray bytes = models::dumpJson(document, 2) + '\n';
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit())
        return true;
    return models::failed(fileFailure(
        file.errorString(), words(WORD("The connection profiles were not saved.")),
        words(WORD("Check that %1 can be written and the disk is not full.")).arg(QDir::toNativeSeparators(path))));
}

using Edit = std::function<models::Result<bool>(Json& list)>;

models::Result<ProfileListing> change(const QString& path, const Edit& edit)
{
    QDir().mkpath(QFileInfo(path).path());
    QLockFile lock(path + QLatin1String(".lock"));
    lock.setStaleLockTime(kStaleLockMSecs);
    if (!lock.tryLock(kLongestLockMSecs))
        return models::failed(fileFailure(lock.error() == QLockFile::LockFailedError
                                              ? words(WORD("another console holds it"))
                                              : words(WORD("it cannot be locked")),
                                          words(WORD("The connection profiles were not saved.")),
                                          words(WORD("Try again, and check that the folder can be written: %1"))
                                              .arg(QDir::toNativeSeparators(QFileInfo(path).path()))));
    Content content = readContent(path);
    if (content.condition == Condition::Untouchable)
        return models::failed(*content.problem);
    if (auto edited = edit(content.document["profiles"]); !edited)
        return tl::unexpected(edited.error());
    if (content.condition == Condition::Damaged && !keepCopy(path))
        return models::failed(*content.problem);
    if (auto written = write(path, content.document); !written)
        return tl::unexpected(written.error());
    content.problem.reset();
    content.condition = Condition::Good;
    return listingOf(content);
}

Failure conflict(const QString& name)
{
    Failure failure
        = fileFailure(words(WORD("“%1” is not what it was")).arg(name),
                      words(WORD("Another console has changed or deleted this profile meanwhile. Nothing was saved.")),
                      words(WORD("Look at the profile as it is now, then change it again.")));
    failure.kind = models::FailureKind::Conflict;
    return failure;
}

} // namespace

ProfileListing readProfiles(const QString& path)
{
    return listingOf(readContent(path));
}

models::Result<ProfileListing> saveProfile(const QString& path, const Profile& profile,
                                           const std::optional<Profile>& before)
{
    return change(path, [&](Json& list) -> models::Result<bool> {
        const auto found = entryOf(list, profile.id);
        const bool isThere = found != list.end();
        if (isThere != before.has_value() || (isThere && profileFromJson(*found) != *before))
            return models::failed(conflict(profile.name));
        if (!isThere) {
            Json entry;
            writeProfile(profile, entry);
            list.push_back(std::move(entry));
        } else {
            writeProfile(profile, *found);
        }
        return true;
    });
}

models::Result<ProfileListing> removeProfile(const QString& path, const Profile& before)
{
    return change(path, [&](Json& list) -> models::Result<bool> {
        const auto found = entryOf(list, before.id);
        if (found == list.end())
            return true;
        if (profileFromJson(*found) != before)
            return models::failed(conflict(before.name));
        list.erase(found);
        return true;
    });
}

#undef WORD

} // namespace client
