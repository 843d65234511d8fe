// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/importsource.h"
#include "client/session.h"
#include "models/yaml/plan.h"

#include <QFutureWatcher>
#include <QTimer>

#include <memory>

namespace client {

/// A plan and what stands in its way.
struct PlannedImport
{
    models::Plan plan;
    std::vector<models::Complaint> complaints;
};

/// From texts to a plan: reads them, asks the server for the kinds they are about, compares. Reading and comparing
/// happen on a worker; secret values are dropped after the comparison. Ends in planned() or failed(), unless it is
/// destroyed.
class ImportPlanner final : public QObject
{
    Q_OBJECT
public:
    enum class Stage
    {
        Reading,
        Asking,
        Comparing
    };

    /// The session must outlive the planner.
    explicit ImportPlanner(Session& session, QObject* parent = nullptr);
    ~ImportPlanner() override;

    /// `deletesOthers`: what the server has of the kinds in the texts and they do not name is to be deleted.
    void start(std::vector<ImportText> texts, bool deletesOthers = false);
    /// The same with what was read before.
    void start(models::ImportReading reading, bool deletesOthers = false);
    /// Ends in failed() with kind Cancelled.
    void cancel();
    /// The plan of planned(), for whoever keeps it: a copy of thousands of items takes too long for a window.
    models::Plan takePlan() { return std::move(m_result.plan); }

Q_SIGNALS:
    /// `total` may be 0: nobody knows.
    void progressed(client::ImportPlanner::Stage stage, int done, int total);
    void planned(const client::PlannedImport& planned);
    void failed(const models::Failure& failure);

private:
    struct Shared; ///< with the worker

    template <typename Work, typename Then> void onWorkerThen(Stage stage, int total, Work work, Then then);
    void begin(bool deletesOthers);
    void askServer();
    void take(models::RecordKind kind, const models::Result<std::vector<models::Json>>& answer);
    void compare();
    void fail(const models::Failure& failure);
    void enter(Stage stage, int total);

    Session& m_session;
    std::shared_ptr<Shared> m_shared; ///< null while nothing is under way
    models::ImportReading m_reading;
    std::vector<std::pair<models::RecordKind, std::vector<models::Json>>> m_lists; ///< as the server gave them
    models::PlanWorld m_world;
    PlannedImport m_result;
    Stage m_stage = Stage::Reading;
    int m_total = 0;
    int m_answers = 0;
    QTimer m_tell;
};

} // namespace client
