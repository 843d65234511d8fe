// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QObject>
#include <QString>

#include <memory>

namespace client {

/// The folder in which one console keeps its data: private to the user (0700), used by one console at a time, and
/// marked with a version so that an older program refuses a newer folder instead of spoiling it.
class DataDirectory final : public QObject
{
    Q_OBJECT
public:
    /// `$XDG_DATA_HOME/dispatch-console`.
    static QString defaultPath();

    /// Creates, checks and locks. Failures: not writable, full, from a newer version, in use by another console.
    static models::Result<std::unique_ptr<DataDirectory>> open(const QString& path);
    /// Asks the console that uses the folder to show its window. True when it heard.
    static bool raiseOther(const QString& path);

    ~DataDirectory() override;
    QString path() const;
    QString localServerPath() const; ///< data of dispatch-local

Q_SIGNALS:
    /// Another start on the same folder asked us to come to the front.
    void raiseRequested();

private:
    class Private;
    explicit DataDirectory(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

} // namespace client
