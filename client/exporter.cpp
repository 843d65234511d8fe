// SPDX-License-Identifier: Apache-2.0
#include "client/exporter.h"

#include "client/failures.h"
#include "client/whendone.h"
#include "client/worker.h"
#include "models/yaml/plan.h"

#include <QDir>
#include <QSaveFile>

namespace client {

using models::Json;
using models::RecordKind;
using models::Result;

namespace {

using Bodies = std::vector<std::pair<RecordKind, Json>>;

Bodies bodiesOf(const ExportOrder& order, const std::map<RecordKind, std::vector<Json>>& lists)
{
    Bodies bodies;
    for (const auto& [kind, entities] : lists) {
        const QStringList& names = order.what.at(kind);
        const std::set<QString> wanted(names.begin(), names.end());
        for (const Json& entity : entities) {
            if (wanted.empty() || wanted.contains(models::textAt(entity, "name")))
                bodies.emplace_back(kind, models::requestForm(kind, entity));
        }
    }
    return bodies;
}

std::vector<ExportedFile> filesOf(const ExportOrder& order, const std::map<RecordKind, std::vector<Json>>& lists)
{
    Bodies bodies = bodiesOf(order, lists);
    if (!order.filePerResource)
        return {{QString(), models::exportDocuments(std::move(bodies), order.options).toUtf8()}};
    std::vector<ExportedFile> files;
    for (const auto& [kind, body] : bodies)
        files.push_back({models::exportFileName(kind, models::textAt(body, "name")),
                         models::exportDocument(kind, body, order.options).toUtf8()});
    return files;
}

models::Failure notWritten(const QString& path, const QString& cameBack)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = Exporter::tr("write %1").arg(QDir::toNativeSeparators(path));
    failure.cameBack = cameBack;
    failure.meaning = Exporter::tr("The export was not saved: %1.").arg(cameBack);
    failure.remedy = Exporter::tr("Choose another place, or make room there.");
    return failure;
}

Result<bool> writeFile(const QString& path, const QByteArray& text, bool isPrivate)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return models::failed(notWritten(path, file.errorString()));
    // Before the first byte: nobody else may read it even for a moment.
    if (isPrivate && !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
        file.cancelWriting();
        return models::failed(notWritten(path, Exporter::tr("others could read it there")));
    }
    if (file.write(text) != text.size() || !file.commit())
        return models::failed(notWritten(path, file.errorString()));
    return true;
}

} // namespace

Exporter::Exporter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
}

void Exporter::start(ExportOrder order)
{
    m_order = std::move(order);
    m_lists.clear();
    m_awaited.clear();
    m_run = ++m_runs;
    for (const auto& [kind, names] : m_order.what)
        m_awaited.insert(kind);
    if (m_awaited.empty())
        write();
    for (const RecordKind kind : std::set(m_awaited)) {
        whenDone(m_session.api().records(kind), this,
                 [this, kind, run = m_run](const Result<std::vector<Json>>& answer) {
                     if (run == m_run)
                         take(kind, answer);
                 });
    }
}

void Exporter::take(RecordKind kind, const Result<std::vector<Json>>& answer)
{
    if (!answer && answer.error().kind != models::FailureKind::NotOnServer
        && answer.error().kind != models::FailureKind::NotFound) {
        fail(answer.error());
        return;
    }
    if (answer)
        m_lists[kind] = *answer;
    m_awaited.erase(kind);
    if (m_awaited.empty())
        write();
}

void Exporter::write()
{
    whenDone(onWorker([order = std::move(m_order), lists = std::move(m_lists)] { return filesOf(order, lists); }), this,
             [this, run = m_run](const std::vector<ExportedFile>& files) {
                 if (run != m_run)
                     return;
                 m_run = 0;
                 Q_EMIT exported(files);
             });
}

void Exporter::cancel()
{
    if (m_run != 0)
        fail(cancelledFailure(tr("export")));
}

void Exporter::fail(const models::Failure& failure)
{
    m_run = 0;
    m_lists.clear();
    Q_EMIT failed(failure);
}

Answer<bool> writeExport(const QString& path, const std::vector<ExportedFile>& files, bool isPrivate)
{
    return onWorker([path, files, isPrivate]() -> Result<bool> {
        for (const ExportedFile& file : files) {
            const QString target = file.name.isEmpty() ? path : QDir(path).filePath(file.name);
            auto written = writeFile(target, file.text, isPrivate);
            if (!written)
                return written;
        }
        return true;
    });
}

} // namespace client
