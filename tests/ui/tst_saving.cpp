// SPDX-License-Identifier: Apache-2.0
#include "ui/forms/editors/secretvalueedit.h"
#include "ui/forms/resourcedialog.h"
#include "ui/functions/runpanel.h"
#include "uiworld.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>

using models::Json;
using models::Kind;
using ui::ResourceDialog;

/// What becomes of a form when the server refuses half of it, or a person changes their mind meanwhile.
class TestSaving final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void createsAgainWhatWasDeletedToBeReplaced();
    void sendsNothingAfterCancelWhileComparing();
    void takesNoValuesAfterCancelWhileReading();
    void knowsEveryInputThatWasNotRun();

private:
    ResourceDialog* edit(Kind kind, const QString& subject);
    ResourceDialog* editSubscription();

    std::unique_ptr<UiWorld> m_world;
    std::unique_ptr<ResourceDialog> m_dialog;
};

void TestSaving::init()
{
    m_world = std::make_unique<UiWorld>();
}

void TestSaving::cleanup()
{
    m_dialog.reset();
    m_world.reset();
}

ResourceDialog* TestSaving::edit(Kind kind, const QString& subject)
{
    m_world->start();
    m_dialog = std::make_unique<ResourceDialog>(*m_world->session, *m_world->changes, m_world->catalogue, kind,
                                                ResourceDialog::Purpose::Edit, m_world->resource(kind, subject));
    m_dialog->open();
    return m_dialog.get();
}

ResourceDialog* TestSaving::editSubscription()
{
    m_world->server.put(
        Kind::Subscription,
        {{"name", "sub"}, {"eventType", "a.b"}, {"function", "one"}, {"status", "READY"}, {"novelty", 7}});
    ResourceDialog* dialog = edit(Kind::Subscription, QStringLiteral("sub"));
    part<QComboBox>(*dialog, "field.function")->setEditText(QStringLiteral("two"));
    return dialog;
}

void TestSaving::createsAgainWhatWasDeletedToBeReplaced()
{
    ResourceDialog& dialog = *editSubscription();
    m_world->server.refuseNext("POST", 500, R"({"code":500,"message":"store is full"})");
    auto* save = part<QPushButton>(dialog, "button.ok");
    QTest::mouseClick(save, Qt::LeftButton);
    auto* bar = dialog.findChild<ui::MessageBar*>();
    QTRY_VERIFY(bar->showsFailure());
    QVERIFY(m_world->server.find(Kind::Subscription, QStringLiteral("sub")).is_null());
    QVERIFY2(bar->text().contains(QLatin1String("deleted")), qPrintable(bar->text()));
    QTest::mouseClick(part<QPushButton>(dialog, "button.cancel"), Qt::LeftButton);
    auto* box = part<QMessageBox>(dialog, "dialog.discard");
    QVERIFY2(box->text().contains(QLatin1String("deleted")), qPrintable(box->text()));
    QTest::mouseClick(box->button(QMessageBox::Cancel), Qt::LeftButton);
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY2(!dialog.isVisible(), qPrintable(bar->text()));
    const Json made = m_world->server.find(Kind::Subscription, QStringLiteral("sub"));
    QVERIFY(made["function"] == Json("two"));
    QVERIFY(made["novelty"] == Json(7));
}

void TestSaving::sendsNothingAfterCancelWhileComparing()
{
    ResourceDialog& dialog = *editSubscription();
    m_world->server.holdNext(QStringLiteral("/v1/event/subscriptions/sub"));
    QTest::mouseClick(part<QPushButton>(dialog, "button.ok"), Qt::LeftButton);
    QTRY_VERIFY(m_world->server.isHolding());
    QTest::mouseClick(part<QPushButton>(dialog, "button.cancel"), Qt::LeftButton);
    QVERIFY(dialog.isVisible());
    QVERIFY(part<QPushButton>(dialog, "button.ok")->isEnabled());
    QCOMPARE(part<QComboBox>(dialog, "field.function")->currentText(), QStringLiteral("two"));
    QVERIFY(!dialog.findChild<ui::MessageBar*>()->text().isEmpty());
    m_world->server.release();
    // What goes out after the answer came would have gone out by the end of a second save.
    QTest::mouseClick(part<QPushButton>(dialog, "button.ok"), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    const auto changes = m_world->server.changes();
    QCOMPARE(changes.size(), std::size_t(2));
    QCOMPARE(changes[0].method, QByteArray("DELETE"));
    QCOMPARE(changes[1].method, QByteArray("POST"));
}

void TestSaving::takesNoValuesAfterCancelWhileReading()
{
    m_world->server.put(Kind::Secret, {{"name", "lab"}, {"secrets", {{"password", "OpenSesame"}}}});
    m_world->server.holdNext(QStringLiteral("/v1/secret/lab"));
    ResourceDialog& dialog = *edit(Kind::Secret, QStringLiteral("lab"));
    QTRY_VERIFY(m_world->server.isHolding());
    QTest::mouseClick(part<QPushButton>(dialog, "button.cancel"), Qt::LeftButton);
    QVERIFY(!dialog.isVisible());
    QSignalSpy answered(&m_world->session->watch(), &client::Watch::changed);
    m_world->server.release();
    m_world->server.put(Kind::Secret, {{"name", "other"}, {"secrets", {{"k", "v"}}}});
    QTRY_VERIFY(!answered.isEmpty());
    for (const auto* value : dialog.findChildren<ui::SecretValueEdit*>())
        QVERIFY(value->text().isEmpty());
}

void TestSaving::knowsEveryInputThatWasNotRun()
{
    m_world->start();
    ui::RunPanel panel(*m_world->session);
    panel.setVisible(true);
    auto* input = part<QPlainTextEdit>(panel, "run.input");
    for (const char* function : {"one", "two"}) {
        panel.setFunction(QLatin1String(function));
        QTest::keyClicks(input, QStringLiteral("1"));
    }
    panel.setFunction({});
    QCOMPARE(panel.drafts(), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
    panel.setFunction(QStringLiteral("one"));
    QTest::mouseClick(part<QPushButton>(panel, "run.start"), Qt::LeftButton);
    QTRY_COMPARE(panel.drafts(), QStringList{QStringLiteral("two")});
}

QTEST_MAIN(TestSaving)
#include "tst_saving.moc"
