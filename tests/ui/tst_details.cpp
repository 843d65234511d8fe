// SPDX-License-Identifier: Apache-2.0
#include "ownsettings.h"
#include "ui/pages/resourcepage.h"
#include "uiworld.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTextBrowser>
#include <QTimer>

using models::Kind;

/// What the side of a page tells about the selection.
class DetailsTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;

    static models::Json secret(const char* value)
    {
        return {{"name", "lab"}, {"secrets", {{"password", value}, {"user", "root"}}}};
    }

    static models::Json driver(const char* status)
    {
        return {{"name", "tick"}, {"type", "ticker"}, {"status", status}, {"modified-time", 1'500'000'000}};
    }

    /// True when any role of any cell, or any text in the page, holds the words.
    static bool holds(ui::ResourcePage& page, const QString& words)
    {
        for (int row = 0; row < page.model().rowCount(); ++row) {
            for (int column = 0; column < page.model().columnCount(); ++column) {
                for (int role = 0; role < Qt::UserRole + 8; ++role) {
                    if (page.model().index(row, column).data(role).toString().contains(words))
                        return true;
                }
            }
        }
        const auto texts = page.findChildren<QPlainTextEdit*>();
        const auto lines = page.findChildren<QLineEdit*>();
        return std::any_of(texts.begin(), texts.end(),
                           [&](const auto* text) { return text->toPlainText().contains(words); })
            || std::any_of(lines.begin(), lines.end(), [&](const auto* line) { return line->text().contains(words); })
            || part<QTextBrowser>(page, "details.overview.text")->toHtml().contains(words);
    }

    static QString overview(ui::ResourcePage& page)
    {
        return part<QTextBrowser>(page, "details.overview.text")->toPlainText();
    }

private Q_SLOTS:
    void revealFetchesTheValueAndHidesItAgain()
    {
        UiWorld world;
        world.server.put(Kind::Secret, secret("before"));
        world.start();
        ui::ResourcePage page(*world.session, Kind::Secret);
        page.show();
        page.select(QStringLiteral("lab"));
        QVERIFY(!holds(page, QStringLiteral("before")));
        // Changed behind the console's back: only a fetch on demand can know.
        world.session->watch().stop();
        world.server.put(Kind::Secret, secret("later"));
        auto* value = part<QLineEdit>(page, "details.secret.value");
        QTest::mouseClick(part<QPushButton>(page, "details.secret.reveal"), Qt::LeftButton);
        QTRY_COMPARE(value->text(), QStringLiteral("later"));
        value->clear();
        QVERIFY(!holds(page, QStringLiteral("later")));

        QTest::mouseClick(part<QPushButton>(page, "details.secret.reveal"), Qt::LeftButton);
        QTRY_COMPARE(value->text(), QStringLiteral("later"));
        part<QComboBox>(page, "details.secret.key")->setCurrentText(QStringLiteral("user"));
        QVERIFY(value->text().isEmpty());

        QTest::mouseClick(part<QPushButton>(page, "details.secret.reveal"), Qt::LeftButton);
        QTRY_COMPARE(value->text(), QStringLiteral("root"));
        auto* clock = value->parentWidget()->findChild<QTimer*>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(clock->isActive());
        QCOMPARE(clock->interval(), 30'000);
        clock->start(1);
        QTRY_VERIFY(value->text().isEmpty());
        clock->setInterval(30'000);

        QTest::mouseClick(part<QPushButton>(page, "details.secret.reveal"), Qt::LeftButton);
        QTRY_COMPARE(value->text(), QStringLiteral("root"));
        page.hide();
        QVERIFY(value->text().isEmpty());
    }

    void copiesAValueForAMoment()
    {
        UiWorld world;
        world.server.put(Kind::Secret, secret("copied"));
        world.start();
        QClipboard* const clipboard = QGuiApplication::clipboard();
        {
            ui::ResourcePage page(*world.session, Kind::Secret);
            page.show();
            page.select(QStringLiteral("lab"));
            auto* copy = part<QPushButton>(page, "details.secret.copy");
            copy->click();
            QTRY_COMPARE(clipboard->text(), QStringLiteral("copied"));
            QVERIFY(!holds(page, QStringLiteral("copied")));
            auto* timer = page.findChild<QTimer*>(QStringLiteral("secret.clipboard"));
            QVERIFY(timer->isActive());
            QCOMPARE(timer->interval(), 30'000);
            timer->start(1);
            QTRY_VERIFY(clipboard->text().isEmpty());
            // What somebody else copied stays.
            timer->setInterval(30'000);
            copy->click();
            QTRY_COMPARE(clipboard->text(), QStringLiteral("copied"));
            clipboard->setText(QStringLiteral("mine"));
            timer->start(1);
            QTRY_VERIFY(!timer->isActive());
            QCOMPARE(clipboard->text(), QStringLiteral("mine"));
            timer->setInterval(30'000);
            copy->click();
            QTRY_COMPARE(clipboard->text(), QStringLiteral("copied"));
        }
        QVERIFY(clipboard->text().isEmpty());
    }

    void masksSettingsThatLookSecret()
    {
        UiWorld world;
        world.server.put(
            Kind::Driver,
            {{"name", "d"},
             {"type", "t"},
             {"status", "READY"},
             {"config", {{{"key", "password"}, {"value", "hunter2"}}, {{"key", "seconds"}, {"value", "5"}}}}});
        world.start();
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("d"));
        const QString text = overview(page);
        QVERIFY2(text.contains(QLatin1String("seconds")) && text.contains(QLatin1String("password")), qPrintable(text));
        QVERIFY2(!text.contains(QLatin1String("hunter2")), qPrintable(text));
        QVERIFY(!holds(page, QStringLiteral("hunter2")));
    }

    void showsWhereADriverCanBeReached()
    {
        UiWorld world;
        world.server.put(Kind::Driver,
                         {{"name", "d"}, {"type", "t"}, {"status", "READY"}, {"url", "http://0.0.0.0:4711/hook"}});
        world.start();
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("d"));
        QVERIFY2(overview(page).contains(QLatin1String("http://127.0.0.1:4711/hook")), qPrintable(overview(page)));
        const models::Resource* const seen = page.model().find(QStringLiteral("d"));
        QVERIFY(seen);
        QCOMPARE(std::get<models::Driver>(*seen).url, QStringLiteral("http://127.0.0.1:4711/hook"));
    }

    void saysWhyAValueCannotBeShown()
    {
        UiWorld world;
        world.server.put(Kind::Secret, secret("x"));
        world.start();
        ui::ResourcePage page(*world.session, Kind::Secret);
        page.show();
        page.select(QStringLiteral("lab"));
        world.session->watch().stop();
        world.server.refuseNext("GET", 403, R"({"code":403,"message":"no"})");
        auto* reveal = part<QPushButton>(page, "details.secret.reveal");
        QTest::mouseClick(reveal, Qt::LeftButton);
        QTRY_VERIFY(reveal->isEnabled());
        QVERIFY(part<QLineEdit>(page, "details.secret.value")->text().isEmpty());
        const auto labels = reveal->parentWidget()->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel* label) { return label->isVisible() && !label->text().isEmpty(); }));
    }

    void saysSinceWhenAsFarAsItKnows()
    {
        UiWorld world;
        world.server.put(Kind::Driver, driver("READY"));
        world.start();
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("tick"));
        const QString written = QLocale().toString(QDateTime::fromSecsSinceEpoch(1'500'000'000), QLocale::ShortFormat);
        QVERIFY2(overview(page).contains(QStringLiteral("at least since ") + written), qPrintable(overview(page)));
        const QTime before = QTime::currentTime();
        world.server.put(Kind::Driver, driver("ERROR"));
        QTRY_VERIFY(overview(page).contains(QStringLiteral("ERROR")));
        QVERIFY2(!overview(page).contains(QStringLiteral("at least")), qPrintable(overview(page)));
        const models::Resource now = world.resource(Kind::Driver, QStringLiteral("tick"));
        const auto stay = world.session->stateTimes().of(now);
        QVERIFY(stay.exact);
        QVERIFY(overview(page).contains(stay.since.toString(QStringLiteral("HH:mm:ss"))));
        QVERIFY(before.secsTo(stay.since.time()) < 60);
    }

    void callsAResourceThatGoesToAndFroFlapping()
    {
        UiWorld world;
        world.server.put(Kind::Driver, driver("READY"));
        world.start();
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("tick"));
        const auto state = [&page] { return page.model().index(0, 0).data().toString(); };
        for (const char* status : {"ERROR", "READY", "ERROR"}) {
            QVERIFY(!state().contains(QStringLiteral("flapping")));
            world.server.put(Kind::Driver, driver(status));
            QTRY_VERIFY(state().startsWith(QLatin1String(status)));
        }
        QCOMPARE(state(), QStringLiteral("ERROR · flapping"));
        QVERIFY(overview(page).contains(QStringLiteral("ERROR · flapping")));
        QVERIFY(overview(page).contains(QStringLiteral("in turn")));
    }

    void callsWhatNeverGetsReadyStuck()
    {
        UiWorld world;
        world.server.put(Kind::Driver, driver("CREATING"));
        world.start();
        ui::ResourcePage page(*world.session, Kind::Driver);
        page.show();
        page.select(QStringLiteral("tick"));
        QCOMPARE(page.model().index(0, 0).data().toString(), QStringLiteral("CREATING · stuck"));
        QVERIFY(overview(page).contains(QStringLiteral("unusually long")));
    }
};

QTEST_MAIN(DetailsTest)
#include "tst_details.moc"
