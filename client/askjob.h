// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/failures.h"
#include "client/networkdoor.h"
#include "client/worker.h"

#include <QFutureWatcher>
#include <QObject>

#include <functional>
#include <optional>
#include <utility>

namespace client {

/// Bodies up to here are made and read at once: a hop to a worker would cost more than it saves.
inline constexpr qsizetype kShortAnswer = 8 * 1024;

/// One typed call: makes the body on a worker, sends it, reads the answer on a worker. Its future finishes on the
/// thread of the client, in every case, also when the client is destroyed; cancelling it aborts the request.
template <typename T> class AskJob final : public QObject
{
public:
    using Read = std::function<models::Result<T>(const Reply&)>;
    using MakeBody = std::function<QByteArray()>;

    AskJob(NetworkDoor& door, Request request, Read read, QObject* parent)
        : QObject(parent)
        , m_door(door)
        , m_request(std::move(request))
        , m_read(std::move(read))
    {
        m_promise.start();
        connect(&m_outer, &QFutureWatcherBase::canceled, this, [this] { onCancelled(); });
        connect(&m_body, &QFutureWatcherBase::finished, this, [this] { onBody(); });
        connect(&m_network, &QFutureWatcherBase::finished, this, [this] { onAnswer(); });
        connect(&m_reading, &QFutureWatcherBase::finished, this, [this] { onRead(); });
        m_outer.setFuture(m_promise.future());
    }

    ~AskJob() override
    {
        m_network.future().cancel();
        if (!m_settled) {
            m_promise.addResult(models::failed(cancelledFailure(m_request.tried)));
            m_promise.finish();
        }
    }

    QFuture<models::Result<T>> future() const { return m_promise.future(); }

    /// Where to ask, or else what to answer, when the server does not have that place.
    void orAsk(const QString& path) { m_elsewhere = path; }
    void orAnswer(T answer) { m_otherwise = std::move(answer); }

    void start(MakeBody makeBody)
    {
        if (makeBody)
            m_body.setFuture(onWorker(std::move(makeBody)));
        else
            m_network.setFuture(m_door.send(m_request));
    }

private:
    static bool isMissing(const models::Failure& failure)
    {
        return failure.httpStatus == 404 || failure.httpStatus == 501 || failure.httpStatus == 405;
    }

    void onBody()
    {
        if (m_settled)
            return;
        m_request.body = m_body.future().takeResult();
        m_network.setFuture(m_door.send(m_request));
    }

    void onAnswer()
    {
        if (m_settled || m_network.future().resultCount() == 0)
            return;
        auto answer = m_network.future().takeResult();
        if (!answer && isMissing(answer.error()) && !m_elsewhere.isEmpty()) {
            m_request.path = std::exchange(m_elsewhere, QString());
            m_network.setFuture(m_door.send(m_request));
        } else if (!answer && isMissing(answer.error()) && m_otherwise) {
            settle(std::move(*m_otherwise));
        } else if (!answer) {
            settle(tl::unexpected(answer.error()));
        } else if (answer->body.size() <= kShortAnswer) {
            settle(m_read(*answer));
        } else {
            m_reading.setFuture(onWorker([read = m_read, reply = std::move(*answer)] { return read(reply); }));
        }
    }

    void onRead()
    {
        if (!m_settled)
            settle(m_reading.future().takeResult());
    }

    void onCancelled()
    {
        m_network.future().cancel();
        settle(models::failed(cancelledFailure(m_request.tried)));
    }

    /// The one who hears of it may delete the client and this job with it.
    void settle(models::Result<T> result)
    {
        if (m_settled)
            return;
        m_settled = true;
        QPromise<models::Result<T>> promise = std::move(m_promise);
        deleteLater();
        promise.addResult(std::move(result));
        promise.finish();
    }

    NetworkDoor& m_door;
    Request m_request;
    const Read m_read;
    QString m_elsewhere;
    std::optional<T> m_otherwise;
    QPromise<models::Result<T>> m_promise;
    QFutureWatcher<models::Result<T>> m_outer;
    QFutureWatcher<QByteArray> m_body;
    QFutureWatcher<models::Result<Reply>> m_network;
    QFutureWatcher<models::Result<T>> m_reading;
    bool m_settled = false;
};

} // namespace client
