// SPDX-License-Identifier: Apache-2.0
#include "tests/client/localworld.h"
#include "ui/events/jobbutton.h"
#include "ui/events/jobplot.h"
#include "ui/events/jobs.h"
#include "ui/events/jobwindow.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSet>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>

using client::EmitProgress;
using ui::LedgerModel;
using State = EmitProgress::State;

namespace {

constexpr int kPatience = 60'000;
constexpr const char* kEcho = "def handle(context, payload):\n    return payload\n";

} // namespace

/// Many events from the window to a real server with a real function.
class TestJob final : public QObject
{
    Q_OBJECT

    LocalWorld m_world;
    QTemporaryDir m_folder;
    std::unique_ptr<client::Journal> m_journal;
    std::unique_ptr<ui::Jobs> m_jobs;
    std::unique_ptr<ui::JobWindow> m_window;
    models::EventDraft m_draft;

    template <typename Widget> Widget* part(const char* name) const
    {
        return m_window->findChild<Widget*>(QString::fromLatin1(name));
    }
    void click(const char* button)
    {
        QVERIFY2(part<QPushButton>(button)->isEnabled(), button);
        QTest::mouseClick(part<QPushButton>(button), Qt::LeftButton);
    }
    QString said(const char* label) const { return part<QLabel>(label)->text(); }
    QAbstractItemModel* ledger() const { return part<QTableView>("event.job.ledger")->model(); }
    QString cell(int row, int column) const { return ledger()->index(row, column).data().toString(); }
    State state() const { return m_jobs->current()->progress().state; }
    void setCount(int count) { part<QSpinBox>("event.job.count")->setValue(count); }
    void setRate(double perSecond)
    {
        part<QComboBox>("event.job.pace")->setCurrentIndex(2);
        part<QDoubleSpinBox>("event.job.rate")->setValue(perSecond);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        m_journal = std::make_unique<client::Journal>(m_folder.path());
        QVERIFY(m_world.start());
        QVERIFY(m_world.subscribe("echo", "job.event", kEcho));
    }
    void init()
    {
        m_draft = {};
        m_draft.eventType = QStringLiteral("job.event");
        m_draft.json = QStringLiteral("{\"n\": {{seq}}}");
        m_jobs = std::make_unique<ui::Jobs>(*m_world.session, *m_journal);
        m_window = std::make_unique<ui::JobWindow>(*m_jobs, *m_journal, [this] { return m_draft; });
        m_window->show();
    }
    void cleanup()
    {
        m_window.reset();
        m_jobs.reset();
    }
    void cleanupTestCase()
    {
        m_journal.reset();
        m_world.session.reset();
    }

