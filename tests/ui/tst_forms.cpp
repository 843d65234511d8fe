// SPDX-License-Identifier: Apache-2.0
#include "client/sourcearchive.h"
#include "ui/forms/editors/secretvalueedit.h"
#include "ui/forms/resourcedialog.h"
#include "ui/messagebar.h"
#include "uiworld.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTreeView>

using models::Json;
using models::Kind;
using ui::ResourceDialog;

class TestForms final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void createsDriverWithMadeUpNameAndRegistersItsTypeFirst();
    void steersCredentialsIntoANewSecret();
    void doesNotMakeTheSecretTwiceWhenTheDriverIsRefused();
    void rejectsBrokenNameWhileTyping();
    void rejectsNameThatExists();
    void explainsBrokenSchedule();
    void keepsWhatWasTypedWhenTheServerRefuses();
    void sendsExposeAndUrlBackWhenADriverChanges();
    void sendsNothingWhenNothingChanged();
    void asksWhoWinsWhenTheServersCopyMovedOn();
    void replacesASubscriptionThatKeepsItsEventType();
    void readsSecretValuesForEditingAndHidesThem();
    void keepsLinesOfAPastedKey();
    void fillsADriverTypeFromTheCatalogue();
    void packsFunctionSource();
    void packsAFolderWithLongNames();
    void asksBeforeTypedWordsAreLost();
    void watchDoesNotTouchTheForm();

private:
    ResourceDialog* open(Kind kind, ResourceDialog::Purpose purpose = ResourceDialog::Purpose::New,
                         const QString& subject = {});
    static QPushButton* ok(QWidget& dialog) { return part<QPushButton>(dialog, "button.ok"); }

    std::unique_ptr<UiWorld> m_world;
    std::unique_ptr<ResourceDialog> m_dialog;
};

void TestForms::init()
{
    m_world = std::make_unique<UiWorld>();
}

void TestForms::cleanup()
{
    m_dialog.reset();
    m_world.reset();
}

ResourceDialog* TestForms::open(Kind kind, ResourceDialog::Purpose purpose, const QString& subject)
{
    if (!m_world->session)
        m_world->start();
    std::optional<models::Resource> resource;
    if (!subject.isEmpty())
        resource = m_world->resource(kind, subject);
    m_dialog = std::make_unique<ResourceDialog>(*m_world->session, *m_world->changes, m_world->catalogue, kind, purpose,
                                                resource);
    m_dialog->open();
    return m_dialog.get();
}

void TestForms::createsDriverWithMadeUpNameAndRegistersItsTypeFirst()
{
    ResourceDialog& dialog = *open(Kind::Driver);
    QSignalSpy saved(&dialog, &ResourceDialog::saved);
    QCOMPARE(dialog.objectName(), QStringLiteral("dialog.Driver"));
    QTest::keyClicks(part<QComboBox>(dialog, "field.type"), QStringLiteral("cron"));
    QVERIFY(!ok(dialog)->isEnabled());
    QTest::keyClicks(part<QLineEdit>(dialog, "parameter.cron"), QStringLiteral("*/10 * * * * *"));
    QVERIFY(ok(dialog)->isEnabled());
    UiWorld::picture(dialog, QStringLiteral("driver-cron"));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_COMPARE(saved.size(), 2);
    const auto changes = m_world->server.changes();
    QCOMPARE(changes.size(), std::size_t(2));
    QCOMPARE(changes[0].path, QStringLiteral("/v1/event/drivertypes"));
    QCOMPARE(models::textAt(changes[1].body, "type"), QStringLiteral("cron"));
    static const QRegularExpression madeUp(QStringLiteral("^[a-z]+-[a-z]+-[0-9]{6}$"));
    QVERIFY(madeUp.match(models::textAt(changes[1].body, "name")).hasMatch());
    QCOMPARE(models::pairsAt(changes[1].body, "config").value(QStringLiteral("cron")),
             QStringLiteral("*/10 * * * * *"));
    QVERIFY(!dialog.isVisible());
}

