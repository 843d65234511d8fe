// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/changes.h"
#include "client/whendone.h"

#include <QPromise>
#include <QTimer>

#include <functional>
#include <map>

namespace client {

/// One change on its way: looks, compares, writes down what it means to do, does it, writes down how it ended. Its
/// future finishes in every case, also when the job is destroyed. Deletes itself.
class ChangeJob final : public QObject
{
    Q_OBJECT
public:
    ChangeJob(DispatchClient& api, Journal& journal, const QString& connection, ChangeOrder order, QObject* parent);
    ~ChangeJob() override;

    QFuture<models::Result<Changed>> future() const { return m_promise.future(); }
    void start();

Q_SIGNALS:
    /// Of a replacement: from here on only a create brings the record back. Also when it was cancelled meanwhile.
    void oldDeleted(models::RecordKind kind, const QString& name);
    /// The server took it, and the journal will say so.
    void done(qint64 id, const std::map<QString, QString>& valuesBefore);

private:
    QString name() const;
    Company company() const;
    QString tried() const;

    void look();
    void looked(const models::Result<models::Json>& answer);
    void judge(const std::optional<models::Failure>& missing);
    bool isSoAlready() const;

    void writeDown();
    ChangeRecord record(ChangeOperation operation, ChangeState state) const;
    void send();
    void create();
    void refusedToCreate(const models::Failure& refusal);
    void replace();
    void oldIsGone();
    void keepHalf();
    void awaitGone(std::function<void()> then);
    void askWhetherGone();

    template <typename T, typename Then> void await(const QFuture<models::Result<T>>& future, Then then);
    void onCancelled();
    QByteArray keptText(const models::Json& entity) const;
    void taken(const models::Json& answer);
    void succeed(bool wasNeeded);
    void tellAnswered(bool isGood);
    void fail(models::Failure failure);
    void settle(models::Result<Changed> result);
    void keepEnding(const models::Result<Changed>& result);

    DispatchClient& m_api;
    Journal& m_journal;
    const QString m_connection;
    ChangeOrder m_order;
    QByteArray m_answer; ///< what the server made of it, to be kept
    models::Json m_copy; ///< the server's, as it came; null = there is none
    QPromise<models::Result<Changed>> m_promise;
    QFutureWatcher<models::Result<Changed>> m_outer;
    QFuture<void> m_pending; ///< of the server
    QFuture<models::Result<qint64>> m_writing;
    QTimer m_pause;
    std::function<void()> m_whenGone;
    std::function<void()> m_whenWritten;
    int m_looks = 0;
    qint64 m_id = 0;
    bool m_isWritten = false; ///< or could not be
    bool m_sent = false; ///< something that changes the server has left
    bool m_removing = false; ///< the old one of a replacement: that is waited for also when the rest is cancelled
    bool m_oldDeleted = false;
    bool m_created = false; ///< tried once
    bool m_settled = false;
};

} // namespace client
