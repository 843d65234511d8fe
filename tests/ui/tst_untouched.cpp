// SPDX-License-Identifier: Apache-2.0
#include "ui/forms/editors/secretvalueedit.h"
#include "ui/forms/resourcedialog.h"
#include "uiworld.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

using models::Json;
using models::Kind;
using ui::ResourceDialog;

/// A form changes what a person changed, and nothing beside it.
class TestUntouched final : public QObject
{
    Q_OBJECT

    std::unique_ptr<UiWorld> m_world;
    std::unique_ptr<ResourceDialog> m_dialog;

    ResourceDialog& edit(Kind kind, const QString& subject)
    {
        m_world->start();
        m_dialog = std::make_unique<ResourceDialog>(*m_world->session, *m_world->changes, m_world->catalogue, kind,
                                                    ResourceDialog::Purpose::Edit, m_world->resource(kind, subject));
        m_dialog->open();
        return *m_dialog;
    }

    void save()
    {
        QTest::mouseClick(part<QPushButton>(*m_dialog, "button.ok"), Qt::LeftButton);
        QTRY_VERIFY2(!m_dialog->isVisible(), qPrintable(part<QLabel>(*m_dialog, "dialog.hint")->text()));
    }

private Q_SLOTS:
    void init() { m_world = std::make_unique<UiWorld>(); }
    void cleanup()
    {
        m_dialog.reset();
        m_world.reset();
    }

    void keepsLineEndsAndSpacesOfASecret()
    {
        const std::string odd = "a\r\nb\xC2\xA0"
                                "c\xE2\x80\xA8"
                                "d\r";
        m_world->server.put(Kind::Secret, {{"name", "lab"}, {"secrets", {{"cert", odd}, {"password", "old"}}}});
        ResourceDialog& dialog = edit(Kind::Secret, QStringLiteral("lab"));
        QTRY_VERIFY(dialog.findChild<ui::SecretValueEdit*>(QStringLiteral("field.secrets.value.1"))
                    && !part<ui::SecretValueEdit>(dialog, "field.secrets.value.1")->text().isEmpty());
        QVERIFY(!dialog.hasChanges());
        QTest::keyClicks(part<ui::SecretValueEdit>(dialog, "field.secrets.value.1"), QStringLiteral("er"));
        save();
        const Json values = m_world->server.find(Kind::Secret, QStringLiteral("lab"))["secrets"];
        QCOMPARE(values["cert"].get<std::string>(), odd);
        QVERIFY(values["password"] != Json("old"));
    }

    void keepsFlagsAndSpacesOfADriver()
    {
        m_world->server.put(Kind::DriverType, {{"name", "aws"}, {"image", "dispatch-events-aws"}});
        const Json config = Json::array({{{"key", "clean-up"}, {"value", "TRUE"}},
                                         {{"key", "dry-run"}, {"value", "perhaps"}},
                                         {{"key", "schedule-expression"}, {"value", "rate(1 minute)"}},
                                         {{"key", "region"}, {"value", " eu-west-1 "}}});
        m_world->server.put(
            Kind::Secret,
            {{"name", "keys"}, {"secrets", {{"aws_access_key_id", "a"}, {"aws_secret_access_key", "b"}}}});
        m_world->server.put(
            Kind::Driver,
            {{"name", "cloud"}, {"type", "aws"}, {"status", "READY"}, {"secrets", {"keys"}}, {"config", config}});
        ResourceDialog& dialog = edit(Kind::Driver, QStringLiteral("cloud"));
        QVERIFY(!dialog.hasChanges());
        QVERIFY(part<QCheckBox>(dialog, "parameter.clean-up")->isChecked());
        QVERIFY(!part<QCheckBox>(dialog, "parameter.dry-run")->isChecked());
        part<QLineEdit>(dialog, "parameter.queue-name")->setText(QStringLiteral("mine"));
        save();
        const auto pairs = models::pairsAt(m_world->server.find(Kind::Driver, QStringLiteral("cloud")), "config");
        QCOMPARE(pairs.value(QStringLiteral("clean-up")), QStringLiteral("TRUE"));
        QCOMPARE(pairs.value(QStringLiteral("dry-run")), QStringLiteral("perhaps"));
        QCOMPARE(pairs.value(QStringLiteral("region")), QStringLiteral(" eu-west-1 "));
        QCOMPARE(pairs.value(QStringLiteral("queue-name")), QStringLiteral("mine"));
    }

    void refusesAFileThatIsNotTextAndGoesOn()
    {
        m_world->server.put(Kind::Secret, {{"name", "lab"}, {"secrets", {{"password", "old"}}}});
        ResourceDialog& dialog = edit(Kind::Secret, QStringLiteral("lab"));
        QTRY_VERIFY(dialog.findChild<ui::SecretValueEdit*>(QStringLiteral("field.secrets.value.1")));
        QTemporaryDir folder;
        const auto choose = [&](const QString& name, const QByteArray& content) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
            file.close();
            QTest::mouseClick(part<QPushButton>(dialog, "field.secrets.file"), Qt::LeftButton);
            auto* picker = dialog.findChild<QFileDialog*>();
            QVERIFY(picker);
            Q_EMIT picker->fileSelected(file.fileName());
            picker->close();
            QTRY_VERIFY(!dialog.findChild<QFileDialog*>());
        };
        auto* message = part<QLabel>(dialog, "field.secrets.message");
        choose(QStringLiteral("key.der"), QByteArray("\x30\x82\xFF\xFE", 4));
        QVERIFY2(message->text().contains(QLatin1String("UTF-8")), qPrintable(message->text()));
        QVERIFY(!dialog.hasChanges());
        choose(QStringLiteral("key.pem"), "-----BEGIN\r\n");
        QVERIFY(message->text().isEmpty());
        save();
        const Json values = m_world->server.find(Kind::Secret, QStringLiteral("lab"))["secrets"];
        QVERIFY(values["key.pem"] == Json("-----BEGIN\r\n"));
    }
};

QTEST_MAIN(TestUntouched)
#include "tst_untouched.moc"