void TestForms::steersCredentialsIntoANewSecret()
{
    ResourceDialog& dialog = *open(Kind::Driver);
    QTest::keyClicks(part<QComboBox>(dialog, "field.type"), QStringLiteral("vcenter"));
    QTest::keyClicks(part<QLineEdit>(dialog, "field.name"), QStringLiteral("vc-lab"));
    QVERIFY(!ok(dialog)->isEnabled());
    auto* url = part<ui::SecretValueEdit>(dialog, "parameter.vcenterurl");
    QTest::keyClicks(url, QStringLiteral("root:pass@vc:443"));
    for (const char* type : {"cron", "vcenter"}) // by mistake, and back
        part<QComboBox>(dialog, "field.type")->setEditText(QLatin1String(type));
    QCOMPARE(part<ui::SecretValueEdit>(dialog, "parameter.vcenterurl")->text(), QStringLiteral("root:pass@vc:443"));
    QVERIFY2(ok(dialog)->isEnabled(), qPrintable(part<QLabel>(dialog, "dialog.hint")->text()));
    UiWorld::picture(dialog, QStringLiteral("driver-vcenter"));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    const auto changes = m_world->server.changes();
    QCOMPARE(changes.size(), std::size_t(3));
    QCOMPARE(changes[1].path, QStringLiteral("/v1/secret"));
    QVERIFY(changes[1].body["secrets"]["vcenterurl"] == Json("root:pass@vc:443"));
    QCOMPARE(models::textsAt(changes[2].body, "secrets"), QStringList{QStringLiteral("vcenter-credentials")});
    QVERIFY(!models::dumpJson(changes[2].body).contains("pass"));
}

void TestForms::doesNotMakeTheSecretTwiceWhenTheDriverIsRefused()
{
    m_world->server.put(Kind::DriverType, {{"name", "vcenter"}, {"image", "dispatch-events-vcenter"}});
    m_world->server.put(Kind::Driver, {{"name", "first"}, {"type", "vcenter"}, {"status", "READY"}});
    ResourceDialog& dialog = *open(Kind::Driver);
    QTest::keyClicks(part<QComboBox>(dialog, "field.type"), QStringLiteral("vcenter"));
    auto* name = part<QLineEdit>(dialog, "field.name");
    QTest::keyClicks(name, QStringLiteral("second"));
    QTest::keyClicks(part<ui::SecretValueEdit>(dialog, "parameter.vcenterurl"), QStringLiteral("root:pass@vc"));
    m_world->server.put(Kind::Driver, {{"name", "second"}, {"type", "vcenter"}, {"status", "READY"}});
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(dialog.findChild<ui::MessageBar*>()->showsFailure());
    QCOMPARE(name->text(), QStringLiteral("second"));
    name->clear();
    QTest::keyClicks(name, QStringLiteral("third"));
    QTRY_VERIFY(ok(dialog)->isEnabled());
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    int secrets = 0;
    for (const auto& change : m_world->server.changes())
        secrets += change.path == QLatin1String("/v1/secret") ? 1 : 0;
    QCOMPARE(secrets, 1);
    QCOMPARE(models::textsAt(m_world->server.find(Kind::Driver, QStringLiteral("third")), "secrets").size(), 1);
}

void TestForms::rejectsBrokenNameWhileTyping()
{
    ResourceDialog& dialog = *open(Kind::Secret);
    auto* name = part<QLineEdit>(dialog, "field.name");
    QTest::keyClicks(name, QStringLiteral("-bad name"));
    QVERIFY(!ok(dialog)->isEnabled());
    QVERIFY(part<QLabel>(dialog, "message.name")->text().startsWith(QChar(0x2716)));
    QVERIFY(!part<QLabel>(dialog, "dialog.hint")->text().isEmpty());
    UiWorld::picture(dialog, QStringLiteral("secret-broken"));
}

void TestForms::rejectsNameThatExists()
{
    m_world->server.put(Kind::Secret, {{"name", "lab"}, {"secrets", {{"a", "b"}}}});
    ResourceDialog& dialog = *open(Kind::Secret);
    QTest::keyClicks(part<QLineEdit>(dialog, "field.name"), QStringLiteral("lab"));
    QTest::keyClicks(part<QLineEdit>(dialog, "field.secrets.key.0"), QStringLiteral("key"));
    QVERIFY(!ok(dialog)->isEnabled());
    QTest::keyClicks(part<QLineEdit>(dialog, "field.name"), QStringLiteral("2"));
    QVERIFY(ok(dialog)->isEnabled());
}

