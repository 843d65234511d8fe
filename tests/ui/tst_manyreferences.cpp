// SPDX-License-Identifier: Apache-2.0
#include "../e2e/neverblocks.h"
#include "ui/details/detailspane.h"
#include "ui/forms/deletedialog.h"
#include "uiworld.h"

#include <QTabWidget>
#include <QTextBrowser>
#include <QTimer>
#include <QTreeView>

using models::Json;
using models::Kind;

/// Who uses what, where there is a lot of it.
class TestManyReferences final : public QObject
{
    Q_OBJECT

    static constexpr int kMany = 10'000;

    static QString nameAt(int i) { return QStringLiteral("sub-%1").arg(i, 5, 10, QLatin1Char('0')); }

    /// Every subscription uses the one function, and a secret of its own.
    void start()
    {
        m_world = std::make_unique<UiWorld>();
        for (const char* name : {"busy", "idle"})
            m_world->server.put(Kind::Function, {{"name", name}, {"image", "python3"}, {"status", "READY"}});
        for (int i = 0; i < kMany; ++i) {
            const std::string secret = "secret-" + std::to_string(i);
            m_secrets << QString::fromStdString(secret);
            m_world->server.put(Kind::Secret, {{"name", secret}, {"secrets", {{"k", "v"}}}});
            m_world->server.put(Kind::Subscription,
                                {{"name", nameAt(i).toStdString()},
                                 {"eventType", "a.b"},
                                 {"function", "busy"},
                                 {"secrets", {secret}},
                                 {"status", "READY"}});
        }
        m_world->start();
        QCOMPARE(m_world->session->watch().resources(Kind::Subscription).size(), std::size_t(kMany));
        m_world->session->watch().stop();
    }

    std::unique_ptr<UiWorld> m_world;
    QStringList m_secrets;

private Q_SLOTS:
    void initTestCase() { start(); }
    void cleanupTestCase() { m_world.reset(); }

    void asksAboutTenThousandWithoutALongPause()
    {
        // A person has seen a window by then: fonts and style are loaded.
        ui::DeleteDialog(*m_world->session, *m_world->changes, Kind::Secret, {m_secrets.first()}).grab();
        neverBlocks([&](UiWatchdog&) {
            std::unique_ptr<ui::DeleteDialog> dialog;
            QTimer::singleShot(0, this, [&] {
                dialog
                    = std::make_unique<ui::DeleteDialog>(*m_world->session, *m_world->changes, Kind::Secret, m_secrets);
                dialog->open();
            });
            QTRY_VERIFY(dialog && dialog->isVisible());
            QCOMPARE(part<QTreeView>(*dialog, "delete.items")->model()->rowCount(), kMany);
            QCOMPARE(part<QTreeView>(*dialog, "delete.items")->model()->index(7, 1).data().toString(),
                     QStringLiteral("Subscriptions: ") + nameAt(7));
            QTest::qWait(0);
        });
    }

    void namesTheFirstUsersAndCountsTheRest()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            ui::DetailsPane pane(*m_world->session, Kind::Function);
            pane.resize(500, 700);
            pane.setVisible(true);
            const models::Resource busy = m_world->resource(Kind::Function, QStringLiteral("busy"));
            pane.show(&busy, 1);
            auto* uses = part<QTextBrowser>(pane, "details.uses");
            QVERIFY(uses->toPlainText().isEmpty());
            auto* tabs = part<QTabWidget>(pane, "details.tabs");
            watchdog.forget();
            QTimer::singleShot(0, this, [&] { tabs->setCurrentWidget(uses); });
            QTRY_VERIFY(uses->toPlainText().contains(QLatin1String("and 9950 more")));
            QVERIFY(uses->toPlainText().contains(nameAt(49)));
            QVERIFY(!uses->toPlainText().contains(nameAt(50)));
            QTest::qWait(0);
            watchdog.ended(QStringLiteral("uses"));
            const models::Resource idle = m_world->resource(Kind::Function, QStringLiteral("idle"));
            pane.show(&idle, 1);
            QVERIFY(!uses->toPlainText().contains(QLatin1String("sub-")));
        });
    }
};

QTEST_MAIN(TestManyReferences)
#include "tst_manyreferences.moc"
