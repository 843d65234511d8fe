// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QString>

namespace client {

/// A file that is open for reading. Opening never waits, whatever is behind the name.
class RegularFile final
{
public:
    /// Fails with kind NotFound, or Storage for what cannot be read or is no file: folder, pipe, socket, device.
    static models::Result<RegularFile> open(const QString& path);

    ~RegularFile();
    RegularFile(RegularFile&& other) noexcept;
    RegularFile(const RegularFile&) = delete;
    RegularFile& operator=(const RegularFile&) = delete;
    RegularFile& operator=(RegularFile&&) = delete;

    struct Stamp
    {
        qint64 size = 0;
        qint64 modifiedMSecs = 0; ///< since 1970 UTC

        bool operator==(const Stamp&) const = default;
    };
    /// As it is now.
    Stamp stamp() const;
    /// Fewer bytes only at the end of the file.
    models::Result<qint64> read(char* data, qint64 most);

private:
    RegularFile(int descriptor, QString path);

    int m_descriptor;
    QString m_path;
};

/// All of a small file, or its first `most` bytes. Waits for the disk.
models::Result<QByteArray> contentsOf(const QString& path, qint64 most);

/// The file is not what it was when it was chosen. The only one about files of kind Conflict, so that it can be asked
/// about.
models::Failure changedFile(const QString& path, const QString& cameBack);

} // namespace client
