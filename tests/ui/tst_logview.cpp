// SPDX-License-Identifier: Apache-2.0
#include "tests/common/loopwait.h"
#include "tests/e2e/neverblocks.h"
#include "tests/ui/ownsettings.h"
#include "tests/ui/workloadworld.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>

using ui::LogText;

/// The log of a pod as a person meets it.
class TestLogView final : public QObject
{
    Q_OBJECT

    OwnSettings m_settings;

private Q_SLOTS:
    void readsALog()
    {
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
        world.readLog(kHealthy);
        QTRY_VERIFY(world.logText().toPlainText().contains(QLatin1String("line 3 of those")));
        QVERIFY(world.logText().toPlainText().startsWith(QLatin1String("time=\"2026-03-02T09:14:18Z\" level=info")));
        QVERIFY(world.label("cluster.log.title").contains(kHealthy));
        QTRY_COMPARE(world.label("cluster.log.state"), QStringLiteral("Following."));
        // When each line was written.
        part<QCheckBox>(world.view, "cluster.log.times")->click();
        QTRY_VERIFY(world.logText().toPlainText().startsWith(QLatin1String("2026-03-02T09:14:18.00")));
        // Only some of them; then all again.
        auto* const filter = part<QLineEdit>(world.view, "cluster.log.filter");
        QTest::keyClicks(filter, QStringLiteral("level -those"));
        QTRY_COMPARE(world.logText().shownCount(), 4);
        filter->clear();
        QTRY_VERIFY(world.logText().shownCount() > 6);
        // The log stays with its pod.
        world.select(kCrashing);
        QVERIFY(world.label("cluster.log.title").contains(kHealthy));
        world.readLog(kCrashing);
        QTRY_VERIFY(world.label("cluster.log.title").contains(kCrashing));
    }

