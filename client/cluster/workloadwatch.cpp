// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/workloadwatch.h"

#include "client/rhythm.h"
#include "client/whendone.h"
#include "client/worker.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QRandomGenerator>

#include <utility>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

/// Namespaces and nodes seldom change.
constexpr int kSeldom = 5;

template <typename List> struct Reading
{
    bool isSame = false;
    QByteArray digest;
    Result<List> list;
};

/// No later question would be answered either.
bool concernsAll(const Failure& failure)
{
    return failure.kind != FailureKind::Forbidden && failure.kind != FailureKind::Malformed;
}

} // namespace

WorkloadWatch::WorkloadWatch(Commands& commands, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
    , m_question(commands)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &WorkloadWatch::beginRound);
    connect(&m_question, &KubectlQuestion::answered, this, &WorkloadWatch::take);
}

const Failure* WorkloadWatch::failure(Part part) const
{
    const auto& failure = m_looks[static_cast<std::size_t>(part)].failure;
    return failure ? &*failure : nullptr;
}

void WorkloadWatch::setContext(const QString& context)
{
    if (context == m_context)
        return;
    m_context = context;
    for (const Part part : {Part::Pods, Part::Events, Part::Namespaces, Part::Nodes})
        forget(part);
    refresh();
}

void WorkloadWatch::setNamespace(const QString& nameSpace)
{
    if (nameSpace == m_nameSpace)
        return;
    m_nameSpace = nameSpace;
    forget(Part::Pods);
    forget(Part::Events);
    refresh();
}

void WorkloadWatch::forget(Part part)
{
    look(part) = {};
    if (part == Part::Pods)
        m_pods.clear();
    else if (part == Part::Events)
        m_events.clear();
    else if (part == Part::Namespaces)
        m_namespaces.clear();
    else
        m_nodes.clear();
    Q_EMIT changed(part);
}

void WorkloadWatch::setWatching(bool isWatching)
{
    if (isWatching == m_isWatching)
        return;
    m_isWatching = isWatching;
    refresh();
}

void WorkloadWatch::refresh()
{
    ++m_generation;
    m_question.giveUp();
    m_asked.reset();
    m_waiting.clear();
    m_timer.stop();
    m_failures = 0;
    m_rounds = 0;
    if (m_isWatching && !m_context.isEmpty())
        beginRound();
}

void WorkloadWatch::beginRound()
{
    m_hasFailed = false;
    m_waiting.clear();
    if (m_rounds++ % kSeldom == 0)
        m_waiting = {Part::Nodes, Part::Namespaces};
    m_waiting.push_back(Part::Events);
    m_waiting.push_back(Part::Pods);
    askNext();
}

ProcessOrder WorkloadWatch::orderFor(Part part) const
{
    struct Row
    {
        const char* kind;
        QString tried;
        bool isNamespaced;
    };
    const QString where = m_nameSpace.isEmpty() ? tr("all namespaces") : m_nameSpace;
    const Row rows[] = {
        {"pods", tr("list the pods of %1").arg(where), true},
        {"events", tr("list the events of %1").arg(where), true},
        {"namespaces", tr("list the namespaces"), false},
        {"nodes", tr("list the nodes"), false},
    };
    const Row& row = rows[static_cast<std::size_t>(part)];
    QStringList arguments = {QStringLiteral("get"), QLatin1String(row.kind)};
    if (row.isNamespaced && m_nameSpace.isEmpty())
        arguments << QStringLiteral("--all-namespaces");
    else if (row.isNamespaced)
        arguments << QStringLiteral("-n") << m_nameSpace;
    arguments << QStringLiteral("-o") << QStringLiteral("json");
    ProcessOrder order = kubectlOrder(m_commands.toolbox(), m_context, arguments, row.tried);
    order.isRoutine = true;
    order.isPrivate = part == Part::Pods; // the environment of event drivers holds their secrets
    return order;
}

void WorkloadWatch::askNext()
{
    if (m_waiting.empty()) {
        endRound();
        return;
    }
    m_asked = m_waiting.back();
    m_waiting.pop_back();
    m_question.ask(orderFor(*m_asked));
}

void WorkloadWatch::take(const Result<QByteArray>& answer)
{
    const Part part = *m_asked;
    if (!answer) {
        fail(part, answer.error());
        return;
    }
    if (part == Part::Pods)
        read(part, *answer, m_pods, models::podsFromJson);
    else if (part == Part::Events)
        read(part, *answer, m_events, models::eventsFromJson);
    else if (part == Part::Namespaces)
        read(part, *answer, m_namespaces, models::namespacesFromJson);
    else
        read(part, *answer, m_nodes, models::nodesFromJson);
}

template <typename List>
void WorkloadWatch::read(Part part, const QByteArray& text, List& into, Result<List> (*parse)(const QByteArray&))
{
    const auto work = [text, parse, before = look(part).digest] {
        Reading<List> reading;
        reading.digest = QCryptographicHash::hash(text, QCryptographicHash::Sha1);
        reading.isSame = reading.digest == before;
        if (!reading.isSame)
            reading.list = parse(text);
        return reading;
    };
    whenDone(onWorker(work), this, [this, part, &into, generation = m_generation](const Reading<List>& reading) {
        if (generation != m_generation)
            return;
        if (!reading.list) {
            fail(part, reading.list.error());
            return;
        }
        look(part) = {reading.digest, std::nullopt, QDateTime::currentMSecsSinceEpoch()};
        if (!reading.isSame) {
            into = *reading.list;
            Q_EMIT changed(part);
        }
        Q_EMIT looked(part);
        goOn();
    });
}

void WorkloadWatch::fail(Part part, const Failure& failure)
{
    look(part).failure = failure;
    m_hasFailed = m_hasFailed || part == Part::Pods;
    if (concernsAll(failure)) {
        for (const Part other : m_waiting)
            look(other).failure = failure;
        m_hasFailed = true;
        m_waiting.clear();
    }
    Q_EMIT looked(part);
    goOn();
}

/// Whoever heard the news may have asked for something else.
void WorkloadWatch::goOn()
{
    if (m_isWatching && !m_question.isAsking() && m_asked) {
        m_asked.reset();
        askNext();
    }
}

void WorkloadWatch::endRound()
{
    m_failures = m_hasFailed ? m_failures + 1 : 0;
    m_timer.start(m_failures == 0 ? m_interval
                                  : backOffMSecs(m_failures, m_interval, kLongestMSecs,
                                                 QRandomGenerator::global()->generateDouble()));
}

} // namespace client
