// SPDX-License-Identifier: Apache-2.0
#include "client/changes.h"

#include "client/changejob.h"

namespace client {

int mostAtOnce(DispatchClient& api)
{
    constexpr int kMostRequests = 8;
    constexpr int kMostInBatches = 200;
    return api.door().takesBatches() ? kMostInBatches : kMostRequests;
}

Changes::Changes(DispatchClient& api, Journal& journal, QString connection, QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_journal(journal)
    , m_connection(std::move(connection))
{
}

Changes::~Changes()
{
    // Each job tells its caller and the journal while these still stand.
    qDeleteAll(findChildren<ChangeJob*>(Qt::FindDirectChildrenOnly));
}

Answer<Changed> Changes::make(ChangeOrder order)
{
    auto* const job = new ChangeJob(m_api, m_journal, m_connection, std::move(order), this);
    connect(job, &ChangeJob::oldDeleted, this, &Changes::oldDeleted);
    connect(job, &ChangeJob::done, this, [this](qint64 id, const std::map<QString, QString>& valuesBefore) {
        if (!valuesBefore.empty())
            m_valuesBefore[id] = valuesBefore;
        Q_EMIT made();
    });
    auto future = job->future();
    job->start();
    return future;
}

std::map<QString, QString> Changes::valuesBefore(qint64 id) const
{
    const auto found = m_valuesBefore.find(id);
    return found == m_valuesBefore.end() ? std::map<QString, QString>() : found->second;
}

} // namespace client
