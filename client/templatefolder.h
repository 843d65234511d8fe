// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventtemplate.h"
#include "models/result.h"

#include <QFileSystemWatcher>
#include <QFuture>
#include <QObject>
#include <QTimer>

#include <vector>

namespace client {

/// A template that could be read.
struct TemplateFile
{
    QString path;
    models::EventTemplate content;

    bool operator==(const TemplateFile&) const = default;
};

/// A file that is none, for whatever reason. It is left alone.
struct BrokenTemplate
{
    QString path;
    models::Failure failure;

    bool operator==(const BrokenTemplate&) const = default;
};

/// The templates of a folder that people own: one YAML file each, read and written off the UI thread, read again when
/// anything in the folder changes. The folder comes into being with the first template.
class TemplateFolder final : public QObject
{
    Q_OBJECT
public:
    explicit TemplateFolder(const QString& path, QObject* parent = nullptr);

    QString path() const { return m_path; }
    const std::vector<TemplateFile>& templates() const { return m_listing.good; } ///< by name
    const std::vector<BrokenTemplate>& broken() const { return m_listing.broken; } ///< by path
    bool isLoaded() const { return m_loaded; }

    /// Writes all or nothing and answers the path. Without a path it is a new file, named after the template.
    QFuture<models::Result<QString>> save(const models::EventTemplate& content, const QString& path = {});
    /// Gives template and file another name and answers the new path. Fails with kind Conflict when it is taken.
    QFuture<models::Result<QString>> rename(const QString& path, const QString& name);
    QFuture<models::Result<bool>> remove(const QString& path);
    /// Reads the folder again; it also does so by itself.
    void look();

Q_SIGNALS:
    void changed();

private:
    struct Listing
    {
        std::vector<TemplateFile> good;
        std::vector<BrokenTemplate> broken;

        bool operator==(const Listing&) const = default;
    };
    static Listing read(const QString& folder);
    void onListing(Listing listing);
    void watchFiles();
    template <typename T> QFuture<T> thenLook(QFuture<T> future);

    const QString m_path;
    Listing m_listing;
    QFileSystemWatcher m_watcher;
    QTimer m_soon;
    bool m_loaded = false;
    bool m_looking = false;
    bool m_again = false;
};

} // namespace client
