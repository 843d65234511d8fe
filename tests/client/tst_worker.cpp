// SPDX-License-Identifier: Apache-2.0
#include "client/worker.h"

#include <QFutureWatcher>
#include <QSemaphore>
#include <QTest>

#include <memory>

namespace {

/// Keeps the worker busy with letting go of the work, long after the answer was told.
struct SlowToGo
{
    explicit SlowToGo(QSemaphore& ready)
        : go(ready)
    {
    }
    ~SlowToGo() { go.tryAcquire(1, 500); }
    Q_DISABLE_COPY_MOVE(SlowToGo)

    QSemaphore& go;
};

} // namespace

/// What every typed call stands on: work elsewhere, told once, its result taken.
class WorkerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isToldOnceAlsoWhenTheResultIsTakenWhileTheWorkerTidiesUp()
    {
        QSemaphore taken;
        int told = 0;
        QFutureWatcher<QByteArray> watcher;
        connect(&watcher, &QFutureWatcherBase::finished, this, [&watcher, &told] {
            ++told;
            if (told == 1)
                QCOMPARE(watcher.future().takeResult(), QByteArray("x"));
        });
        watcher.setFuture(client::onWorker([slow = std::make_shared<SlowToGo>(taken)] { return QByteArray("x"); }));
        QTRY_COMPARE(told, 1);
        taken.release();
        QVERIFY(QThreadPool::globalInstance()->waitForDone(5'000));
        QCoreApplication::processEvents();
        QCOMPARE(told, 1);
    }

    void takesWorkThatCanOnlyBeMoved()
    {
        auto owned = std::make_unique<int>(42);
        QFutureWatcher<int> watcher;
        watcher.setFuture(client::onWorker([value = std::move(owned)] { return *value; }));
        QTRY_VERIFY(watcher.isFinished());
        QCOMPARE(watcher.result(), 42);
    }
};

QTEST_GUILESS_MAIN(WorkerTest)
#include "tst_worker.moc"
