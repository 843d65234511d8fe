// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/driverpods.h"

#include "client/rhythm.h"
#include "client/whendone.h"
#include "client/worker.h"

#include <QRandomGenerator>

#include <utility>

namespace client {

using models::Result;
using Pods = std::vector<models::Pod>;

DriverPods::DriverPods(Commands& commands, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
    , m_question(commands)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DriverPods::ask);
    connect(&m_question, &KubectlQuestion::answered, this, &DriverPods::take);
}

void DriverPods::setContext(const QString& context)
{
    if (std::exchange(m_context, context) != context)
        restart();
}

void DriverPods::setSubject(std::optional<Subject> subject)
{
    if (subject == m_subject)
        return;
    const auto pods = [](const Subject& one) { return std::tuple(one.organization, one.type, one.name); };
    const bool isSameDriver = subject && m_subject && pods(*subject) == pods(*m_subject);
    m_subject = std::move(subject);
    if (isSameDriver)
        judge();
    else
        restart();
}

void DriverPods::setWatching(bool isWatching)
{
    if (std::exchange(m_isWatching, isWatching) != isWatching)
        restart();
}

void DriverPods::restart()
{
    ++m_generation;
    m_question.giveUp();
    m_timer.stop();
    m_failures = 0;
    m_seen.reset();
    tell(std::nullopt);
    if (m_isWatching && m_subject && !m_context.isEmpty())
        ask();
}

void DriverPods::ask()
{
    const QString selector = models::driverSelector(m_subject->organization, m_subject->type, m_subject->name);
    if (selector.isEmpty()) {
        judge();
        return;
    }
    ProcessOrder order
        = kubectlOrder(m_commands.toolbox(), m_context,
                       {QStringLiteral("get"), QStringLiteral("pods"), QStringLiteral("--all-namespaces"),
                        QStringLiteral("--selector=%1").arg(selector), QStringLiteral("-o"), QStringLiteral("json")},
                       tr("look for the pods of driver %1").arg(m_subject->name));
    order.isRoutine = true;
    order.isPrivate = true; // the environment of a driver holds its secrets
    m_question.ask(order);
}

void DriverPods::take(const Result<QByteArray>& answer)
{
    const auto settle = [this](Result<Pods> pods) {
        m_failures = pods ? 0 : m_failures + 1;
        m_seen = std::move(pods);
        judge();
        m_timer.start(m_failures == 0 ? kEachMSecs
                                      : backOffMSecs(m_failures, kEachMSecs, kLongestMSecs,
                                                     QRandomGenerator::global()->generateDouble()));
    };
    if (!answer) {
        settle(models::failed(answer.error()));
        return;
    }
    whenDone(onWorker([text = *answer] { return models::podsFromJson(text); }), this,
             [this, settle, generation = m_generation](const Result<Pods>& pods) {
                 if (generation == m_generation)
                     settle(pods);
             });
}

void DriverPods::judge()
{
    if (!m_subject)
        return;
    const Subject& subject = *m_subject;
    if (models::driverSelector(subject.organization, subject.type, subject.name).isEmpty())
        tell(models::impossibleDriver(subject.said,
                                      models::driverDeployment(subject.organization, subject.type, subject.name)));
    else if (m_seen)
        tell(*m_seen ? models::driverOpinion(subject.said, **m_seen) : models::noDriverOpinion(m_seen->error()));
}

void DriverPods::tell(std::optional<models::DriverOpinion> opinion)
{
    if (opinion == m_opinion)
        return;
    m_opinion = std::move(opinion);
    Q_EMIT changed();
}

} // namespace client