void TestForms::explainsBrokenSchedule()
{
    ResourceDialog& dialog = *open(Kind::Driver);
    QTest::keyClicks(part<QComboBox>(dialog, "field.type"), QStringLiteral("cron"));
    QTest::keyClicks(part<QLineEdit>(dialog, "parameter.cron"), QStringLiteral("every minute"));
    QVERIFY(!ok(dialog)->isEnabled());
    QVERIFY(part<QLabel>(dialog, "dialog.hint")->text().contains(QLatin1String("cron")));
}

void TestForms::keepsWhatWasTypedWhenTheServerRefuses()
{
    ResourceDialog& dialog = *open(Kind::Subscription);
    QTest::keyClicks(part<QLineEdit>(dialog, "field.eventType"), QStringLiteral("vm.powered.on"));
    QTest::keyClicks(part<QComboBox>(dialog, "field.function"), QStringLiteral("hello"));
    m_world->server.refuseNext("POST", 500, R"({"code":500,"message":"internal error"})");
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    auto* bar = dialog.findChild<ui::MessageBar*>();
    QTRY_VERIFY(bar->showsFailure());
    UiWorld::picture(dialog, QStringLiteral("subscription-refused"));
    QVERIFY(dialog.isVisible());
    QCOMPARE(part<QLineEdit>(dialog, "field.eventType")->text(), QStringLiteral("vm.powered.on"));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
}

void TestForms::sendsExposeAndUrlBackWhenADriverChanges()
{
    m_world->server.put(Kind::Driver,
                        {{"name", "grid"},
                         {"type", "push"},
                         {"expose", true},
                         {"status", "READY"},
                         {"url", "http://0.0.0.0:4711"},
                         {"novelty", 7}});
    m_world->server.put(Kind::DriverType, {{"name", "push"}, {"image", "acme/push:1"}});
    ResourceDialog& dialog = *open(Kind::Driver, ResourceDialog::Purpose::Edit, QStringLiteral("grid"));
    QVERIFY(part<QLineEdit>(dialog, "field.name")->isReadOnly());
    QTest::keyClicks(part<QLineEdit>(dialog, "field.config.key.0"), QStringLiteral("debug"));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    const Json body = m_world->server.changes().back().body;
    QVERIFY(body["expose"] == Json(true));
    QVERIFY(body["url"] == Json("http://0.0.0.0:4711"));
    QVERIFY(body["config"] == Json::array({{{"key", "debug"}}}));
}

void TestForms::sendsNothingWhenNothingChanged()
{
    m_world->server.put(Kind::Driver, {{"name", "tick"}, {"type", "ticker"}, {"status", "READY"}});
    m_world->server.put(Kind::DriverType, {{"name", "ticker"}, {"image", "dispatchframework/ticker:0.0.2"}});
    ResourceDialog& dialog = *open(Kind::Driver, ResourceDialog::Purpose::Edit, QStringLiteral("tick"));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QVERIFY(!dialog.findChild<ui::MessageBar*>()->text().isEmpty());
    QVERIFY(m_world->server.changes().empty());
    QVERIFY(dialog.isVisible());
}

