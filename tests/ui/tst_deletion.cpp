// SPDX-License-Identifier: Apache-2.0
#include "parts.h"
#include "ui/forms/deletedialog.h"
#include "uiworld.h"

#include <QCheckBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using models::Kind;

namespace {

const QByteArray kFull = QByteArrayLiteral("{\"code\":500,\"message\":\"store is full\"}");

} // namespace

/// The question before something is deleted, and what it deletes.
class TestDeletion final : public QObject
{
    Q_OBJECT

    std::unique_ptr<UiWorld> m_world;

    void fill()
    {
        m_world->server.put(Kind::Secret, {{"name", "key"}, {"secrets", {{"k", "v"}}}});
        m_world->server.put(Kind::Function,
                            {{"name", "hello"}, {"image", "python3"}, {"secrets", {"key"}}, {"status", "READY"}});
        for (const char* name : {"sub1", "sub2"})
            m_world->server.put(Kind::Subscription,
                                {{"name", name}, {"eventType", "a.b"}, {"function", "hello"}, {"status", "READY"}});
        m_world->start();
    }
    bool isThere(Kind kind, const char* name) const
    {
        return !m_world->server.find(kind, QString::fromLatin1(name)).is_null();
    }

private Q_SLOTS:
    void init() { m_world = std::make_unique<UiWorld>(); }
    void cleanup() { m_world.reset(); }

    void namesDependentsAndDefaultsToCancel()
    {
        m_world->server.put(Kind::Function, {{"name", "hello"}, {"image", "python3"}, {"status", "READY"}});
        m_world->server.put(Kind::Subscription,
                            {{"name", "sub"}, {"eventType", "a.b"}, {"function", "hello"}, {"status", "READY"}});
        m_world->start();
        ui::DeleteDialog dialog(*m_world->session, *m_world->changes, Kind::Function, {QStringLiteral("hello")});
        QSignalSpy deleted(&dialog, &ui::DeleteDialog::deleted);
        dialog.open();
        UiWorld::picture(dialog, QStringLiteral("delete"));
        QVERIFY(part<QPushButton>(dialog, "button.cancel")->isDefault());
        QVERIFY(part<QTreeView>(dialog, "delete.items")
                    ->model()
                    ->index(0, 1)
                    .data()
                    .toString()
                    .contains(QLatin1String("sub")));
        QTest::keyClick(&dialog, Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
        QVERIFY(m_world->server.changes().empty());
        dialog.open();
        QTest::mouseClick(part<QPushButton>(dialog, "button.delete"), Qt::LeftButton);
        QTRY_COMPARE(deleted.size(), 1);
        QVERIFY(m_world->server.find(Kind::Function, QStringLiteral("hello")).is_null());
    }

    void keepsFailuresVisible()
    {
        for (const char* name : {"a", "b", "c"})
            m_world->server.put(Kind::Secret, {{"name", name}, {"secrets", {{"k", "v"}}}});
        m_world->start();
        ui::DeleteDialog dialog(*m_world->session, *m_world->changes, Kind::Secret,
                                {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
        QSignalSpy deleted(&dialog, &ui::DeleteDialog::deleted);
        QSignalSpy failed(&dialog, &ui::DeleteDialog::failed);
        dialog.open();
        m_world->server.refuseNext("DELETE", 500, kFull);
        QTest::mouseClick(part<QPushButton>(dialog, "button.delete"), Qt::LeftButton);
        QTRY_COMPARE(deleted.size(), 1);
        UiWorld::picture(dialog, QStringLiteral("delete-failed"));
        QCOMPARE(deleted.first().at(1).toStringList(), (QStringList{QStringLiteral("b"), QStringLiteral("c")}));
        QCOMPARE(failed.size(), 1);
        QVERIFY(dialog.isVisible());
    }

    void takesWhatUsesThemAlongInOrder()
    {
        fill();
        ui::DeleteDialog dialog(*m_world->session, *m_world->changes, Kind::Secret, {QStringLiteral("key")});
        QSignalSpy deleted(&dialog, &ui::DeleteDialog::deleted);
        dialog.open();
        auto* along = part<QCheckBox>(dialog, "delete.along");
        QVERIFY(along->isVisible() && !along->isChecked());
        const QAbstractItemModel* const items = part<QTreeView>(dialog, "delete.items")->model();
        QCOMPARE(items->rowCount(), 1);
        QTest::keyClick(along, Qt::Key_Space);
        QStringList order;
        for (int row = 0; row < items->rowCount(); ++row)
            order << items->index(row, 0).data().toString();
        QCOMPARE(order,
                 (QStringList{QStringLiteral("subscription sub1"), QStringLiteral("subscription sub2"),
                              QStringLiteral("function hello"), QStringLiteral("key")}));
        UiWorld::picture(dialog, QStringLiteral("delete-along"));
        QTest::keyClick(along, Qt::Key_Space);
        QCOMPARE(items->rowCount(), 1);
        QTest::keyClick(along, Qt::Key_Space);
        QTest::mouseClick(part<QPushButton>(dialog, "button.delete"), Qt::LeftButton);
        QTRY_COMPARE(deleted.size(), 3);
        QVERIFY(!isThere(Kind::Subscription, "sub1") && !isThere(Kind::Subscription, "sub2"));
        QVERIFY(!isThere(Kind::Function, "hello") && !isThere(Kind::Secret, "key"));
        QVERIFY(!dialog.isVisible());
    }

    void keepsWhatIsStillUsed()
    {
        fill();
        ui::DeleteDialog dialog(*m_world->session, *m_world->changes, Kind::Secret, {QStringLiteral("key")});
        QSignalSpy failed(&dialog, &ui::DeleteDialog::failed);
        dialog.open();
        part<QCheckBox>(dialog, "delete.along")->setChecked(true);
        m_world->server.refuseNext("DELETE", 500, kFull);
        QTest::mouseClick(part<QPushButton>(dialog, "button.delete"), Qt::LeftButton);
        QTRY_COMPARE(failed.size(), 1);
        QTRY_VERIFY(part<QPushButton>(dialog, "button.cancel")->isEnabled());
        QVERIFY(isThere(Kind::Subscription, "sub1") && isThere(Kind::Function, "hello")
                && isThere(Kind::Secret, "key"));
        QVERIFY(dialog.isVisible());
    }
};

QTEST_MAIN(TestDeletion)
#include "tst_deletion.moc"
