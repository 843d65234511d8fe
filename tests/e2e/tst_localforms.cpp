// SPDX-License-Identifier: Apache-2.0
#include "client/whendone.h"
#include "localwindow.h"
#include "ui/forms/editors/secretvalueedit.h"
#include "ui/messagebar.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>

using models::Kind;

/// One of each kind, made by the real forms on a real dispatch-local. The steps build on each other.
class LocalFormsTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<LocalWindow> m_at;

    static void type(QWidget* field, const QString& text) { QTest::keyClicks(field, text); }

    void type(QDialog* form, const char* field, const QString& text)
    {
        type(m_at->part<QWidget>(QLatin1String(field), form), text);
    }

    void save(QDialog* form)
    {
        auto* ok = m_at->part<QPushButton>(QStringLiteral("button.ok"), form);
        QTRY_VERIFY2(ok->isEnabled(), qPrintable(ok->toolTip()));
        const QPointer<QDialog> open(form);
        QTest::mouseClick(ok, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!open || !open->isVisible(), 20'000);
    }

    ui::MessageBar& said()
    {
        return *m_at->workspace()->findChild<ui::MessageBar*>(QStringLiteral("message"), Qt::FindDirectChildrenOnly);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        m_at = std::make_unique<LocalWindow>();
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace(), 20'000);
    }

    void cleanupTestCase() { m_at.reset(); }

    void registersADriverTypeFromTheCatalogue()
    {
        QDialog* form = m_at->openForm("DriverType");
        auto* known = m_at->part<QComboBox>(QStringLiteral("dialog.catalogue"), form);
        known->setCurrentIndex(known->findData(QStringLiteral("ticker")));
        QVERIFY(m_at->part<QLineEdit>(QStringLiteral("field.image"), form)->text().contains(QLatin1String("ticker")));
        save(form);
        QTRY_COMPARE(m_at->table(Kind::DriverType)->model()->rowCount(), 1);
        QVERIFY(said().text().contains(QStringLiteral("Created driver type ticker")));
    }

    void followsADriverToReadyAndSaysSo()
    {
        QDialog* form = m_at->openForm("Driver");
        type(form, "field.type", QStringLiteral("ticker"));
        type(form, "field.name", QStringLiteral("every-two"));
        type(form, "parameter.seconds", QStringLiteral("2"));
        save(form);
        QTRY_COMPARE_WITH_TIMEOUT(said().text(), QStringLiteral("Done – every-two is READY."), 20'000);
        QVERIFY(!said().showsFailure());
        QCOMPARE(m_at->shownState(Kind::Driver, QStringLiteral("every-two")), QStringLiteral("READY"));
    }

    void duplicatesTheSelectedDriver()
    {
        auto* tabs = m_at->part<QTabWidget>(QStringLiteral("tabs"));
        tabs->setCurrentWidget(m_at->part<QWidget>(QStringLiteral("page.Driver")));
        m_at->table(Kind::Driver)->selectRow(0);
        QTest::mouseClick(m_at->part<QAbstractButton>(QStringLiteral("page.Driver.duplicate")), Qt::LeftButton);
        auto* form = m_at->part<QDialog>(QStringLiteral("dialog.Driver"));
        QVERIFY2(form->windowTitle().contains(QStringLiteral("every-two")), qPrintable(form->windowTitle()));
        QCOMPARE(m_at->part<QLineEdit>(QStringLiteral("parameter.seconds"), form)->text(), QStringLiteral("2"));
        auto* name = m_at->part<QLineEdit>(QStringLiteral("field.name"), form);
        QVERIFY(name->text() != QLatin1String("every-two"));
        name->clear();
        type(name, QStringLiteral("another"));
        save(form);
        QTRY_COMPARE_WITH_TIMEOUT(said().text(), QStringLiteral("Done – another is READY."), 20'000);
        QCOMPARE(m_at->table(Kind::Driver)->model()->rowCount(), 2);
        const auto& watch = m_at->workspace()->session().watch();
        const auto& copy = std::get<models::Driver>(*watch.find(Kind::Driver, QStringLiteral("another")));
        QVERIFY(copy.config == std::get<models::Driver>(*watch.find(Kind::Driver, QStringLiteral("every-two"))).config);
    }

    void keepsASecret()
    {
        QDialog* form = m_at->openForm("Secret");
        type(form, "field.name", QStringLiteral("lab"));
        type(form, "field.secrets.key.0", QStringLiteral("password"));
        auto* value = m_at->part<ui::SecretValueEdit>(QStringLiteral("field.secrets.value.0"), form);
        type(value, QStringLiteral("s3cr3t"));
        save(form);
        QTRY_COMPARE(m_at->table(Kind::Secret)->model()->rowCount(), 1);
        models::Result<models::SecretValues> kept = models::failed({});
        client::whenDone(m_at->workspace()->session().api().secretValues(QStringLiteral("lab")), this,
                         [&kept](const models::Result<models::SecretValues>& answer) { kept = answer; });
        QTRY_VERIFY(kept.has_value());
        QCOMPARE(kept->values.at(QStringLiteral("password")), QStringLiteral("s3cr3t"));
    }

    void createsAFunctionFromAFile()
    {
        QDialog* form = m_at->openForm("Function");
        type(form, "field.name", QStringLiteral("hello"));
        type(form, "field.source", QStringLiteral(DISPATCH_SOURCE_DIR "/resources/samples/hello.py"));
        QTRY_COMPARE(m_at->part<QComboBox>(QStringLiteral("field.image"), form)->currentText(),
                     QStringLiteral("python3"));
        save(form);
        QTRY_COMPARE_WITH_TIMEOUT(said().text(), QStringLiteral("Done – hello is READY."), 20'000);
        QCOMPARE(m_at->shownState(Kind::Function, QStringLiteral("hello")), QStringLiteral("READY"));
    }

    void subscribesTheFunctionAndItRuns()
    {
        QDialog* form = m_at->openForm("Subscription");
        type(form, "field.eventType", QStringLiteral("ticker.tick"));
        type(form, "field.function", QStringLiteral("hello"));
        type(form, "field.name", QStringLiteral("greet"));
        save(form);
        QTRY_COMPARE_WITH_TIMEOUT(said().text(), QStringLiteral("Done – greet is READY."), 20'000);
        auto* tabs = m_at->part<QTabWidget>(QStringLiteral("tabs"));
        tabs->setCurrentWidget(m_at->part<QWidget>(QStringLiteral("page.Function")));
        m_at->table(Kind::Function)->selectRow(0);
        auto* details = m_at->part<QTabWidget>(QStringLiteral("details.tabs"), tabs->currentWidget());
        details->setCurrentWidget(m_at->part<QWidget>(QStringLiteral("details.runs"), tabs->currentWidget()));
        auto* runs = m_at->part<QTableView>(QStringLiteral("run.list"), tabs->currentWidget());
        QTRY_VERIFY_WITH_TIMEOUT(runs->model()->rowCount() > 0, 20'000);
    }

    void saysWhyADriverFails()
    {
        QDialog* types = m_at->openForm("DriverType");
        type(types, "field.name", QStringLiteral("acme"));
        type(types, "field.image", QStringLiteral("acme/nothing:1"));
        save(types);
        QDialog* form = m_at->openForm("Driver");
        type(form, "field.type", QStringLiteral("acme"));
        type(form, "field.name", QStringLiteral("broken"));
        save(form);
        QTRY_VERIFY_WITH_TIMEOUT(said().showsFailure(), 20'000);
        QCOMPARE(m_at->shownState(Kind::Driver, QStringLiteral("broken")), QStringLiteral("ERROR"));
        const models::Resource* failed
            = m_at->workspace()->session().watch().find(Kind::Driver, QStringLiteral("broken"));
        QVERIFY(failed && !models::reasonOf(*failed).isEmpty());
        QVERIFY2(said().text().contains(models::reasonOf(*failed).first()), qPrintable(said().text()));
        QVERIFY(said().text().contains(QStringLiteral("broken")));
    }
};

QTEST_MAIN(LocalFormsTest)
#include "tst_localforms.moc"