void TestForms::asksWhoWinsWhenTheServersCopyMovedOn()
{
    m_world->server.put(Kind::DriverType, {{"name", "mine"}, {"image", "acme/a:1"}});
    ResourceDialog& dialog = *open(Kind::DriverType, ResourceDialog::Purpose::Edit, QStringLiteral("mine"));
    m_world->server.put(Kind::DriverType, {{"name", "mine"}, {"image", "acme/b:2"}});
    auto* image = part<QLineEdit>(dialog, "field.image");
    image->clear();
    QTest::keyClicks(image, QStringLiteral("acme/c:3"));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    auto* conflict = part<QWidget>(dialog, "dialog.conflict");
    QTRY_VERIFY(conflict->isVisible());
    UiWorld::picture(dialog, QStringLiteral("conflict"));
    QVERIFY(m_world->server.changes().empty());
    QCOMPARE(image->text(), QStringLiteral("acme/c:3"));
    QTest::mouseClick(part<QPushButton>(dialog, "conflict.mine"), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    QVERIFY(m_world->server.find(Kind::DriverType, QStringLiteral("mine"))["image"] == Json("acme/c:3"));
}

void TestForms::replacesASubscriptionThatKeepsItsEventType()
{
    m_world->server.put(Kind::Subscription,
                        {{"name", "sub"}, {"eventType", "a.b"}, {"function", "one"}, {"status", "READY"}});
    ResourceDialog& dialog = *open(Kind::Subscription, ResourceDialog::Purpose::Edit, QStringLiteral("sub"));
    auto* function = part<QComboBox>(dialog, "field.function");
    function->setEditText(QStringLiteral("two"));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    const auto changes = m_world->server.changes();
    QCOMPARE(changes.size(), std::size_t(2));
    QCOMPARE(changes[0].method, QByteArray("DELETE"));
    QCOMPARE(changes[1].method, QByteArray("POST"));
    QVERIFY(m_world->server.find(Kind::Subscription, QStringLiteral("sub"))["function"] == Json("two"));
}

void TestForms::readsSecretValuesForEditingAndHidesThem()
{
    m_world->server.put(Kind::Secret, {{"name", "lab"}, {"secrets", {{"password", "OpenSesame"}}}});
    ResourceDialog& dialog = *open(Kind::Secret, ResourceDialog::Purpose::Edit, QStringLiteral("lab"));
    QTRY_VERIFY(dialog.findChild<ui::SecretValueEdit*>(QStringLiteral("field.secrets.value.0"))
                && part<ui::SecretValueEdit>(dialog, "field.secrets.value.0")->text() == QLatin1String("OpenSesame"));
    auto* value = part<ui::SecretValueEdit>(dialog, "field.secrets.value.0");
    QVERIFY(!value->isShown());
    const QImage hidden = value->viewport()->grab().toImage();
    QTest::keyClicks(value, QStringLiteral("AndMore"));
    QCOMPARE(value->viewport()->grab().toImage(), hidden);
    UiWorld::picture(dialog, QStringLiteral("secret-edit"));
    QVERIFY(!dialog.windowTitle().contains(QLatin1String("Sesame")));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    QVERIFY(m_world->server.find(Kind::Secret, QStringLiteral("lab"))["secrets"]["password"].get<std::string>().size()
            > std::string("OpenSesame").size());
    QVERIFY(value->text().isEmpty());
}

void TestForms::keepsLinesOfAPastedKey()
{
    ResourceDialog& dialog = *open(Kind::Secret);
    const QString pem = QStringLiteral("-----BEGIN KEY-----\nabc\n---\n-----END KEY-----\n");
    QTest::keyClicks(part<QLineEdit>(dialog, "field.name"), QStringLiteral("pem"));
    QTest::keyClicks(part<QLineEdit>(dialog, "field.secrets.key.0"), QStringLiteral("key"));
    part<ui::SecretValueEdit>(dialog, "field.secrets.value.0")->insertPlainText(pem);
    QTest::mouseClick(part<QCheckBox>(dialog, "field.secrets.show"), Qt::LeftButton);
    UiWorld::picture(dialog, QStringLiteral("secret-pem"));
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    QVERIFY(m_world->server.find(Kind::Secret, QStringLiteral("pem"))["secrets"]["key"] == Json(pem.toStdString()));
}

void TestForms::fillsADriverTypeFromTheCatalogue()
{
    ResourceDialog& dialog = *open(Kind::DriverType);
    auto* picker = part<QComboBox>(dialog, "dialog.catalogue");
    QVERIFY(picker->count() > 5);
    picker->setCurrentIndex(1);
    QVERIFY(!part<QLineEdit>(dialog, "field.image")->text().isEmpty());
    QVERIFY(ok(dialog)->isEnabled());
    UiWorld::picture(dialog, QStringLiteral("drivertype"));
    part<QLineEdit>(dialog, "field.name")->setText(QString(33, QLatin1Char('a')));
    QVERIFY(!ok(dialog)->isEnabled());
}

void TestForms::packsFunctionSource()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("hello.py")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("def handle(ctx, payload):\n    return payload\n");
    file.close();
    ResourceDialog& dialog = *open(Kind::Function);
    QTest::keyClicks(part<QLineEdit>(dialog, "field.name"), QStringLiteral("hello"));
    QTest::keyClicks(part<QLineEdit>(dialog, "field.source"), file.fileName());
    QCOMPARE(part<QComboBox>(dialog, "field.image")->currentText(), QStringLiteral("python3"));
    UiWorld::picture(dialog, QStringLiteral("function"));
    QTRY_VERIFY(ok(dialog)->isEnabled());
    QTest::mouseClick(ok(dialog), Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    const Json sent = m_world->server.find(Kind::Function, QStringLiteral("hello"));
    const QByteArray packed = QByteArray::fromBase64(models::textAt(sent, "source").toLatin1());
    QProcess tar;
    tar.start(QStringLiteral("tar"), {QStringLiteral("-xzOf"), QStringLiteral("-"), QStringLiteral("hello.py")});
    tar.write(packed);
    tar.closeWriteChannel();
    QTRY_COMPARE(tar.state(), QProcess::NotRunning);
    QVERIFY(tar.readAllStandardOutput().startsWith("def handle"));
}

void TestForms::packsAFolderWithLongNames()
{
    QTemporaryDir folder;
    const QString deep = QString(60, QLatin1Char('d')) + QLatin1Char('/') + QString(60, QLatin1Char('e'));
    QVERIFY(QDir(folder.path()).mkpath(deep));
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral(".git")));
    for (const QString& name :
         {deep + QStringLiteral("/x.py"), QStringLiteral(".git/config"), QStringLiteral("a.py")}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("pass\n");
    }
    const auto packed = client::packSource(folder.path());
    QVERIFY(packed.has_value());
    QCOMPARE(*packed, *client::packSource(folder.path()));
    QProcess tar;
    tar.start(QStringLiteral("tar"), {QStringLiteral("-tzf"), QStringLiteral("-")});
    tar.write(*packed);
    tar.closeWriteChannel();
    QTRY_COMPARE(tar.state(), QProcess::NotRunning);
    QCOMPARE(tar.readAllStandardOutput(), "a.py\n" + deep.toUtf8() + "/x.py\n");
    QVERIFY(!client::packSource(folder.path() + QStringLiteral("/nothing")).has_value());
}

