// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/processrun.h"

#include <QObject>
#include <QStringList>

#include <deque>

namespace client {

/// What became of one external command. Holds no secret: arguments and output are redacted before they are kept.
struct CommandRecord
{
    enum class State
    {
        Running,
        Ended,
        Failed, ///< it had no end of its own: not started, killed, too slow
        GivenUp ///< nobody wanted its answer any more
    };

    qint64 number = 0; ///< grows with each command
    qint64 startedAt = 0; ///< milliseconds since 1970
    qint64 elapsedMSecs = 0;
    QStringList variables = {}; ///< NAME=value, those that lead it elsewhere than the same words in a terminal
    QStringList words = {}; ///< program and arguments
    QString tried = {};
    State state = State::Running;
    int exitCode = 0;
    bool isExitAnswer = false; ///< the exit code does not tell whether it went well
    QString problem = {}; ///< why it failed
    bool isRoutine = false; ///< asked again and again by itself; only the latest of its kind is kept

    bool operator==(const CommandRecord&) const = default;
};

/// Every external command of this console, oldest first, with the end of what it printed. Bounded, in memory only.
class CommandLog final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kMostRecords = 500;
    static constexpr std::size_t kMostLines = 200; ///< of one command, the last ones
    static constexpr qsizetype kLongestLine = 2'000;
    /// Of all lines. Beyond that the oldest outputs go, first of those commands that ended; a line says so.
    static constexpr qsizetype kMostBytes = 4 * 1024 * 1024;
    static constexpr qsizetype kMostHidden = 100; ///< the last ones

    using QObject::QObject;

    /// Listens to a run that has not started yet.
    void follow(ProcessRun& run, const ProcessOrder& order);
    /// For those who tell themselves what happens. Answers the number.
    qint64 begin(const ProcessOrder& order);
    QString shown(const QString& text) const;
    void take(qint64 number, const QByteArrayList& lines);
    void end(qint64 number, const models::Result<ProcessResult>& result);

    const std::deque<CommandRecord>& records() const { return m_records; }
    /// The last lines of both streams, in the order in which they came.
    QStringList outputOf(qint64 number) const;
    /// From now on these are masked wherever they stand, whatever stands before them.
    void hide(const QStringList& secrets);
    /// Those that run stay.
    void clear();

Q_SIGNALS:
    void changed();
    /// The output of this one.
    void outputChanged(qint64 number);

private:
    struct Output
    {
        qint64 number = 0;
        std::deque<QString> lines;
        qsizetype bytes = 0; ///< of the lines
    };

    CommandRecord* find(qint64 number);
    Output* outputFor(qint64 number);
    QStringList variablesOf(const ProcessOrder& order) const;
    /// When it is still running.
    void giveUp(qint64 number);
    void drop(std::deque<CommandRecord>::iterator record);
    void dropEarlierRoutine(const CommandRecord& next);
    void dropOldest();
    void dropOutputs(const Output& kept);

    std::deque<CommandRecord> m_records;
    std::deque<Output> m_outputs;
    qsizetype m_bytes = 0; ///< of all outputs
    QStringList m_hidden;
    qint64 m_last = 0;
};

} // namespace client
