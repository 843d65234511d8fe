// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/clusterjob.h"

#include <map>

namespace client {

/// What is being done to the profiles, and what came of the latest of each. Starts that an earlier console left running
/// are picked up.
class ClusterJobs final : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive it. `folder` is where runs and times are kept; it need not exist.
    ClusterJobs(Commands& commands, const QString& folder, QObject* parent = nullptr);
    ~ClusterJobs() override;

    /// Those that an earlier console left. Once, when somebody listens.
    void pickUp();
    /// False when something is done to that profile already.
    bool begin(const ClusterOrder& order);
    void cancel(const QString& profile);
    /// The latest of this profile, also when it is over; null when there is none.
    const ClusterJob* jobOf(const QString& profile) const;
    bool isBusy(const QString& profile) const;
    /// Those at work, and those whose failure nobody has dismissed.
    QStringList concernedProfiles() const;
    /// Titles of all that is at work.
    QStringList working() const;
    /// They run on when the console ends.
    void keepAll();
    void cancelAll();
    /// The card of one that is over was read.
    void dismiss(const QString& profile);
    /// By earlier starts; nothing when there were none, or it is not a start.
    std::optional<qint64> timeLeftMSecs(const ClusterJob& job) const;
    /// When a start of it was last given up here, also by an earlier console; 0 = never. Milliseconds since 1970.
    qint64 givenUpAt(const QString& profile) const;

Q_SIGNALS:
    void changed(const QString& profile);
    void heard(const QString& profile, const models::MinikubeEvent& event);
    void ended(const QString& profile);

private:
    void add(std::unique_ptr<ClusterJob> job);
    void end(const QString& profile);
    void readTimes();
    void saveTimes();
    void readEnds();
    void saveEnds();
    void save(const QString& path, const models::Json& json);

    Commands& m_commands;
    const QString m_folder;
    std::map<QString, std::unique_ptr<ClusterJob>> m_jobs;
    std::vector<models::StartRecord> m_times;
    QMap<QString, qint64> m_givenUp;
    QFuture<void> m_saving = QtFuture::makeReadyFuture();
};

} // namespace client
