// SPDX-License-Identifier: Apache-2.0
#include "client/eventtrace.h"
#include "ui/events/historysearch.h"
#include "ui/events/historyview.h"
#include "uiworld.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>

using client::Journal;
using client::SentEvent;
using ui::HistoryModel;

class TestHistoryView final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<ui::HistoryView> m_view;

    template <typename T> static T told(QFuture<models::Result<T>> future)
    {
        future.waitForFinished();
        const auto result = future.result();
        if (!result)
            qFatal("%s", qPrintable(result.error().report()));
        return *result;
    }

    qint64 add(const QString& type, const QString& id, const QString& text = {}, qint64 secondsAgo = 0)
    {
        models::EventDraft draft;
        draft.eventType = type;
        draft.eventId = id;
        draft.eventTime = QStringLiteral("2020-01-01T00:00:00Z");
        draft.mode = models::DataMode::Text;
        draft.text = text;
        SentEvent sent;
        sent.sentAt = QDateTime::currentMSecsSinceEpoch() - secondsAgo * 1'000;
        sent.eventType = type;
        sent.source = QStringLiteral("src-") + id;
        sent.eventId = id;
        sent.text = text;
        sent.draft = models::dumpJson(models::toJson(draft));
        sent.httpStatus = 200;
        return told(m_journal->addSent(sent));
    }

    void begin()
    {
        m_view = std::make_unique<ui::HistoryView>(*m_journal);
        m_view->resize(1000, 420);
        m_view->show();
    }

    QTableView& table() const { return *part<QTableView>(*m_view, "event.history.table"); }
    int rows() const { return table().model()->rowCount(); }
    QString cell(int row, int column) const { return table().model()->index(row, column).data().toString(); }
    QString ids() const
    {
        QStringList all;
        for (int row = 0; row < rows(); ++row)
            all << cell(row, HistoryModel::IdColumn);
        return all.join(QLatin1Char(' '));
    }
    void type(const QString& text)
    {
        auto* search = part<QLineEdit>(*m_view, "event.history.search");
        search->clear();
        QTest::keyClicks(search, text);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_journal = std::make_unique<Journal>(m_folder->path());
    }
    void cleanup()
    {
        m_view.reset();
        m_journal.reset();
        m_folder.reset();
    }

    void readsWhatWasTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("read"); // text|type|source|id
        QTest::addRow("words") << "web 42"
                               << "web 42|||";
        QTest::addRow("all") << "type:vm.on web source:ci id:7"
                             << "web|vm.on|ci|7";
        QTest::addRow("quotes") << "type:\"vm on\" \"two words\""
                                << "two words|vm on||";
        QTest::addRow("open quote") << "id:\"7 8"
                                    << "|||7 8";
        QTest::addRow("not an attribute") << "http://x prototype:1"
                                          << "http://x prototype:1|||";
        QTest::addRow("upper case") << "TYPE:x"
                                    << "|x||";
    }
    void readsWhatWasTyped()
    {
        QFETCH(QString, typed);
        QFETCH(QString, read);
        const client::SentQuery query = ui::historySearch(typed);
        QCOMPARE(QStringList({query.text, query.eventType, query.source, query.eventId}).join(u'|'), read);
    }

    void showsTheNewestFirstAPageAtATime()
    {
        for (int i = 1; i <= 450; ++i)
            add(QStringLiteral("a.b"), QStringLiteral("id-%1").arg(i));
        begin();
        QTRY_COMPARE(rows(), HistoryModel::kPage);
        QCOMPARE(cell(0, HistoryModel::IdColumn), QStringLiteral("id-450"));
        table().verticalScrollBar()->setValue(table().verticalScrollBar()->maximum());
        QTRY_COMPARE(rows(), 2 * HistoryModel::kPage);
        table().verticalScrollBar()->setValue(table().verticalScrollBar()->maximum());
        QTRY_COMPARE(rows(), 450);
        QCOMPARE(cell(449, HistoryModel::IdColumn), QStringLiteral("id-1"));
        QVERIFY(!table().model()->canFetchMore({}));
    }

    void findsByTextTypeSourceIdAndTime()
    {
        add(QStringLiteral("vm.off"), QStringLiteral("old"), QStringLiteral("the quick fox"), 8 * 86'400);
        add(QStringLiteral("vm.on"), QStringLiteral("two"), QStringLiteral("the lazy dog"), 7'200);
        add(QStringLiteral("vm.on"), QStringLiteral("three"), QStringLiteral("a quick dog"));
        begin();
        QTRY_COMPARE(ids(), QStringLiteral("three two old"));
        QSignalSpy reset(table().model(), &QAbstractItemModel::modelReset);
        type(QStringLiteral("quick"));
        QTRY_COMPARE(ids(), QStringLiteral("three old"));
        type(QStringLiteral("type:vm.on dog"));
        QTRY_COMPARE(ids(), QStringLiteral("three two"));
        type(QStringLiteral("id:quick"));
        QTRY_COMPARE(rows(), 0);
        type(QStringLiteral("id:tw"));
        QTRY_COMPARE(ids(), QStringLiteral("two"));
        type(QStringLiteral("source:src-old"));
        QTRY_COMPARE(ids(), QStringLiteral("old"));
        type(QStringLiteral("nothing like this"));
        QTRY_COMPARE(rows(), 0);
        QVERIFY(part<QLabel>(*m_view, "event.history.hint")->text().contains(QLatin1String("Nothing that was sent")));
        part<QLineEdit>(*m_view, "event.history.search")->clear();
        part<QComboBox>(*m_view, "event.history.range")->setCurrentIndex(2);
        QTRY_COMPARE(ids(), QStringLiteral("three two"));
        part<QComboBox>(*m_view, "event.history.range")->setCurrentIndex(1);
        QTRY_COMPARE(ids(), QStringLiteral("three"));
        QCOMPARE(reset.size(), 0);
    }

    void keepsTheSelectionWhenNewOnesCome()
    {
        const qint64 id = add(QStringLiteral("a.b"), QStringLiteral("first"));
        begin();
        QAbstractItemModelTester tester(table().model());
        QTRY_COMPARE(rows(), 1);
        table().selectRow(0);
        add(QStringLiteral("a.b"), QStringLiteral("second"));
        client::Delivery good{{}, {}, client::Delivery::State::Succeeded, {}};
        client::Delivery bad{{}, {}, client::Delivery::State::Failed, {}};
        told(m_journal->updateRuns(id, models::dumpJson(client::toJson({good, bad, good}))));
        told(m_journal->updateAnswer(id, 400, QStringLiteral("bad event")));
        m_view->refresh();
        QTRY_COMPARE(ids(), QStringLiteral("second first"));
        QCOMPARE(table().currentIndex().row(), 1);
        QCOMPARE(cell(1, HistoryModel::RunsColumn), QStringLiteral("2 succeeded, 1 failed"));
        QCOMPARE(cell(1, HistoryModel::AnswerColumn), QStringLiteral("HTTP 400: bad event"));
        UiWorld::picture(*m_view, QStringLiteral("history"));
    }

    void opensResendsAndCopies()
    {
        add(QStringLiteral("a.b"), QStringLiteral("mine"), QStringLiteral("some text"));
        begin();
        QTRY_COMPARE(rows(), 1);
        QVERIFY(!part<QPushButton>(*m_view, "event.history.open")->isEnabled());
        table().selectRow(0);
        QSignalSpy opened(m_view.get(), &ui::HistoryView::openRequested);
        QSignalSpy resent(m_view.get(), &ui::HistoryView::resendRequested);
        QTest::mouseClick(part<QPushButton>(*m_view, "event.history.open"), Qt::LeftButton);
        QTRY_COMPARE(opened.size(), 1);
        const auto open = opened.first().first().value<models::EventDraft>();
        QCOMPARE(open.eventId, QStringLiteral("mine"));
        QCOMPARE(open.text, QStringLiteral("some text"));
        QTest::mouseClick(part<QPushButton>(*m_view, "event.history.resend"), Qt::LeftButton);
        QTRY_COMPARE(resent.size(), 1);
        const auto again = resent.first().first().value<models::EventDraft>();
        QVERIFY(again.eventId.isEmpty());
        QVERIFY(again.eventTime.isEmpty());
        QCOMPARE(again.text, QStringLiteral("some text"));
        QTest::mouseClick(part<QPushButton>(*m_view, "event.history.copyId"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("mine"));
        table().setFocus();
        QTest::keyClick(&table(), Qt::Key_Return);
        QTRY_COMPARE(opened.size(), 2);
    }

    void deletesOnlyAfterAYes()
    {
        add(QStringLiteral("a.b"), QStringLiteral("one"));
        add(QStringLiteral("a.b"), QStringLiteral("two"));
        begin();
        QTRY_COMPARE(rows(), 2);
        table().selectRow(1);
        const auto ask = [this] {
            QTest::mouseClick(part<QPushButton>(*m_view, "event.history.delete"), Qt::LeftButton);
            return part<QMessageBox>(*m_view, "event.history.question");
        };
        ask()->reject();
        QTRY_VERIFY(!m_view->findChild<QMessageBox*>());
        QCOMPARE(told(m_journal->search({})).size(), 2U);
        QMessageBox* box = ask();
        for (QAbstractButton* button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(ids(), QStringLiteral("two"));
    }
};

QTEST_MAIN(TestHistoryView)
#include "tst_historyview.moc"
