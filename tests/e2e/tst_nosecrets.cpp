// SPDX-License-Identifier: Apache-2.0
#include "tests/client/localworld.h"
#include "tests/common/filesearch.h"
#include "tests/ui/ownconnections.h"
#include "tests/ui/ownsettings.h"
#include "tests/ui/parts.h"
#include "ui/connections/connectiondesk.h"
#include "ui/forms/editors/secretvalueedit.h"
#include "ui/mainwindow.h"
#include "ui/requests/requestdock.h"
#include "ui/workspace.h"
#include "ui/yaml/importwindow.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

using models::Kind;
using models::RecordKind;

namespace {

/// Planted in every place where a secret can be.
const QString kPlanted = QStringLiteral("hunter2-PLANTED");
QStringList heard;

void hear(QtMsgType, const QMessageLogContext&, const QString& text)
{
    heard << text;
}

} // namespace

/// A whole day with the console, and then a search of all that it left behind.
class TestNoSecrets final : public QObject
{
    Q_OBJECT

    std::size_t count(RecordKind kind)
    {
        return told(m_world.session->api().records(kind)).value_or(std::vector<models::Json>()).size();
    }

    OwnSettings m_settings;
    LocalWorld m_world;

private Q_SLOTS:
    void leavesNoSecretBehind()
    {
        QVERIFY(m_world.start());
        const QTemporaryDir data;
        OwnConnections own;
        QtMessageHandler before = qInstallMessageHandler(hear);
        {
            client::LocalServer local(data.path(), QStringLiteral("/nonexistent/dispatch-local"));
            client::Journal journal(data.path());
            ui::MainWindow window(local, journal);
            new ui::ConnectionDesk(window, own.keeper);
            window.show();
            QTRY_VERIFY(own.store.isLoaded());
            signIn(window);
            makeASecret(window);
            import(window);
            send(window);
            undo(window);
            looksAtRequests(window);
        }
        qInstallMessageHandler(before);
        const QByteArray planted = kPlanted.toUtf8();
        for (const QString& folder : {data.path(), own.folder.path()}) {
            const QStringList files = filesWith(folder, planted);
            QVERIFY2(files.isEmpty(), qPrintable(files.join(u' ')));
            QVERIFY(filesWith(folder, planted.toBase64()).isEmpty());
        }
        // The search can find something.
        QVERIFY(!filesWith(data.path(), "lab-secret").isEmpty());
        for (const QString& line : std::as_const(heard))
            QVERIFY2(!line.contains(kPlanted), qPrintable(line));
    }

private:
    void signIn(ui::MainWindow& window)
    {
        part<QAction>(window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(window, "dialog.connect");
        part<QLineEdit>(*dialog, "connect.address")->setText(m_world.process.connection().base.toString());
        part<QLineEdit>(*dialog, "connect.name")->setText(QStringLiteral("planted"));
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(1);
        part<QLineEdit>(*dialog, "connect.secret")->setText(QStringLiteral("c=") + kPlanted);
        part<QPushButton>(*dialog, "connect.ok")->click();
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QTabWidget*>(QStringLiteral("tabs")), 30'000);
        QVERIFY(!window.windowTitle().contains(kPlanted));
    }

    void makeASecret(ui::MainWindow& window)
    {
        part<QAction>(window, "action.new.Secret")->trigger();
        auto* form = part<QDialog>(window, "dialog.Secret");
        QTest::keyClicks(part<QLineEdit>(*form, "field.name"), QStringLiteral("lab-secret"));
        QTest::keyClicks(part<QWidget>(*form, "field.secrets.key.0"), QStringLiteral("password"));
        part<ui::SecretValueEdit>(*form, "field.secrets.value.0")->setFocus();
        QTest::keyClicks(part<ui::SecretValueEdit>(*form, "field.secrets.value.0"), kPlanted);
        auto* ok = part<QPushButton>(*form, "button.ok");
        QTRY_VERIFY(ok->isEnabled());
        ok->click();
        QTRY_COMPARE_WITH_TIMEOUT(count(RecordKind::Secret), std::size_t(1), 30'000);
    }

    void import(ui::MainWindow& window)
    {
        part<QAction>(window, "action.import")->trigger();
        auto* importing = part<ui::ImportWindow>(window, "import.window");
        importing->importText(
            QStringLiteral("kind: Secret\nname: lab-secret\nsecrets: {password: new-%1, more: %1}\n---\n"
                           "kind: Secret\nname: other\nsecrets: {pem: \"%1\"}\n")
                .arg(kPlanted));
        auto* apply = part<QPushButton>(*importing, "import.apply");
        QTRY_VERIFY_WITH_TIMEOUT(apply->isEnabled(), 30'000);
        QVERIFY(!part<QPlainTextEdit>(*importing, "import.document")->toPlainText().contains(kPlanted));
        apply->click();
        QTRY_COMPARE_WITH_TIMEOUT(count(RecordKind::Secret), std::size_t(2), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(*importing, "import.rollback")->isEnabled(), 30'000);
        importing->close();
    }

    /// The data of an event are not secret; that it is sent with a cookie that is.
    void send(ui::MainWindow& window)
    {
        part<QTabWidget>(window, "tabs")->setCurrentWidget(part<QWidget>(window, "page.Events"));
        QTest::keyClicks(part<QLineEdit>(window, "event.type"), QStringLiteral("a.b"));
        auto* send = part<QPushButton>(window, "event.send");
        QTRY_VERIFY(send->isEnabled());
        send->click();
        QTRY_VERIFY_WITH_TIMEOUT(send->isEnabled(), 30'000);
    }

    void undo(ui::MainWindow& window)
    {
        part<QAction>(window, "action.undo")->trigger();
        auto* dialog = part<QDialog>(window, "dialog.undo");
        part<QPushButton>(*dialog, "undo.start")->click();
        QTRY_COMPARE_WITH_TIMEOUT(count(RecordKind::Secret), std::size_t(1), 30'000);
    }

    void looksAtRequests(ui::MainWindow& window)
    {
        client::RequestLog& log = window.findChild<ui::Workspace*>()->session().door().log();
        QTRY_VERIFY(log.records().size() > 10);
        bool sawSecret = false;
        for (const client::RequestRecord& record : log.records()) {
            const client::RecordedBodies bodies = log.bodiesOf(record.number);
            sawSecret = sawSecret || bodies.sent.text.contains("lab-secret");
            for (const QByteArray& text :
                 {bodies.sent.text, bodies.received.text, record.path.toUtf8(), record.problem.toUtf8()})
                QVERIFY2(!text.contains(kPlanted.toUtf8()), text.constData());
        }
        QVERIFY(sawSecret);
    }
};

QTEST_MAIN(TestNoSecrets)
#include "tst_nosecrets.moc"
