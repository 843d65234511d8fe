// SPDX-License-Identifier: Apache-2.0
#include "badworld.h"
#include "ownsettings.h"

#include <QComboBox>
#include <QTreeView>

#include <algorithm>

using models::Kind;

/// Resources and names that no good server has and no rule allows: they can be seen, refused and deleted.
class BadResourcesTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;

private Q_SLOTS:
    void showsStatesItDoesNotKnow()
    {
        BadWorld world;
        world.server.on("/v1/event/drivers",
                        ScriptServer::answer(200,
                                             json("[{'name':'a','type':'t','status':'DREAMING'},"
                                                  "{'name':'b','type':'t','status':''},{'name':'c','type':'t'},"
                                                  "{'name':'d','type':'t','status':'<b>READY</b>'}]")));
        world.connectNow();
        QTRY_COMPARE(world.rows(), 4);
        QStringList words;
        for (int row = 0; row < world.rows(); ++row) {
            world.table().selectRow(row);
            for (int column = 0; column < world.table().model()->columnCount(); ++column)
                words << world.table().model()->index(row, column).data().toString();
        }
        QVERIFY2(words.contains(QStringLiteral("DREAMING")), qPrintable(words.join(QLatin1Char('|'))));
        QVERIFY(words.contains(QStringLiteral("<b>READY</b>")));
        QVERIFY(visibleMessages(world.window).isEmpty());
    }

    void worksWithNamesThatBreakTheRules_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char* what, const QString& name, const QByteArray& path) {
            QTest::newRow(what) << name << QByteArray("/v1/event/drivers/" + path);
        };
        row("blank", QStringLiteral("two words"), "two%20words");
        row("path", QStringLiteral("../../secret/x"), "..%2F..%2Fsecret%2Fx");
        row("query", QStringLiteral("a?b=c&d#e"), "a%3Fb%3Dc%26d%23e");
        row("percent", QStringLiteral("100%25"), "100%2525");
        row("markup", QStringLiteral("<b>bold</b>"), "%3Cb%3Ebold%3C%2Fb%3E");
        row("lines", QStringLiteral("one\ntwo"), "one%0Atwo");
        row("right to left", QString(QChar(0x202e)) + QStringLiteral("abc"), "%E2%80%AEabc");
        row("very long", QString(5'000, QLatin1Char('x')), QByteArray(5'000, 'x'));
    }

    /// Another server may have had other rules: what is there can be seen and deleted.
    void worksWithNamesThatBreakTheRules()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, path);
        BadWorld world;
        const models::Json list = {{{"name", name.toStdString()}, {"type", "ticker"}, {"status", "READY"}}};
        world.server.on("/v1/event/drivers", ScriptServer::answer(200, models::dumpJson(list)));
        world.connectNow();
        QTRY_COMPARE(world.rows(), 1);
        QCOMPARE(world.cell(0), name);
        world.table().selectRow(0);
        QVERIFY(visibleMessages(world.window).isEmpty());
        world.window.grab();

        bool gone = false;
        world.server.on("/v1/event/drivers/", [&gone](QTcpSocket* socket, const ScriptServer::Seen& request) {
            gone = gone || request.method == "DELETE";
            socket->write(ScriptServer::message(200, "{}"));
        });
        world.server.on("/v1/event/drivers", [&gone, list](QTcpSocket* socket, const ScriptServer::Seen&) {
            socket->write(ScriptServer::message(200, gone ? QByteArray("[]") : models::dumpJson(list)));
        });
        part<QAction>(world.window, "action.delete")->trigger();
        QTest::mouseClick(part<QPushButton>(*part<QDialog>(world.window, "dialog.Delete"), "button.delete"),
                          Qt::LeftButton);
        QTRY_COMPARE(world.rows(), 0);
        const auto& seen = world.server.seen;
        QCOMPARE(std::count_if(seen.begin(), seen.end(),
                               [&path](const ScriptServer::Seen& request) {
                                   return request.method == "DELETE" && request.path.startsWith(path);
                               }),
                 1);
        QTRY_COMPARE(visibleMessages(world.window).size(), 1);
        QVERIFY(visibleMessages(world.window).constFirst().contains(QStringLiteral("Deleted ")));
    }

    void refusesToTypeNamesThatBreakTheRules_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"two words", "-first", "a/b", "a_b", "ab!", "<b>"})
            QTest::newRow(name) << QString::fromLatin1(name);
        QTest::newRow("foreign letters") << QStringLiteral("größe");
        QTest::newRow("taken") << QStringLiteral("alpha");
    }

    void refusesToTypeNamesThatBreakTheRules()
    {
        QFETCH(QString, name);
        BadWorld world;
        world.connectWell();
        QDialog* form = world.typeAName(name);
        QVERIFY(!part<QPushButton>(*form, "button.ok")->isEnabled());
        const QString said = part<QLabel>(*form, "message.name")->text();
        QVERIFY2(said.startsWith(QChar(0x2716)) && said.size() > 10, qPrintable(said));
        QCOMPARE(part<QLineEdit>(*form, "field.name")->text(), name);
        QVERIFY(visibleMessages(*form).isEmpty() && visibleMessages(world.window).isEmpty());
    }

    void showsADuplicateNameOnce()
    {
        BadWorld world;
        world.server.on("/v1/event/drivers",
                        ScriptServer::answer(200,
                                             json("[{'name':'a','type':'one','status':'READY'},"
                                                  "{'name':'b','type':'t','status':'READY'},"
                                                  "{'name':'a','type':'two','status':'ERROR'}]")));
        world.connectNow();
        QTRY_COMPARE(world.rows(), 2);
        int looks = 0;
        connect(&world.session().watch(), &client::Watch::looked, &world.window,
                [&looks](Kind kind) { looks += kind == Kind::Driver ? 1 : 0; });
        world.look();
        QTRY_VERIFY(looks > 0);
        QCOMPARE(world.rows(), 2);
        QVERIFY(visibleMessages(world.window).isEmpty());
    }

    void keepsTheFormWhenANameWasTakenMeanwhile()
    {
        BadWorld world;
        world.connectWell();
        part<QAction>(world.window, "action.new.Subscription")->trigger();
        auto* form = part<QDialog>(world.window, "dialog.Subscription");
        QTest::keyClicks(part<QLineEdit>(*form, "field.eventType"), QStringLiteral("vm.on"));
        part<QComboBox>(*form, "field.function")->setEditText(QStringLiteral("hello"));
        world.server.on("/v1/event/subscriptions", [](QTcpSocket* socket, const ScriptServer::Seen& request) {
            socket->write(request.method == "GET"
                              ? ScriptServer::message(200, "[]")
                              : ScriptServer::message(409, json("{'code':409,'message':'it already exists'}")));
        });
        QTest::mouseClick(part<QPushButton>(*form, "button.ok"), Qt::LeftButton);
        checkOneMessage(*form, QStringLiteral("The name is taken"), QStringLiteral("Choose another name"));
        QCOMPARE(part<QLineEdit>(*form, "field.eventType")->text(), QStringLiteral("vm.on"));
        QVERIFY(part<QPushButton>(*form, "button.ok")->isEnabled());
        QVERIFY(visibleMessages(world.window).isEmpty());
    }

    void warnsBeforeDeletingWhileCreating_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("the server obeys") << 200;
        QTest::newRow("the server refuses") << 409;
    }

    void warnsBeforeDeletingWhileCreating()
    {
        QFETCH(int, status);
        const QByteArray creating = json("[{'name':'slow','type':'ticker','status':'CREATING'}]");
        BadWorld world;
        world.server.on("/v1/event/drivers", ScriptServer::answer(200, creating));
        world.connectNow();
        QTRY_COMPARE(world.rows(), 1);
        world.session().watch().follow(Kind::Driver, QStringLiteral("slow"));
        world.table().selectRow(0);
        part<QAction>(world.window, "action.delete")->trigger();
        auto* dialog = part<QDialog>(world.window, "dialog.Delete");
        QStringList words;
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            words << label->text();
        QCOMPARE(words.filter(QStringLiteral("CREATING")).size(), 1);
        QVERIFY(part<QPushButton>(*dialog, "button.cancel")->isDefault());

        bool gone = false;
        world.server.on(
            "/v1/event/drivers", [status, creating, &gone](QTcpSocket* socket, const ScriptServer::Seen& request) {
                gone = gone || (request.method == "DELETE" && status == 200);
                const bool isOne = request.path.endsWith("/slow");
                if (request.method == "DELETE")
                    socket->write(ScriptServer::message(status, json("{'code':409,'message':'it is being created'}")));
                else if (isOne)
                    socket->write(ScriptServer::message(200, creating.mid(1, creating.size() - 2)));
                else
                    socket->write(ScriptServer::message(200, gone ? QByteArray("[]") : creating));
            });
        QTest::mouseClick(part<QPushButton>(*dialog, "button.delete"), Qt::LeftButton);
        QTRY_COMPARE(visibleMessages(world.window).size(), 1);
        const QString said = visibleMessages(world.window).constFirst();
        if (status == 200) {
            QTRY_COMPARE(world.rows(), 0);
            QVERIFY2(said.contains(QStringLiteral("Deleted ")), qPrintable(said));
        } else {
            QVERIFY2(said.contains(QStringLiteral("Could not delete")), qPrintable(said));
            QVERIFY(part<QTreeView>(*dialog, "delete.items")->model()->index(0, 2).data().toString().size() > 10);
            QCOMPARE(world.rows(), 1);
        }
    }
};

QTEST_MAIN(BadResourcesTest)
#include "tst_badresources.moc"