    void findsWords()
    {
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
        world.readLog(kHealthy);
        QTRY_VERIFY(world.logText().shownCount() > 8);
        world.standins.scenario(QStringLiteral("follow=end"));
        auto* const search = part<QLineEdit>(world.view, "cluster.log.search");
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("LEVEL=info msg=\"line"));
        QTRY_VERIFY(world.logText().matchCount() >= 4);
        const int count = world.logText().matchCount();
        QVERIFY(world.label("cluster.log.matches").contains(QString::number(count)));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(world.logText().currentMatch(), 1);
        QCOMPARE(world.logText().textCursor().selectedText(), QStringLiteral("level=info msg=\"line"));
        QVERIFY(!world.logText().isFollowing());
        QVERIFY(!part<QCheckBox>(world.view, "cluster.log.follow")->isChecked());
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.next"), Qt::LeftButton);
        QCOMPARE(world.logText().currentMatch(), 2);
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.before"), Qt::LeftButton);
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.before"), Qt::LeftButton);
        QCOMPARE(world.logText().currentMatch(), world.logText().matchCount()); // around the end
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("level=info msg=\"line"));
        search->setText(QStringLiteral("no such words"));
        QTRY_COMPARE(world.logText().matchCount(), 0);
        QTRY_VERIFY(!part<QToolButton>(world.view, "cluster.log.next")->isEnabled());
    }

    void readsThePreviousLog()
    {
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kCrashing) >= 0);
        world.select(kCrashing);
        world.button("cluster.pods.previous").click();
        QTRY_VERIFY(world.logText().toPlainText().contains(QLatin1String("giving up")));
        QVERIFY(part<QCheckBox>(world.view, "cluster.log.previous")->isChecked());
        QTRY_COMPARE(world.label("cluster.log.state"), QStringLiteral("This is the end of the log."));
        // One that never crashed has none, and says so.
        world.readLog(kHealthy);
        QTRY_VERIFY(!world.logText().toPlainText().isEmpty());
        part<QCheckBox>(world.view, "cluster.log.previous")->click();
        QTRY_VERIFY(world.label("cluster.log.state").contains(QLatin1String("no container before")));
        QVERIFY(world.logText().toPlainText().isEmpty());
    }

    void choosesAContainer()
    {
        ShownWorkloads world;
        const QString both = QStringLiteral("dispatch-identity-manager");
        QTRY_VERIFY(world.rowOf(both) >= 0);
        world.readLog(both);
        auto* const choice = part<QComboBox>(world.view, "cluster.log.container");
        QVERIFY(choice->isVisible());
        QCOMPARE(choice->count(), 2);
        QCOMPARE(world.logView().log().target().container, QStringLiteral("identity-manager"));
        choice->setCurrentIndex(1);
        Q_EMIT choice->activated(1);
        QCOMPARE(world.logView().log().target().container, QStringLiteral("oauth2-proxy"));
        QTRY_VERIFY(!world.logText().toPlainText().isEmpty());
        // The one that waits for its image says why there is nothing.
        world.readLog(QStringLiteral("dispatch-function-manager"));
        QTRY_VERIFY(world.label("cluster.log.state").contains(QLatin1String("has not started")));
    }

    void takesTheLogUpAgain()
    {
        ShownWorkloads world;
        world.logView().log().setFirstWait(20);
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
        world.readLog(kHealthy);
        QTRY_VERIFY(world.logText().shownCount() > 6);
        const auto followed = [&world] {
            int count = 0;
            for (const StandinCall& call : world.standins.calls(QStringLiteral("kubectl")))
                count += call.arguments.contains(QStringLiteral("-f")) ? 1 : 0;
            return count;
        };
        QCOMPARE(followed(), 1);
        world.standins.scenario(QStringLiteral("follow=end"));
        QTRY_VERIFY(followed() >= 2);
        world.standins.scenario({});
        // A pod that is taken away ends it, and what was read stays.
        const QString name = world.logView().log().target().pod;
        world.standins.scenario(
            QStringLiteral("follow=end,pods=exit:1:Error from server (NotFound): pods \"%1\" not found").arg(name));
        QTRY_VERIFY(world.logText().toPlainText().contains(QLatin1String("The pod is gone")));
        QTRY_COMPARE(world.label("cluster.log.state"), QStringLiteral("This is the end of the log."));
        QVERIFY(world.logText().shownCount() > 6);
    }

    void savesALog()
    {
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kCrashing) >= 0);
        world.select(kCrashing);
        world.button("cluster.pods.previous").click();
        QTRY_VERIFY(world.logText().shownCount() == 4);
        QTRY_VERIFY(part<QToolButton>(world.view, "cluster.log.save")->isEnabled());
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.save"), Qt::LeftButton);
        auto* const dialog = part<QFileDialog>(world.view, "cluster.log.savedialog");
        const QString path = world.standins.home() + QStringLiteral("/saved.log");
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY(QFile::exists(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 4);
        QTRY_VERIFY(!visibleMessages(world.view).isEmpty());
    }

    void showsOddLines()
    {
        client::LogBuffer buffer;
        LogText text(buffer);
        text.resize(600, 300);
        text.show();
        buffer.append(
            {QByteArray("\x1b[1;31mred\x1b[0m and \xff\xfe and \xe2\x80\xa9 and \r all in one line\x07"), 0, false});
        buffer.append({QByteArray(1024 * 1024, 'x'), 0, false});
        buffer.append({QByteArray("two\tcolumns"), 0, false});
        buffer.append({{}, 0, false});
        buffer.append({QByteArray("\xe2\x80\xa8\xef\xb7\x90\xef\xbf\xbc"), 0, false});
        text.restart();
        QTRY_COMPARE(text.shownCount(), 5);
        QCOMPARE(text.blockCount(), 5);
        const QString first = text.document()->firstBlock().text();
        QVERIFY2(first.startsWith(QLatin1String("red and ")) && !first.contains(QChar(0x1b)), qPrintable(first));
        QVERIFY(text.document()->findBlockByNumber(1).length() < 2 * LogText::kLongestShown);
        QCOMPARE(text.document()->findBlockByNumber(2).text(), QStringLiteral("two\tcolumns"));
    }

    void forgetsOldLinesAndStaysWhereItIsRead()
    {
        client::LogBuffer buffer;
        LogText text(buffer);
        text.resize(600, 300);
        text.show();
        const auto add = [&buffer](int from, int count) {
            for (int i = from; i < from + count; ++i)
                buffer.append({QByteArray("line ") + QByteArray::number(i), 0, false});
        };
        add(0, 40'000);
        text.restart();
        QTRY_COMPARE(text.shownCount(), 40'000);
        QVERIFY(text.isFollowing());
        QCOMPARE(text.verticalScrollBar()->value(), text.verticalScrollBar()->maximum());
        text.verticalScrollBar()->setValue(20'000);
        QVERIFY(!text.isFollowing());
        const QString read = text.cursorForPosition(QPoint(5, 5)).block().text();
        QCOMPARE(read, QStringLiteral("line 20000"));
        add(40'000, 25'000); // the first 15 000 go
        text.catchUp();
        QTRY_COMPARE(text.document()->lastBlock().text(), QStringLiteral("line 64999"));
        QVERIFY(text.shownCount() <= 52'000);
        QCOMPARE(text.blockCount(), text.shownCount());
        QCOMPARE(text.cursorForPosition(QPoint(5, 5)).block().text(), read);
        text.setSearch(QStringLiteral("line 6499"));
        QTRY_COMPARE(text.matchCount(), 10);
        QVERIFY(text.findLine(false));
        QVERIFY(text.textCursor().block().text().startsWith(QLatin1String("line 6499")));
        text.setFollowing(true);
        QCOMPARE(text.verticalScrollBar()->value(), text.verticalScrollBar()->maximum());
    }

    /// 200 MB through the window, which is used at the same time.
    void staysUsableInAFlood()
    {
        neverBlocks([](UiWatchdog& watchdog) {
            ShownWorkloads world;
            QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
            world.standins.replaceTool(
                QStringLiteral("kubectl"),
                "#!/bin/sh\ncase \"$*\" in *logs*)\n  yes '2026-03-02T09:14:18.123456789Z "
                "level=info msg=\"a line of a log "
                "that never ends, with about so many letters\"' | head -c 200000000; echo; echo the "
                "very end; sleep 100;;\n*) "
                "echo '{\"items\":[]}';;\nesac\n");
            watchdog.forget();
            world.readLog(kHealthy);
            QTRY_VERIFY(world.logText().shownCount() > 1'000);
            watchdog.ended(QStringLiteral("begin"));
            auto* const search = part<QLineEdit>(world.view, "cluster.log.search");
            QTest::keyClicks(search, QStringLiteral("letters"));
            QTRY_VERIFY(world.logText().matchCount() > 0);
            watchdog.ended(QStringLiteral("search"));
            part<QLineEdit>(world.view, "cluster.log.filter")->setText(QStringLiteral("never"));
            QTRY_VERIFY(world.logText().shownCount() > 0);
            part<QLineEdit>(world.view, "cluster.log.filter")->clear();
            watchdog.ended(QStringLiteral("filter"));
            search->clear();
            const auto isThrough
                = [&world] { return world.logText().document()->lastBlock().text() == QLatin1String("the very end"); };
            QVERIFY(loopUntil(isThrough, 240'000));
            watchdog.ended(QStringLiteral("flood"));
            QVERIFY(world.logView().log().buffer().bytes() <= client::LogBuffer::kMostBytes);
            QVERIFY(world.logText().shownCount() <= 52'000);
            QTRY_VERIFY(world.label("cluster.log.state").contains(QLatin1String("older lines were dropped")));
        });
    }
};

QTEST_MAIN(TestLogView)
#include "tst_logview.moc"
