// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/clusters.h"
#include "ownsettings.h"
#include "ui/cluster/clusterdesk.h"
#include "ui/legiblepalette.h"
#include "ui/legiblestyle.h"
#include "ui/mainwindow.h"
#include "ui/messagebar.h"
#include "uiworld.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOptionViewItem>
#include <QTabWidget>
#include <QTableView>

using models::Kind;

class MainWindowTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;
    QTemporaryDir m_folder;

    client::LocalServer m_local{m_folder.path(), QStringLiteral("/nonexistent/dispatch-local")};
    client::Journal m_journal{m_folder.path()};

    static void fill(FakeDispatch& server)
    {
        server.put(Kind::DriverType, {{"name", "ticker"}, {"image", "dispatchframework/dispatch-events-ticker"}});
        server.put(Kind::Driver, {{"name", "every-minute"}, {"type", "ticker"}, {"status", "READY"}});
        server.put(Kind::Driver,
                   {{"name", "vc-lab"}, {"type", "vcenter"}, {"status", "ERROR"}, {"reason", {"secret missing"}}});
        server.put(Kind::Driver, {{"name", "s3-watch"}, {"type", "aws"}, {"status", "CREATING"}});
    }

    static void picture(ui::MainWindow& window, const char* name)
    {
        UiWorld::picture(window, QString::fromLatin1(name));
    }

