// SPDX-License-Identifier: Apache-2.0
#include "server/functions/archive.h"

#include <QCoreApplication>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

namespace server {

namespace {

namespace fs = std::filesystem;
using Problem = std::optional<std::string>;

QString tr(const char* text)
{
    return QCoreApplication::translate("server::FunctionRuntime", text);
}

QString shown(const std::string& text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

struct Link
{
    fs::path at;
    std::string target;
};

/// Unpacks one archive. Symbolic links wait until all files are there, so that no file is written through a link.
class Unpacking
{
public:
    Unpacking(const std::string& folder, UnpackLimits limits)
        : m_root(folder)
        , m_limits(limits)
    {
    }

    Problem run(const std::string& bytes);

private:
    Problem entry(archive* reader, archive_entry* entry);
    Problem file(archive* reader, const fs::path& at, bool executable);
    Problem hardLink(const fs::path& at, const std::string& target);
    Problem links();
    std::optional<fs::path> inside(const std::string& name) const;

    const fs::path m_root;
    const UnpackLimits m_limits;
    std::uint64_t m_bytes = 0;
    std::vector<Link> m_links;
};

Problem Unpacking::run(const std::string& bytes)
{
    const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_format_tar(reader.get());
    archive_read_set_options(reader.get(), "hdrcharset=UTF-8");
    const auto unreadable = [&reader] {
        const char* why = archive_error_string(reader.get());
        return tr("the source is not a readable tar.gz archive: %1")
            .arg(why ? QString::fromUtf8(why) : QStringLiteral("?"))
            .toStdString();
    };
    if (bytes.empty())
        return tr("the source is empty").toStdString();
    if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
        return unreadable();
    int count = 0;
    for (archive_entry* next = nullptr;; ++count) {
        const int state = archive_read_next_header(reader.get(), &next);
        if (state == ARCHIVE_EOF)
            break;
        if (state != ARCHIVE_OK && state != ARCHIVE_WARN)
            return unreadable();
        if (count >= m_limits.entries)
            return tr("the source holds more than %1 files").arg(m_limits.entries).toStdString();
        if (auto problem = entry(reader.get(), next))
            return problem;
    }
    if (count == 0)
        return tr("the source archive holds no files").toStdString();
    return links();
}

std::optional<fs::path> Unpacking::inside(const std::string& name) const
{
    const fs::path path(name);
    if (name.empty() || path.is_absolute())
        return std::nullopt;
    fs::path clean = m_root;
    for (const fs::path& part : path) {
        if (part == "..")
            return std::nullopt;
        if (!part.empty() && part != ".")
            clean /= part;
    }
    return clean;
}

Problem Unpacking::entry(archive* reader, archive_entry* entry)
{
    const char* text = archive_entry_pathname_utf8(entry);
    if (!text)
        text = archive_entry_pathname(entry);
    const std::string name = text ? text : "";
    const auto at = inside(name);
    if (!at)
        return tr("the source holds \"%1\", which would be written outside its folder").arg(shown(name)).toStdString();
    const auto type = archive_entry_filetype(entry);
    const char* hard = archive_entry_hardlink(entry);
    std::error_code error;
    if (type == AE_IFDIR && !hard) {
        fs::create_directories(*at, error);
    } else {
        fs::create_directories(at->parent_path(), error);
    }
    if (error)
        return tr("\"%1\" cannot be unpacked: %2")
            .arg(shown(name), QString::fromStdString(error.message()))
            .toStdString();
    if (hard)
        return hardLink(*at, hard);
    if (type == AE_IFDIR)
        return std::nullopt;
    if (type == AE_IFLNK) {
        const char* target = archive_entry_symlink(entry);
        m_links.push_back({*at, target ? target : ""});
        return std::nullopt;
    }
    if (type != AE_IFREG)
        return tr("the source holds \"%1\", which is neither a file nor a folder").arg(shown(name)).toStdString();
    return file(reader, *at, (archive_entry_perm(entry) & 0100) != 0);
}

Problem Unpacking::file(archive* reader, const fs::path& at, bool executable)
{
    const auto unwritable = [&at] {
        return tr("\"%1\" cannot be written: %2")
            .arg(QString::fromStdString(at.filename().string()), QString::fromLocal8Bit(std::strerror(errno)))
            .toStdString();
    };
    std::ofstream out(at, std::ios::binary | std::ios::trunc);
    if (!out)
        return unwritable();
    std::array<char, 64 * 1024> buffer{};
    for (;;) {
        const auto got = archive_read_data(reader, buffer.data(), buffer.size());
        if (got == 0)
            break;
        if (got < 0)
            return tr("the source archive is damaged: %1")
                .arg(QString::fromUtf8(archive_error_string(reader)))
                .toStdString();
        m_bytes += std::uint64_t(got);
        if (m_bytes > m_limits.bytes)
            return tr("the source is larger than %1 MB when unpacked").arg(m_limits.bytes >> 20).toStdString();
        out.write(buffer.data(), got);
    }
    out.close();
    if (!out)
        return unwritable();
    std::error_code ignored;
    fs::permissions(
        at, fs::perms::owner_read | fs::perms::owner_write | (executable ? fs::perms::owner_exec : fs::perms::none),
        ignored);
    return std::nullopt;
}

Problem Unpacking::hardLink(const fs::path& at, const std::string& target)
{
    const auto from = inside(target);
    std::error_code error;
    if (!from || !fs::is_regular_file(*from, error))
        return tr("the source holds a link to \"%1\", which is not in it").arg(shown(target)).toStdString();
    m_bytes += fs::file_size(*from, error);
    if (m_bytes > m_limits.bytes)
        return tr("the source is larger than %1 MB when unpacked").arg(m_limits.bytes >> 20).toStdString();
    fs::copy_file(*from, at, fs::copy_options::overwrite_existing, error);
    return error ? Problem(tr("a link to \"%1\" cannot be unpacked").arg(shown(target)).toStdString()) : std::nullopt;
}

Problem Unpacking::links()
{
    std::error_code error;
    const fs::path root = fs::canonical(m_root, error);
    // A link may lead to a later one: go round until nothing more resolves. Only what exists and lies inside is made,
    // and what exists never changes its meaning afterwards.
    for (bool progress = true; progress && !m_links.empty();) {
        progress = false;
        for (auto link = m_links.begin(); link != m_links.end();) {
            const fs::path target = fs::canonical(link->at.parent_path() / link->target, error);
            const bool isInside
                = !error && std::mismatch(root.begin(), root.end(), target.begin(), target.end()).first == root.end();
            if (error || !isInside || fs::path(link->target).is_absolute()) {
                ++link;
                continue;
            }
            fs::create_symlink(link->target, link->at, error);
            if (error)
                return tr("the link \"%1\" cannot be made")
                    .arg(QString::fromStdString(link->at.filename().string()))
                    .toStdString();
            link = m_links.erase(link);
            progress = true;
        }
    }
    if (m_links.empty())
        return std::nullopt;
    return tr("the source holds a link to \"%1\", which is not in it").arg(shown(m_links.front().target)).toStdString();
}

} // namespace

std::optional<std::string> unpack(const std::string& archive, const std::string& folder, UnpackLimits limits)
{
    return Unpacking(folder, limits).run(archive);
}

} // namespace server
