// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/processrun.h"

#include <QFile>
#include <QStringList>

#include <array>

namespace client {

/// A command that may outlive the console: what it prints and how it ends goes to files in a folder of its own, so that
/// a later console hears all of it from the beginning. As long as nobody lets go of it, it ends with the console.
class KeptRun final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kGraceMSecs = 10'000; ///< it may tidy up for so long when it is given up
    static constexpr qint64 kMostPrinted = 64 * 1024 * 1024; ///< bytes of a stream; one that prints more is given up

    /// A new one. `folder` must not exist; `memo` is what a later console needs to know about it.
    KeptRun(const ProcessOrder& order, const QString& folder, const QByteArray& memo, QObject* parent = nullptr);
    /// One that an earlier console left in this folder.
    explicit KeptRun(const QString& folder, QObject* parent = nullptr);
    ~KeptRun() override;

    /// The folders below `root` with a run in them, whether it still goes on or has ended meanwhile.
    static QStringList leftIn(const QString& root);
    QByteArray memo() const;

    void start();
    void cancel();
    /// Lets go of it: it runs on, and this object hears no more of it.
    void keep();
    /// Written down for a later console, however this one ends: one more of its words was told to somebody.
    void tell();
    /// How many there were until now.
    qint64 told() const;

Q_SIGNALS:
    /// Whole lines, without their ends.
    void lines(client::ProcessRun::Stream stream, const QByteArrayList& lines);
    /// Once, as the last thing; the folder is gone then. Output and errors of the result are the last of each.
    void finished(const models::Result<client::ProcessResult>& result);

private:
    struct Tail
    {
        QFile file;
        QByteArray begun;
        QByteArray kept;
    };

    bool prepare();
    void follow();
    /// Whether there may be more at once.
    bool read(ProcessRun::Stream stream, bool isLast);
    bool hasTooMuch() const;
    void look();
    bool isAlive() const;
    void readProcess();
    void settle(const models::Result<ProcessResult>& result);
    models::Failure failure(models::FailureKind kind, const QString& meaning) const;

    const QString m_folder;
    const bool m_isOurs;
    QByteArray m_memo;
    QString m_tried;
    std::unique_ptr<ProcessRun> m_run; ///< when it is ours
    std::array<Tail, 2> m_tails;
    QTimer m_tick;
    QTimer m_grace;
    qint64 m_group = 0; ///< of one that was left
    QByteArray m_startTicks; ///< so that a number used again is not taken for it
    bool m_isCancelled = false;
    bool m_isTooMuch = false;
    bool m_isOver = false;
};

} // namespace client
