// SPDX-License-Identifier: Apache-2.0
#include "ownsettings.h"
#include "ui/messagebar.h"
#include "ui/pages/resourcepage.h"
#include "uiworld.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTabWidget>
#include <QTableView>
#include <QTextBrowser>
#include <QToolButton>

using models::Kind;

class ResourcePageTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;

    static models::Json driver(const char* name, const char* status = "READY")
    {
        return {{"name", name}, {"type", "ticker"}, {"status", status}};
    }

    static void putThree(UiWorld& world)
    {
        for (const char* name : {"alpha", "beta", "gamma"})
            world.server.put(Kind::Driver, driver(name));
        world.start();
    }

    static QString nameAt(const QTableView& table, int row)
    {
        return table.model()->index(row, 0).data(models::ResourceTableModel::NameRole).toString();
    }

private Q_SLOTS:
    void showsWhatTheServerHas()
    {
        UiWorld world;
        putThree(world);
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        auto* table = part<QTableView>(page, "page.Driver.table");
        const QAbstractItemModelTester tester(table->model());
        QCOMPARE(table->model()->rowCount(), 3);
        QCOMPARE(nameAt(*table, 0), QStringLiteral("alpha"));
        QVERIFY(part<QLabel>(page, "page.Driver.asOf")->text().contains(QStringLiteral("as of")));
    }

    void explainsItselfInsteadOfAnEmptyGrid()
    {
        UiWorld world;
        world.start();
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        QSignalSpy wanted(&page, &ui::ResourcePage::formRequested);
        QVERIFY(!part<QTableView>(page, "page.Driver.table")->isVisible());
        auto* button = part<QAbstractButton>(page, "page.Driver.empty.button");
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }

    void keepsTheSelectionByNameThroughRefreshSortAndFilter()
    {
        UiWorld world;
        putThree(world);
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("beta"));
        auto* table = part<QTableView>(page, "page.Driver.table");
        world.server.put(Kind::Driver, driver("aaa"));
        world.server.put(Kind::Driver, driver("beta", "ERROR"));
        QTRY_COMPARE(table->model()->rowCount(), 4);
        QTRY_COMPARE(page.model().errorCount(), 1);
        QCOMPARE(page.selectedNames(), QStringList{QStringLiteral("beta")});
        table->sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(page.selectedNames(), QStringList{QStringLiteral("beta")});
        page.setFilter(QStringLiteral("bet"));
        QCOMPARE(table->model()->rowCount(), 1);
        page.setFilter({});
        QCOMPARE(page.selectedNames(), QStringList{QStringLiteral("beta")});
    }

    void selectsAsSoonAsSeen()
    {
        UiWorld world;
        putThree(world);
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("later"));
        QVERIFY(page.selectedNames().isEmpty());
        world.server.put(Kind::Driver, driver("later"));
        QTRY_COMPARE(page.selectedNames(), QStringList{QStringLiteral("later")});
    }

    void forgetsWhatItAwaitsWhenThePersonSelects()
    {
        UiWorld world;
        putThree(world);
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("alpha"));
        page.select(QStringLiteral("later"));
        world.server.put(Kind::Driver, driver("other"));
        QTRY_COMPARE(page.model().rowCount(), 4); // a look without it is not the end of waiting
        auto* table = part<QTableView>(page, "page.Driver.table");
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(1, 0)).center());
        const QStringList chosen = page.selectedNames();
        QVERIFY(chosen.size() == 1 && chosen.front() != QLatin1String("alpha"));
        world.server.put(Kind::Driver, driver("later"));
        QTRY_COMPARE(page.model().rowCount(), 5);
        QCOMPARE(page.selectedNames(), chosen);
    }

    void doesNotAwaitWhatTheFilterHides()
    {
        UiWorld world;
        putThree(world);
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.setFilter(QStringLiteral("alpha"));
        page.select(QStringLiteral("beta"));
        page.setFilter({});
        world.server.put(Kind::Driver, driver("later"));
        QTRY_COMPARE(page.model().rowCount(), 4);
        QVERIFY(page.selectedNames().isEmpty());
    }

    void selectsFromRightToLeftToo()
    {
        UiWorld world;
        putThree(world);
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        {
            ui::ResourcePage page(*world.session, Kind::Driver);
            page.show();
            page.select(QStringLiteral("beta"));
            QCOMPARE(page.selectedNames(), QStringList{QStringLiteral("beta")});
        }
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void enterEditsAndDeleteAsks()
    {
        UiWorld world;
        putThree(world);
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        auto* table = part<QTableView>(page, "page.Driver.table");
        table->setFocus();
        page.select(QStringLiteral("beta"));
        QSignalSpy forms(&page, &ui::ResourcePage::formRequested);
        QSignalSpy deletions(&page, &ui::ResourcePage::deleteRequested);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(forms.size(), 1);
        QCOMPARE(forms[0][2].toString(), QStringLiteral("beta"));
        table->selectAll();
        QTest::keyClick(table, Qt::Key_Delete);
        QCOMPARE(deletions.size(), 1);
        QCOMPARE(deletions[0][1].toStringList().size(), 3);
    }

    void remembersTheColumns()
    {
        UiWorld world;
        putThree(world);
        {
            ui::ResourcePage page(*world.session, Kind::Driver);
            part<QTableView>(page, "page.Driver.table")->setColumnHidden(2, true);
        }
        ui::ResourcePage page(*world.session, Kind::Driver);
        QVERIFY(part<QTableView>(page, "page.Driver.table")->isColumnHidden(2));
    }

    void showsTheDetailsOfTheSelection()
    {
        UiWorld world;
        models::Json broken = driver("broken", "ERROR");
        broken["reason"] = {"secret <b>missing</b>"};
        broken["secrets"] = {"nobody"};
        world.server.put(Kind::Driver, broken);
        world.start();
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("broken"));
        const QString overview = part<QTextBrowser>(page, "details.overview.text")->toPlainText();
        QVERIFY(overview.contains(QStringLiteral("secret <b>missing</b>")));
        QVERIFY(overview.contains(QStringLiteral("Next step")));
        QVERIFY(part<QPlainTextEdit>(page, "details.yaml")->toPlainText().contains(QStringLiteral("name: broken")));
        part<QTabWidget>(page, "details.tabs")->setCurrentWidget(part<QTextBrowser>(page, "details.uses"));
        QVERIFY(part<QTextBrowser>(page, "details.uses")->toPlainText().contains(QStringLiteral("does not exist")));
    }

    void tellsOfAListThatFailed()
    {
        UiWorld world;
        putThree(world);
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        world.server.close();
        for (QTcpSocket* socket : world.server.findChildren<QTcpSocket*>())
            socket->abort();
        QTRY_VERIFY(part<QLabel>(page, "page.Driver.asOf")->text().contains(QStringLiteral("stale")));
        QCOMPARE(part<QTableView>(page, "page.Driver.table")->model()->rowCount(), 3);
    }

    void saysWhatThisServerDoesNotHave()
    {
        UiWorld world;
        world.server.missing = QStringLiteral("/v1/function");
        world.session = std::make_unique<client::Session>(world.server.connection());
        world.session->watch().start();
        ui::ResourcePage page(*world.session, Kind::Function);
        page.show();
        auto* text = part<QLabel>(page, "page.Function.empty.text");
        QTRY_VERIFY2(text->text().contains(QStringLiteral("does not offer")), qPrintable(text->text()));
        QVERIFY(!part<QAbstractButton>(page, "page.Function.empty.button")->isVisible());
        QVERIFY(visibleMessages(page).isEmpty());
    }

    void quotesForTheShell_data()
    {
        QTest::addColumn<QString>("word");
        QTest::newRow("plain") << QStringLiteral("abc-1");
        QTest::newRow("blank") << QStringLiteral("a b");
        QTest::newRow("quote") << QStringLiteral("it's");
        QTest::newRow("substitution") << QStringLiteral("$(id) `id` $HOME \\ \"x\" !");
        QTest::newRow("lines") << QStringLiteral("a\nb\n'\n");
        QTest::newRow("empty") << QString();
    }

    void quotesForTheShell()
    {
        QFETCH(QString, word);
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"),
                    {QStringLiteral("-c"), QStringLiteral("printf %s ") + ui::shellQuoted(word)});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), word);
    }

    void copiesWithoutCredentials()
    {
        client::Connection connection;
        connection.base = QUrl(QStringLiteral("http://127.0.0.1:8080"));
        connection.signIn = client::TokenSignIn{QStringLiteral("very-secret")};
        const auto parsed = models::resourceKind(Kind::Driver).parse(driver("alpha"));
        QVERIFY(parsed);
        const QString curl = ui::copyText(ui::CopyFormat::Curl, {*parsed}, connection);
        QVERIFY(curl.contains(QStringLiteral("/v1/event/drivers")));
        QVERIFY(!curl.contains(QStringLiteral("very-secret")));
        const QString json = ui::copyText(ui::CopyFormat::Json, {*parsed, *parsed}, connection);
        const auto list = models::parseJson(json.toUtf8());
        QVERIFY(list && list->is_array() && list->size() == 2);
    }
};

QTEST_MAIN(ResourcePageTest)
#include "tst_resourcepage.moc"
