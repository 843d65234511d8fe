// SPDX-License-Identifier: Apache-2.0
#include "client/credentials.h"
#include "client/whendone.h"
#include "localwindow.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QProcess>
#include <QStandardPaths>

#include <map>

using models::Json;
using models::Kind;

/// The Edit menu copies the selection as text that works elsewhere: on a real dispatch-local.
class CopiesTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<LocalWindow> m_at;
    std::unique_ptr<client::Session> m_other; ///< somebody else on the same server

    template <typename T> models::Result<T> wait(QFuture<models::Result<T>> asked)
    {
        std::optional<models::Result<T>> answer;
        client::whenDone(asked, this, [&answer](const models::Result<T>& came) { answer = came; });
        const bool done = QTest::qWaitFor([&answer] { return answer.has_value(); }, 10'000);
        return done ? *answer : models::Result<T>(models::failed({}));
    }

    QString copy(const char* how)
    {
        QGuiApplication::clipboard()->clear();
        auto* action = m_at->part<QAction>(QStringLiteral("action.copy.%1").arg(QLatin1String(how)));
        auto* menu = qobject_cast<QMenu*>(action->associatedObjects().constLast());
        if (menu)
            Q_EMIT menu->aboutToShow();
        action->trigger();
        return QGuiApplication::clipboard()->text();
    }

    void selectInFront(Kind kind)
    {
        auto* tabs = m_at->part<QTabWidget>(QStringLiteral("tabs"));
        tabs->setCurrentWidget(
            m_at->part<QWidget>(QStringLiteral("page.%1").arg(QLatin1String(models::resourceKind(kind).yamlKind))));
        QTRY_COMPARE(m_at->table(kind)->model()->rowCount(), 1);
        m_at->table(kind)->selectRow(0);
    }

    static QByteArray shell(const QString& script, int* code = nullptr, const QByteArray& token = {})
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DISPATCH_TOKEN"), QString::fromLatin1(token));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-euc"), script});
        process.waitForFinished(20'000);
        if (code)
            *code = process.exitCode();
        return process.readAllStandardOutput();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        m_at = std::make_unique<LocalWindow>();
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace(), 20'000);
        m_other = std::make_unique<client::Session>(m_at->connection);
        auto& api = m_other->api();
        QVERIFY(wait(api.create(Kind::DriverType, {{"name", "tick's"}, {"image", "x"}})).has_value() == false);
        QVERIFY(wait(api.create(Kind::DriverType, {{"name", "ticker"}, {"image", "acme/dispatch-events-ticker:1"}})));
        QVERIFY(wait(api.create(Kind::Secret, {{"name", "lab"}, {"secrets", {{"password", "s3cr3t"}}}})));
        const Json config = Json::array(
            {{{"key", "seconds"}, {"value", "60"}}, {{"key", "source"}, {"value", "it's \"$HOME\" `id`"}}});
        QVERIFY(wait(api.create(Kind::Driver,
                                {{"name", "tick"}, {"type", "ticker"}, {"config", config}, {"secrets", {"lab"}}})));
        QVERIFY(wait(api.create(Kind::Subscription, {{"name", "sub"}, {"eventType", "a.b"}, {"function", "hello"}})));
        m_at->workspace()->session().watch().lookNow();
    }

    void cleanupTestCase()
    {
        m_other.reset();
        m_at.reset();
    }

    void copies_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("complete");
        QTest::newRow("subscription") << int(Kind::Subscription) << QStringLiteral("sub") << true;
        QTest::newRow("driver") << int(Kind::Driver) << QStringLiteral("tick") << true;
        QTest::newRow("driver type") << int(Kind::DriverType) << QStringLiteral("ticker") << true;
        // Without its values it cannot be made anew, and they must not be in the clipboard.
        QTest::newRow("secret") << int(Kind::Secret) << QStringLiteral("lab") << false;
    }

    void copies()
    {
        QFETCH(int, kind);
        QFETCH(QString, name);
        QFETCH(bool, complete);
        const Kind which = static_cast<Kind>(kind);
        selectInFront(which);
        const auto before = wait(m_other->api().get(which, name));
        QVERIFY(before);

        const QString yaml = copy("yaml");
        QVERIFY2(yaml.contains(QStringLiteral("kind: ") + QLatin1String(models::resourceKind(which).yamlKind)),
                 qPrintable(yaml));
        QVERIFY(yaml.contains(QStringLiteral("name: ") + name));
        const auto json = models::parseJson(copy("json").toUtf8());
        QVERIFY(json);
        QVERIFY(*json == models::toJson(*before));
        // A `dispatch` that says what it was given.
        int code = -1;
        const QString command = copy("command");
        const QByteArray given = shell(QStringLiteral("dispatch() { cat \"$3\"; }\n") + command, &code);
        QCOMPARE(code, 0);
        QCOMPARE(QString::fromUtf8(given), yaml);

        const QString curl = copy("curl");
        QCOMPARE((shell(QStringLiteral("curl() { :; }\n") + curl, &code), code), 0);
        for (const QString& text : {yaml, command, curl}) {
            QVERIFY(!text.contains(QLatin1String("s3cr3t")));
            QVERIFY(!text.contains(QLatin1String("Bearer ey")));
            QVERIFY(!text.contains(QLatin1String("PRIVATE KEY")));
        }
        if (QStandardPaths::findExecutable(QStringLiteral("curl")).isEmpty() || !complete)
            return;
        QVERIFY(wait(m_other->api().remove(which, name)));
        QTRY_VERIFY(!wait(m_other->api().get(which, name)));
        client::Credentials credentials(m_at->connection);
        const auto header = credentials.header(QDateTime::currentSecsSinceEpoch());
        QVERIFY(header);
        const QByteArray answer = shell(curl + QStringLiteral(" -s"), &code, header->value.mid(7));
        QCOMPARE(code, 0);
        const auto after = wait(m_other->api().get(which, name));
        QVERIFY2(after, answer.constData());
        QVERIFY(models::toJson(*after) == models::toJson(*before));
    }
};

QTEST_MAIN(CopiesTest)
#include "tst_copies.moc"
