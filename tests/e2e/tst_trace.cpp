// SPDX-License-Identifier: Apache-2.0
#include "client/eventtrace.h"
#include "client/filecheck.h"
#include "client/whendone.h"
#include "models/eventbody.h"
#include "models/variables.h"
#include "tests/client/localworld.h"
#include "ui/events/traceview.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>

using models::EventDraft;
using ui::TraceModel;

namespace {

constexpr int kPatience = 30'000;
constexpr const char* kEcho = "def handle(context, payload):\n    print('seen')\n    return payload\n";
constexpr const char* kNodeEcho = "module.exports = (context, payload) => { console.log('seen'); return payload; };\n";

} // namespace

/// What a person sees of an event that real functions take.
class TestTrace final : public QObject
{
    Q_OBJECT

    LocalWorld m_world;
    QTemporaryDir m_folder;
    std::unique_ptr<client::Journal> m_journal;
    std::unique_ptr<client::EventTrace> m_trace;
    std::unique_ptr<ui::TraceView> m_view;

    /// Sends as the page does.
    void send(EventDraft draft, const char* eventType, int deadline = kPatience)
    {
        draft.eventType = QString::fromLatin1(eventType);
        draft = models::resolve(draft, models::freshVariableValues()).draft;
        m_view = std::make_unique<ui::TraceView>();
        m_view->resize(1'100, 420);
        m_view->show();
        client::Session& session = *m_world.session;
        m_trace = std::make_unique<client::EventTrace>(session, *m_journal, draft.eventType, draft.eventId);
        m_view->follow(*m_trace, draft);
        new QAbstractItemModelTester(table().model(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     m_view.get());
        QVERIFY(steps().contains(QLatin1String("Sending")));
        const models::EventBody body = models::eventBody(draft);
        models::Result<client::CheckedFile> file = client::CheckedFile();
        if (body.filling != models::EventBody::Filling::None)
            file = told(client::checkFile(*draft.file, body.filling));
        QVERIFY(file);
        auto answer = body.filling == models::EventBody::Filling::None
            ? session.api().emitEvent(body, draft.eventType)
            : session.api().emitEvent(body, draft.eventType, *file);
        const auto emitted = told(answer);
        QVERIFY(emitted);
        m_view->accepted(*emitted);
        m_trace->accepted(0, deadline);
    }

    EventDraft withFile(const QByteArray& content)
    {
        const QString path = m_folder.filePath(QStringLiteral("data"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no file");
        file.close();
        EventDraft draft;
        draft.mode = models::DataMode::File;
        draft.file = *told(client::inspectFile(path));
        return draft;
    }

    template <typename Widget> Widget* part(const char* name) const
    {
        return m_view->findChild<Widget*>(QString::fromLatin1(name));
    }
    QString steps() const { return part<QLabel>("event.trace.steps")->text(); }
    QString result() const { return part<QLabel>("event.trace.result")->text(); }
    QString check() const { return part<QLabel>("event.trace.check")->text(); }
    QTableView& table() const { return *part<QTableView>("event.trace.deliveries"); }
    QString cell(int row, int column) const { return table().model()->index(row, column).data().toString(); }
    int rowOf(const QString& function) const
    {
        for (int row = 0; row < table().model()->rowCount(); ++row) {
            if (cell(row, TraceModel::FunctionColumn) == function)
                return row;
        }
        return -1;
    }
    void picture(const QString& name) const
    {
        const QString folder = qEnvironmentVariable("DISPATCH_PICTURES");
        if (!folder.isEmpty())
            m_view->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
    }

    void bothReceivedExactly()
    {
        QTRY_VERIFY_WITH_TIMEOUT(result().contains(QLatin1String("has ended")), kPatience);
        QCOMPARE(table().model()->rowCount(), 2);
        for (int row = 0; row < 2; ++row) {
            table().selectRow(row);
            QTRY_VERIFY2(check().contains(QLatin1String("exactly what was sent")), qPrintable(check()));
            QCOMPARE(cell(row, TraceModel::StateColumn), QStringLiteral("READY"));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        m_journal = std::make_unique<client::Journal>(m_folder.path());
        QVERIFY(m_world.start());
        QVERIFY(m_world.subscribe("python-echo", "to.both", kEcho));
        QVERIFY(m_world.subscribeNode("node-echo", "to.both", kNodeEcho));
        QVERIFY(m_world.subscribe("broken", "to.broken", "def handle(c, p):\n    raise ValueError('boom')\n"));
        QVERIFY(
            m_world.subscribe("slow", "to.slow", "import time\ndef handle(c, p):\n    time.sleep(4)\n    return 1\n"));
    }
    void cleanup()
    {
        m_view.reset();
        m_trace.reset();
    }
    void cleanupTestCase()
    {
        m_journal.reset();
        m_world.session.reset();
    }

    void tracesJsonThroughPythonAndNode()
    {
        EventDraft draft;
        draft.json = QStringLiteral("{\"vm\": \"web-1\", \"n\": [1, 2.5, null], \"t\": \"gr\u00fc\u00dfe\"}");
        send(draft, "to.both");
        bothReceivedExactly();
        QVERIFY(steps().contains(QLatin1String("Accepted: HTTP 200")));
        QVERIFY(steps().contains(QLatin1String("2 succeeded")));
        const int row = rowOf(QStringLiteral("node-echo"));
        QCOMPARE(cell(row, TraceModel::SubscriptionColumn), QStringLiteral("node-echo-sub"));
        QVERIFY(!cell(row, TraceModel::DurationColumn).isEmpty());
        table().selectRow(row);
        QVERIFY(part<QPlainTextEdit>("run.output")->toPlainText().contains(QLatin1String("web-1")));
        auto* logs = part<QPlainTextEdit>("run.logs");
        m_view->findChild<QTabWidget*>()->setCurrentWidget(logs);
        QVERIFY(logs->toPlainText().contains(QLatin1String("seen")));
        picture(QStringLiteral("trace"));
    }

    void tracesText()
    {
        EventDraft draft;
        draft.mode = models::DataMode::Text;
        draft.text = QStringLiteral("line \"one\"\n\tline \\two\u2028 \U0001F600");
        send(draft, "to.both");
        bothReceivedExactly();
    }

    void tracesBinary()
    {
        QByteArray bytes(70'000, Qt::Uninitialized);
        for (qsizetype i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>((i * 7) % 256);
        const EventDraft draft = withFile(bytes);
        QVERIFY(!draft.file->isText);
        send(draft, "to.both");
        bothReceivedExactly();
        const models::Run& run = *m_trace->deliveries().front().run;
        QCOMPARE(QByteArray::fromBase64(QByteArray::fromStdString(run.output->get<std::string>())), bytes);
    }

    void showsTheErrorOfAFunction()
    {
        send({}, "to.broken");
        QTRY_VERIFY_WITH_TIMEOUT(result().contains(QLatin1String("has ended")), kPatience);
        QVERIFY(steps().contains(QLatin1String("1 failed")));
        QCOMPARE(cell(0, TraceModel::StateColumn), QStringLiteral("ERROR"));
        QVERIFY(cell(0, TraceModel::ResultColumn).contains(QLatin1String("boom")));
        QVERIFY(part<QPlainTextEdit>("run.error")->toPlainText().contains(QLatin1String("boom")));
        picture(QStringLiteral("trace-error"));
    }

    void saysThatNothingMatched()
    {
        send({}, "to.nobody");
        QVERIFY(result().contains(QLatin1String("No subscription matched to.nobody")));
        QCOMPARE(table().model()->rowCount(), 0);
        picture(QStringLiteral("trace-nothing"));
    }

    void saysThatTheDeadlinePassedAndShowsALateRun()
    {
        send({}, "to.slow", 1'000);
        QTRY_VERIFY_WITH_TIMEOUT(result().contains(QLatin1String("deadline passed")), kPatience);
        QVERIFY(cell(0, TraceModel::StateColumn) != QLatin1String("READY"));
        m_world.session->runWatch().start();
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, TraceModel::StateColumn), QStringLiteral("READY"), kPatience);
        m_world.session->runWatch().stop();
    }

    void saysWhereTheInputDiffers()
    {
        EventDraft draft;
        draft.json = QStringLiteral("{\"a\": 1}");
        send(draft, "to.both");
        bothReceivedExactly();
        // What was sent, as a bus that loses something would have it.
        EventDraft other = draft;
        other.json = QStringLiteral("{\"a\": 1, \"lost\": true}");
        m_view->follow(*m_trace, other);
        QTRY_VERIFY2(check().contains(QLatin1String("/lost: sent true, received nothing")), qPrintable(check()));
    }
};

QTEST_MAIN(TestTrace)
#include "tst_trace.moc"