    void sendsTheDraftManyTimesWithALineForEach()
    {
        setCount(450);
        click("event.job.start");
        QTRY_COMPARE_WITH_TIMEOUT(state(), State::Done, kPatience);
        QTRY_COMPARE(ledger()->rowCount(), 450);
        QTRY_VERIFY2(said("event.job.progress").contains(QLatin1String("450 accepted, 0 refused, 0 unknown of 450")),
                     qPrintable(said("event.job.progress")));
        QCOMPARE(part<QProgressBar>("event.job.bar")->value(), part<QProgressBar>("event.job.bar")->maximum());
        QVERIFY(said("event.job.latencies").contains(QLatin1String("p99")));
        auto* table = part<QTableView>("event.job.ledger");
        const QAbstractItemModelTester tester(table->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int row = 0; row < 450; row += 10)
            table->scrollTo(ledger()->index(row, 0));
        QTRY_COMPARE_WITH_TIMEOUT(cell(449, LedgerModel::StateColumn), QStringLiteral("accepted"), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(cell(449, LedgerModel::RunStateColumn), QStringLiteral("READY"), kPatience);
        const auto lines = told(m_journal->ledger(m_jobs->current()->journalId(), 1, 1'000));
        QVERIFY(lines);
        QSet<QString> ids;
        for (const client::LedgerLine& line : *lines)
            ids << line.eventId;
        QCOMPARE(ids.size(), 450);
        QVERIFY(!part<QWidget>("event.job.plot")->accessibleDescription().contains(QLatin1String("Nothing")));
        picture(QStringLiteral("job"));
    }

    void keepsFewPagesInMemory()
    {
        std::vector<client::LedgerLine> lines;
        constexpr int kLines = 3'000;
        for (int i = 1; i <= kLines; ++i)
            lines.push_back({i, QString::number(i), client::LedgerState::Accepted, 1, 2, 200, {}, {}, 0, {}});
        const auto job = told(m_journal->addJob({}));
        QVERIFY(job);
        QVERIFY(told(m_journal->writeLedger(*job, lines)));
        LedgerModel model(*m_journal);
        model.setJob(*job);
        model.setCount(kLines);
        QTableView table;
        table.setModel(&model);
        table.show();
        for (int row = 0; row < kLines; row += 50) {
            table.scrollTo(model.index(row, 0));
            QTRY_COMPARE(model.index(row, LedgerModel::IdColumn).data().toString(), QString::number(row + 1));
            QVERIFY(model.kept() <= (LedgerModel::kMostPages + 1) * LedgerModel::kPage);
        }
    }

    void pausesResumesAndStops()
    {
        setCount(10'000);
        setRate(200);
        click("event.job.start");
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->current()->progress().accepted > 5, kPatience);
        click("event.job.pause");
        QTRY_COMPARE(m_jobs->current()->progress().inFlight, 0);
        QCOMPARE(state(), State::Paused);
        QTRY_VERIFY(m_jobs->statusText().contains(QLatin1String("paused")));
        const qint64 before = m_jobs->current()->progress().accepted;
        QVERIFY(part<QPushButton>("event.job.pause")->text().contains(QLatin1String("Resume")));
        click("event.job.pause");
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->current()->progress().accepted > before + 5, kPatience);
        click("event.job.stop");
        QTRY_VERIFY(!m_jobs->isRunning());
        QTRY_VERIFY(part<QPushButton>("event.job.start")->isEnabled());
        QVERIFY(said("event.job.progress").startsWith(QLatin1String("Stopped")));
    }

    void goesOnWhenItsWindowIsClosed()
    {
        ui::JobButton button(*m_jobs);
        QVERIFY(button.isHidden());
        setCount(10'000);
        setRate(200);
        click("event.job.start");
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->current()->progress().accepted > 5, kPatience);
        m_window->close();
        const qint64 before = m_jobs->current()->progress().accepted;
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->current()->progress().accepted > before + 20, kPatience);
        QTRY_VERIFY(button.text().contains(QLatin1String("1 job running")));
        QVERIFY(!button.isHidden());
        m_jobs->current()->stop();
        QTRY_VERIFY(button.isHidden());
    }

    void asksBeforeQuittingWhileOneRuns()
    {
        int quits = 0;
        const auto quit = [&quits] { ++quits; };
        QVERIFY(m_jobs->mayQuit(m_window.get(), quit));
        setCount(10'000);
        setRate(100);
        click("event.job.start");
        QVERIFY(!m_jobs->mayQuit(m_window.get(), quit));
        auto* box = m_window->findChild<QMessageBox*>(QStringLiteral("event.job.question"));
        QVERIFY(box);
        box->reject();
        QTRY_VERIFY(!m_window->findChild<QMessageBox*>(QStringLiteral("event.job.question")));
        QVERIFY(m_jobs->isRunning());
        QCOMPARE(quits, 0);
        QVERIFY(!m_jobs->mayQuit(m_window.get(), quit));
        box = m_window->findChild<QMessageBox*>(QStringLiteral("event.job.question"));
        for (QAbstractButton* button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(quits, 1);
        QVERIFY(!m_jobs->isRunning());
    }

    void sendsTheLinesOfAFile()
    {
        const QString path = m_folder.filePath(QStringLiteral("events.jsonl"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"vm\": 1}\n\n{\"eventType\": \"job.event\", \"data\": 2}\n{broken\n");
        file.close();
        part<QRadioButton>("event.job.file")->setChecked(true);
        QVERIFY(!part<QPushButton>("event.job.start")->isEnabled());
        QVERIFY(said("event.job.hint").contains(QLatin1String("Choose the file")));
        part<QLineEdit>("event.job.path")->setText(path);
        click("event.job.start");
        QTRY_COMPARE_WITH_TIMEOUT(state(), State::Done, kPatience);
        QTRY_VERIFY2(said("event.job.progress").contains(QLatin1String("2 accepted, 1 refused")),
                     qPrintable(said("event.job.progress")));
        QTRY_COMPARE(cell(2, LedgerModel::StateColumn), QStringLiteral("refused"));
        QTRY_VERIFY(!cell(2, LedgerModel::NoteColumn).isEmpty());
    }

    void saysWhatIsWrongWithTheDraftBeforeItStarts()
    {
        m_draft.eventType.clear();
        click("event.job.start");
        QVERIFY(!m_jobs->current());
        QVERIFY(said("event.job.hint").contains(QLatin1String("cannot be sent")));
    }

    void thinsTheSamplesOfALongJob()
    {
        ui::JobSamples samples;
        EmitProgress progress;
        for (int second = 1; second <= 5'000; ++second) {
            progress.activeMSecs = second * 1'000;
            progress.accepted = second * 10;
            progress.answers.add(second <= 4'000 ? 5 : 50);
            samples.take(progress);
            QVERIFY(samples.all().size() < ui::JobSamples::kMost);
        }
        QVERIFY(samples.all().size() > ui::JobSamples::kMost / 4);
        QVERIFY(qAbs(samples.all().back().perSecond - 10) < 0.01);
        QVERIFY(samples.all().back().p50 > 40);
        QVERIFY(samples.all().back().p95 > 40 && samples.all().back().p95 < 60);
        QVERIFY(samples.all().front().p50 < 10);
        QCOMPARE(ui::scaleEnd(0), 1.0);
        QCOMPARE(ui::scaleEnd(43), 50.0);
        QCOMPARE(ui::scaleEnd(0.12), 0.2);
        QCOMPARE(ui::scaleEnd(51), 100.0);
    }

private:
    void picture(const QString& name) const
    {
        const QString folder = qEnvironmentVariable("DISPATCH_PICTURES");
        if (!folder.isEmpty())
            m_window->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
    }
};

QTEST_MAIN(TestJob)
#include "tst_job.moc"