private Q_SLOTS:
    void opensOnThreeDoors()
    {
        client::Clusters clusters(m_folder.path(), m_journal);
        ui::MainWindow window(m_local, m_journal);
        new ui::ClusterDesk(window, clusters);
        window.show();
        for (const char* door : {"start.local", "start.server", "start.cluster"})
            QVERIFY(part<QAbstractButton>(window, door)->isVisible());
        QVERIFY(!part<QAction>(window, "action.new.Driver")->isEnabled());
        picture(window, "start");
    }

    void saysWhenTheLocalServerCannotStart()
    {
        ui::MainWindow window(m_local, m_journal);
        window.show();
        part<QAbstractButton>(window, "start.local")->click();
        auto* bar = part<ui::MessageBar>(window, "start.message");
        QTRY_VERIFY(bar->isVisible());
        QVERIFY(bar->showsFailure());
        QVERIFY(part<QAbstractButton>(window, "start.local")->isEnabled());
    }

    void countsInTabsAndMarksErrors()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        window.show();
        window.useConnection(server.connection());
        auto* tabs = part<QTabWidget>(window, "tabs");
        QCOMPARE(tabs->count(), 6);
        QTRY_COMPARE(tabs->tabText(1), QStringLiteral("Drivers 3 ▲1"));
        QTRY_COMPARE(tabs->tabText(0), QStringLiteral("Driver Types 1"));
        QTRY_VERIFY(part<QLabel>(window, "status")->text().startsWith(QStringLiteral("connected")));
        auto* table = part<QTableView>(window, "page.Driver.table");
        table->selectRow(2);
        QTest::qWait(50);
        picture(window, "light");
    }

    void filtersThePageInFrontOnly()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        window.show();
        window.useConnection(server.connection());
        auto* table = part<QTableView>(window, "page.Driver.table");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        auto* filter = part<QLineEdit>(window, "filter");
        filter->setText(QStringLiteral("vc"));
        QCOMPARE(table->model()->rowCount(), 1);
        auto* tabs = part<QTabWidget>(window, "tabs");
        tabs->setCurrentIndex(0);
        QVERIFY(filter->text().isEmpty());
        tabs->setCurrentIndex(1);
        QCOMPARE(filter->text(), QStringLiteral("vc"));
    }

    void opensTheFormOfEachKind()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        window.show();
        window.useConnection(server.connection());
        part<QTabWidget>(window, "tabs");
        for (const models::ResourceKind& kind : models::resourceKinds()) {
            const QString name = QLatin1String(kind.yamlKind);
            window.findChild<QAction*>(QStringLiteral("action.new.%1").arg(name))->trigger();
            auto* dialog = window.findChild<QDialog*>(QStringLiteral("dialog.%1").arg(name));
            QVERIFY2(dialog && dialog->isVisible(), qPrintable(name));
            dialog->close();
            QTRY_VERIFY(!window.findChild<QDialog*>(QStringLiteral("dialog.%1").arg(name)));
        }
    }

    void staysAliveWhenTheServerGoes()
    {
        auto server = std::make_unique<FakeDispatch>();
        fill(*server);
        ui::MainWindow window(m_local, m_journal);
        window.show();
        window.useConnection(server->connection());
        auto* table = part<QTableView>(window, "page.Driver.table");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        server.reset();
        part<QAction>(window, "action.look")->trigger();
        auto* bar = part<ui::MessageBar>(window, "watch.message");
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), 20'000);
        QCOMPARE(table->model()->rowCount(), 3);
        QVERIFY(part<QPushButton>(*bar, "message.remedy")->isVisible());
    }

    void followsTheDesktopIntoTheDark()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        window.show();
        window.useConnection(server.connection());
        auto* table = part<QTableView>(window, "page.Driver.table");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        table->selectRow(2);
        const QPalette before = QApplication::palette();
        QPalette dark(QColor(0x2b2b2b));
        dark.setColor(QPalette::Base, QColor(0x1e1e1e));
        dark.setColor(QPalette::AlternateBase, QColor(0x262626));
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setPalette(dark);
        QCoreApplication::processEvents();
        picture(window, "dark");
        QVERIFY(window.grab().toImage().pixelColor(3, window.height() / 2).lightness() < 128);
        QApplication::setPalette(before);
    }

    /// Desktops that name the colours of windows and fields only.
    void placeholdersAndDisabledWordsCanBeReadOnAnyColours()
    {
        ui::keepLegible(*qApp);
        const auto lightness = [](QPalette::ColorGroup group, QPalette::ColorRole role) {
            return QApplication::palette().color(group, role).lightness();
        };
        const QPalette before = QApplication::palette();
        QPalette dark = before;
        for (const auto ground : {QPalette::Window, QPalette::Base, QPalette::Button})
            dark.setColor(ground, QColor(0x1e1e1e));
        for (const auto words : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
            dark.setColor(words, Qt::white);
            dark.setColor(QPalette::Disabled, words, QColor(0x2a2a2a));
        }
        dark.setColor(QPalette::PlaceholderText, QColor(0, 0, 0, 128));
        dark.setColor(QPalette::Link, Qt::blue);
        QApplication::setPalette(dark);
        QCoreApplication::processEvents();
        QVERIFY(lightness(QPalette::Active, QPalette::Link) > 160);
        QVERIFY(lightness(QPalette::Active, QPalette::PlaceholderText) > 128);
        QVERIFY(lightness(QPalette::Disabled, QPalette::ButtonText) > 100);
        QVERIFY(lightness(QPalette::Active, QPalette::Text) == 255);
        QVERIFY(lightness(QPalette::Active, QPalette::Base) < 40);

        // Back in the light, what was lightened is dark again.
        QPalette light = before;
        light.setColor(QPalette::Base, Qt::white);
        light.setColor(QPalette::Text, Qt::black);
        light.setColor(QPalette::PlaceholderText, QColor(250, 250, 250));
        QApplication::setPalette(light);
        QCoreApplication::processEvents();
        QVERIFY(lightness(QPalette::Active, QPalette::PlaceholderText) < 128);
        QApplication::setPalette(before);
    }

    void framesBoxesOnDarkColours()
    {
        const QColor ground(0x1b1e20);
        QImage image(20, 20, QImage::Format_RGB32);
        image.fill(ground);
        QStyleOptionViewItem option;
        option.rect = image.rect();
        option.palette = QPalette(QColor(0x31363b));
        option.palette.setColor(QPalette::Base, ground);
        const ui::LegibleStyle style(QStyleFactory::create(QStringLiteral("Fusion")));
        QPainter painter(&image);
        style.drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &option, &painter);
        painter.end();
        QVERIFY(image.pixelColor(0, 10).lightness() > ground.lightness() + 80);
    }
};

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
