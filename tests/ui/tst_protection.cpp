// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "client/tls.h"
#include "connectionworld.h"
#include "localworld.h"
#include "ownsettings.h"
#include "ui/connections/connectionband.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

using client::Mark;
using client::Protection;
using models::Kind;
using models::RecordKind;

/// What the window does differently on servers that people have to be careful with.
class TestProtection final : public QObject
{
    Q_OBJECT

    client::Connection connectionWith(Protection protection, Mark mark = Mark::None) const
    {
        client::Connection connection = m_world->process.connection();
        connection.isLocal = false;
        connection.name = QStringLiteral("production");
        connection.protection = protection;
        connection.mark = mark;
        return connection;
    }

    std::size_t count(RecordKind kind)
    {
        return told(m_world->session->api().records(kind)).value_or(std::vector<models::Json>()).size();
    }

    OwnSettings m_settings;
    std::unique_ptr<LocalWorld> m_world;
    std::unique_ptr<ConnectionWorld> m_at;

private Q_SLOTS:
    void init()
    {
        m_world = std::make_unique<LocalWorld>();
        QVERIFY(m_world->start());
        m_at = std::make_unique<ConnectionWorld>();
        m_at->window.resize(1'200, 800);
    }

    void cleanup()
    {
        m_at.reset();
        m_world.reset();
    }

    void showsNoWriteActionsWhereItIsReadOnly()
    {
        QVERIFY(told(
            m_world->session->api().createRecord(RecordKind::DriverType, {{"name", "clock"}, {"image", "ticker:1"}})));
        QVERIFY(m_at->enter(connectionWith(Protection::ReadOnly)));
        ui::MainWindow& window = m_at->window;
        QVERIFY(part<ui::ConnectionBand>(window, "connection.band")->text().contains(QLatin1String("read-only")));
        auto* tabs = part<QTabWidget>(window, "tabs");
        auto* page = part<QWidget>(window, "page.DriverType");
        tabs->setCurrentWidget(page);
        auto* table = part<QTableView>(window, "page.DriverType.table");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        table->selectRow(0);
        for (const char* name : {"page.DriverType.new", "page.DriverType.edit", "page.DriverType.duplicate",
                                 "page.DriverType.delete", "page.Driver.empty.button", "new"})
            QTRY_VERIFY2(!part<QWidget>(window, name)->isVisible(), name);
        QVERIFY(part<QWidget>(window, "page.DriverType.copy")->isVisible());
        for (const char* name : {"action.import", "action.undo", "action.edit", "action.delete", "action.new.Driver"})
            QVERIFY2(!part<QAction>(window, name)->isVisible(), name);
        QVERIFY(part<QAction>(window, "action.export")->isVisible());
        Q_EMIT table->activated(table->model()->index(0, 0));
        QVERIFY(window.findChildren<QDialog*>().isEmpty());
        tabs->setCurrentWidget(part<QWidget>(window, "page.Events"));
        QVERIFY(!part<QWidget>(window, "event.send")->isVisible());
        QVERIFY(!part<QWidget>(window, "event.many")->isVisible());
    }

    void bringsThemBackOnAnotherConnection()
    {
        QVERIFY(m_at->enter(connectionWith(Protection::ReadOnly)));
        QVERIFY(!part<QAction>(m_at->window, "action.import")->isVisible());
        m_at->window.useConnection(connectionWith(Protection::Normal));
        QTRY_VERIFY(part<QAction>(m_at->window, "action.import")->isVisible());
        QTRY_VERIFY(part<QWidget>(m_at->window, "new")->isVisible());
    }

    void asksForTheNameWhereItIsProtected()
    {
        QVERIFY(m_at->enter(connectionWith(Protection::Protected, Mark::Red)));
        ui::MainWindow& window = m_at->window;
        part<QAction>(window, "action.new.DriverType")->trigger();
        auto* form = part<QDialog>(window, "dialog.DriverType");
        QTest::keyClicks(part<QLineEdit>(*form, "field.name"), QStringLiteral("clock"));
        QTest::keyClicks(part<QLineEdit>(*form, "field.image"), QStringLiteral("ticker:1"));
        auto* ok = part<QPushButton>(*form, "button.ok");
        QTRY_VERIFY(ok->isEnabled());
        ok->click();
        auto* question = part<QDialog>(*form, "dialog.confirmname");
        QVERIFY(part<ui::ConnectionBand>(*question, "connection.band")->isVisible());
        auto* go = part<QPushButton>(*question, "confirmname.ok");
        auto* name = part<QLineEdit>(*question, "confirmname.name");
        QVERIFY(!go->isEnabled());
        QTest::keyClicks(name, QStringLiteral("Production"));
        QVERIFY(!go->isEnabled());
        QTest::keyClick(question, Qt::Key_Escape);
        QVERIFY(form->isVisible());
        QCOMPARE(count(RecordKind::DriverType), std::size_t(0));

        QTRY_VERIFY(!form->findChild<QDialog*>(QStringLiteral("dialog.confirmname")));
        ok->click();
        question = part<QDialog>(*form, "dialog.confirmname");
        QTest::keyClicks(part<QLineEdit>(*question, "confirmname.name"), QStringLiteral("production"));
        part<QPushButton>(*question, "confirmname.ok")->click();
        QTRY_COMPARE_WITH_TIMEOUT(count(RecordKind::DriverType), std::size_t(1), 30'000);
    }

    void asksBeforeItDeletesAndBeforeItSends()
    {
        QVERIFY(told(
            m_world->session->api().createRecord(RecordKind::DriverType, {{"name", "clock"}, {"image", "ticker:1"}})));
        QVERIFY(m_at->enter(connectionWith(Protection::Protected)));
        ui::MainWindow& window = m_at->window;
        auto* tabs = part<QTabWidget>(window, "tabs");
        tabs->setCurrentWidget(part<QWidget>(window, "page.DriverType"));
        auto* table = part<QTableView>(window, "page.DriverType.table");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        table->selectRow(0);
        part<QToolButton>(window, "page.DriverType.delete")->click();
        auto* dialog = part<QDialog>(window, "dialog.Delete");
        QVERIFY(part<ui::ConnectionBand>(*dialog, "connection.band")->text().contains(QLatin1String("production")));
        part<QPushButton>(*dialog, "button.delete")->click();
        auto* question = part<QDialog>(*dialog, "dialog.confirmname");
        QCOMPARE(count(RecordKind::DriverType), std::size_t(1));
        question->reject();
        dialog->reject();
        tabs->setCurrentWidget(part<QWidget>(window, "page.Events"));
        QTest::keyClicks(part<QLineEdit>(window, "event.type"), QStringLiteral("a.b"));
        auto* send = part<QPushButton>(window, "event.send");
        QTRY_VERIFY(send->isEnabled());
        send->click();
        part<QDialog>(window, "dialog.confirmname")->reject();
        QCOMPARE(count(RecordKind::DriverType), std::size_t(1));
    }

    void showsColourAndName()
    {
        QVERIFY(m_at->enter(connectionWith(Protection::Normal, Mark::Violet)));
        auto* band = part<ui::ConnectionBand>(m_at->window, "connection.band");
        QVERIFY(band->isVisible());
        QCOMPARE(band->text(), QStringLiteral("production"));
        QCOMPARE(band->palette().color(QPalette::Window), ui::colourOf(Mark::Violet));
        QVERIFY(!part<QTabWidget>(m_at->window, "tabs")->tabIcon(0).isNull());
        m_at->window.grab().save(qEnvironmentVariable("DISPATCH_PICTURES") + QStringLiteral("/band.png"));
    }

    void leavesOutTheBandWhereNothingIsSpecial()
    {
        QVERIFY(m_at->enter(connectionWith(Protection::Normal)));
        QVERIFY(!part<ui::ConnectionBand>(m_at->window, "connection.band")->isVisible());
    }

    void warnsOfAConnectionThatIsNotChecked()
    {
        client::Connection connection = connectionWith(Protection::Normal, Mark::Green);
        connection.tls = client::TlsTrust{QSslConfiguration::defaultConfiguration(), {}, true};
        QVERIFY(m_at->enter(connection));
        auto* band = part<ui::ConnectionBand>(m_at->window, "connection.band");
        QVERIFY(band->isVisible() && band->text().contains(QLatin1String("insecure")));
        QCOMPARE(band->palette().color(QPalette::Window), ui::colourOf(Mark::Red));
    }

    void pinsACertificateAfterShowingIt()
    {
        Certificates made;
        QVERIFY(made.begin() && made.issue({.name = QStringLiteral("alone"), .issuer = {}}));
        DispatchProcess server;
        QVERIFY(server.start({QStringLiteral("--tls-certificate"), made.pem(QStringLiteral("alone")),
                              QStringLiteral("--tls-key"), made.key(QStringLiteral("alone"))}));
        QTRY_VERIFY(m_at->own.store.isLoaded());
        ui::MainWindow& window = m_at->window;
        part<QAction>(window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(window, "dialog.connect");
        part<QLineEdit>(*dialog, "connect.address")->setText(server.connection().base.toString());
        auto* ok = part<QPushButton>(*dialog, "connect.ok");
        ok->click();
        auto* bar = dialog->findChild<ui::MessageBar*>(QStringLiteral("connect.message"));
        QTRY_VERIFY_WITH_TIMEOUT(bar->showsFailure(), 30'000);
        QVERIFY2(bar->text().contains(QLatin1String("signed by nobody but itself")), qPrintable(bar->text()));
        Q_EMIT bar->remedyRequested();
        auto* question = part<QMessageBox>(*dialog, "dialog.pin");
        const QSslCertificate certificate = QSslCertificate::fromPath(made.pem(QStringLiteral("alone"))).first();
        QVERIFY(question->text().contains(client::fingerprintOf(certificate)));
        QVERIFY(question->defaultButton() == question->button(QMessageBox::Cancel));
        part<QPushButton>(*question, "pin.yes")->click();
        QCOMPARE(part<QLineEdit>(*dialog, "profile.pin")->text(), client::fingerprintOf(certificate));
        ok->click();
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<ui::Workspace*>(), 30'000);
        QTRY_COMPARE(m_at->own.store.listing().profiles.size(), std::size_t(1));
        QCOMPARE(m_at->own.store.listing().profiles.front().tls.pinnedSha256,
                 certificate.digest(QCryptographicHash::Sha256).toHex());
        QTRY_COMPARE(window.findChild<ui::Workspace*>()->session().watch().state().phase,
                     client::WatchState::Phase::Live);
    }

    void growsAndShrinksWithWhatItSays()
    {
        QTRY_VERIFY(m_at->own.store.isLoaded());
        part<QAction>(m_at->window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(m_at->window, "dialog.connect");
        QTRY_VERIFY(dialog->isVisible());
        const int folded = dialog->height();
        part<QToolButton>(*dialog, "form.more")->setChecked(true);
        QTRY_VERIFY2(dialog->height() > folded + 100,
                     qPrintable(QStringLiteral("%1 %2").arg(folded).arg(dialog->height())));
        part<QToolButton>(*dialog, "form.more")->setChecked(false);
        QTRY_VERIFY(dialog->height() < folded + 50);
        dialog->resize(dialog->width(), folded + 300);
        part<QToolButton>(*dialog, "form.more")->setChecked(true);
        part<QToolButton>(*dialog, "form.more")->setChecked(false);
        QTest::qWait(50);
        QVERIFY(dialog->height() >= folded + 300);
    }

    void isWalkedByKeyboard()
    {
        QTRY_VERIFY(m_at->own.store.isLoaded());
        part<QAction>(m_at->window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(m_at->window, "dialog.connect");
        part<QLineEdit>(*dialog, "connect.address")->setText(QStringLiteral("https://h:1"));
        part<QToolButton>(*dialog, "form.more")->setChecked(true);
        QStringList walked;
        QWidget* at = part<QWidget>(*dialog, "connect.address");
        for (int step = 0; step < 60 && !walked.contains(at->objectName()); ++step) {
            walked << at->objectName();
            do {
                at = at->nextInFocusChain();
            } while (!(at->focusPolicy() & Qt::TabFocus) || !at->isVisible() || !at->isEnabled());
        }
        const QStringList wanted = {QStringLiteral("connect.address"),
                                    QStringLiteral("connect.name"),
                                    QStringLiteral("connect.organization"),
                                    QStringLiteral("connect.method"),
                                    QStringLiteral("form.more"),
                                    QStringLiteral("profile.mark"),
                                    QStringLiteral("profile.protection"),
                                    QStringLiteral("profile.cafile"),
                                    QStringLiteral("profile.pin"),
                                    QStringLiteral("profile.insecure"),
                                    QStringLiteral("profile.proxy"),
                                    QStringLiteral("connect.ok"),
                                    QStringLiteral("connect.test"),
                                    QStringLiteral("connect.save")};
        QStringList seen;
        for (const QString& name : walked) {
            if (wanted.contains(name))
                seen << name;
        }
        QCOMPARE(seen.join(u' '), wanted.join(u' '));
    }

    void keepsAllSettingsOfAProfile()
    {
        QTRY_VERIFY(m_at->own.store.isLoaded());
        ui::MainWindow& window = m_at->window;
        part<QAction>(window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(window, "dialog.connect");
        part<QLineEdit>(*dialog, "connect.address")->setText(QStringLiteral("https://h:1"));
        auto* save = part<QPushButton>(*dialog, "connect.save");
        const auto choose = [dialog](const char* name, int value) {
            auto* box = part<QComboBox>(*dialog, name);
            box->setCurrentIndex(box->findData(value));
        };
        choose("profile.mark", static_cast<int>(Mark::Orange));
        choose("profile.protection", static_cast<int>(Protection::Protected));
        choose("profile.proxy", static_cast<int>(client::ProxySettings::Kind::Manual));
        QVERIFY(!save->isEnabled());
        part<QLineEdit>(*dialog, "profile.proxyaddress")->setText(QStringLiteral("proxy.example:3128"));
        part<QLineEdit>(*dialog, "profile.bypass")->setText(QStringLiteral(" .example , 10.0.0.0/8"));
        part<QLineEdit>(*dialog, "profile.pin")->setText(QStringLiteral("AB"));
        QVERIFY(!save->isEnabled());
        part<QLineEdit>(*dialog, "profile.pin")->clear();
        part<QLineEdit>(*dialog, "profile.cafile")->setText(QStringLiteral("/etc/ca.pem"));
        QTRY_VERIFY(save->isEnabled());
        dialog->grab().save(qEnvironmentVariable("DISPATCH_PICTURES") + QStringLiteral("/profile.png"));
        save->click();
        QTRY_COMPARE(m_at->own.store.listing().profiles.size(), std::size_t(1));
        const client::Profile& kept = m_at->own.store.listing().profiles.front();
        QCOMPARE(kept.mark, Mark::Orange);
        QCOMPARE(kept.protection, Protection::Protected);
        QCOMPARE(kept.proxy.host, QStringLiteral("proxy.example"));
        QCOMPARE(kept.proxy.port, quint16(3128));
        QCOMPARE(kept.proxy.bypass, (QStringList{QStringLiteral(".example"), QStringLiteral("10.0.0.0/8")}));
        QCOMPARE(kept.tls.caFile, QStringLiteral("/etc/ca.pem"));
    }
};

QTEST_MAIN(TestProtection)
#include "tst_protection.moc"
