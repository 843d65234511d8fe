// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/session.h"
#include "models/yaml/exportwriter.h"

#include <map>
#include <set>

namespace client {

/// What to export. No names = all of the kind.
struct ExportOrder
{
    std::map<models::RecordKind, QStringList> what;
    models::ExportOptions options;
    bool filePerResource = false;
};

/// One file of an export; of a single-file export the only one, without a name.
struct ExportedFile
{
    QString name;
    QByteArray text;
};

/// Asks the server anew for everything that is exported and writes it out as text; the texts are made on a worker.
/// Kinds that the server does not have are left out. Ends in exported() or failed(), unless it is destroyed.
class Exporter final : public QObject
{
    Q_OBJECT
public:
    /// The session must outlive the exporter.
    explicit Exporter(Session& session, QObject* parent = nullptr);

    void start(ExportOrder order);
    /// Ends in failed() with kind Cancelled.
    void cancel();

Q_SIGNALS:
    void exported(const std::vector<client::ExportedFile>& files);
    void failed(const models::Failure& failure);

private:
    void take(models::RecordKind kind, const models::Result<std::vector<models::Json>>& answer);
    void write();
    void fail(const models::Failure& failure);

    Session& m_session;
    ExportOrder m_order;
    std::map<models::RecordKind, std::vector<models::Json>> m_lists;
    std::set<models::RecordKind> m_awaited;
    int m_run = 0; ///< an answer to an earlier one is nobody's any more; 0 = none under way
    int m_runs = 0;
};

/// Writes on a worker: one file to the path itself, several into the folder `path`. A file that was there is replaced
/// whole or not at all. `isPrivate`: for the owner's eyes only (0600).
Answer<bool> writeExport(const QString& path, const std::vector<ExportedFile>& files, bool isPrivate);

} // namespace client