void TestForms::asksBeforeTypedWordsAreLost()
{
    ResourceDialog& dialog = *open(Kind::Secret);
    QTest::mouseClick(part<QPushButton>(dialog, "button.cancel"), Qt::LeftButton);
    QVERIFY(!dialog.isVisible());
    dialog.open();
    QTest::keyClicks(part<QLineEdit>(dialog, "field.name"), QStringLiteral("typed"));
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(dialog.isVisible());
    auto* box = part<QMessageBox>(dialog, "dialog.discard");
    QTest::mouseClick(box->button(QMessageBox::Cancel), Qt::LeftButton);
    QVERIFY(dialog.isVisible());
    QCOMPARE(part<QLineEdit>(dialog, "field.name")->text(), QStringLiteral("typed"));
}

void TestForms::watchDoesNotTouchTheForm()
{
    m_world->server.put(Kind::Function, {{"name", "one"}, {"image", "python3"}, {"status", "READY"}});
    ResourceDialog& dialog = *open(Kind::Subscription);
    QTest::keyClicks(part<QComboBox>(dialog, "field.function"), QStringLiteral("tw"));
    part<QComboBox>(dialog, "field.function")->lineEdit()->setCursorPosition(1);
    m_world->server.put(Kind::Function, {{"name", "one"}, {"image", "python3"}, {"status", "ERROR"}});
    QSignalSpy changes(&m_world->session->watch(), &client::Watch::changed);
    QTRY_VERIFY(!changes.isEmpty());
    QCOMPARE(part<QComboBox>(dialog, "field.function")->lineEdit()->cursorPosition(), 1);
    m_world->server.put(Kind::Function, {{"name", "two"}, {"image", "python3"}, {"status", "READY"}});
    QTRY_VERIFY(m_world->session->watch().find(Kind::Function, QStringLiteral("two")));
    auto* function = part<QComboBox>(dialog, "field.function");
    QCOMPARE(function->currentText(), QStringLiteral("tw"));
    QVERIFY(function->findText(QStringLiteral("two")) >= 0);
}

QTEST_MAIN(TestForms)
#include "tst_forms.moc"
