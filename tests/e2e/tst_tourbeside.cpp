// SPDX-License-Identifier: Apache-2.0
#include "app/console/tourmode.h"
#include "tests/e2e/neverblocks.h"
#include "tests/ui/ownsettings.h"
#include "tests/ui/parts.h"
#include "ui/messagebar.h"
#include "ui/tour/mainjob.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QPointer>
#include <QSettings>
#include <QStyleFactory>
#include <QTabWidget>
#include <QTest>
#include <QTimer>

/// Help → Tour in a console that is in use, and what the program answers when a tour does not get to its end.
class TourBesideTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;
    QTemporaryDir m_folder;
    QByteArray m_path = qgetenv("PATH");
    client::LocalServer m_local{m_folder.path(), QStringLiteral("/nonexistent/dispatch-local")};
    client::Journal m_journal{m_folder.path()};

    static TourMode* tourOf(ui::MainWindow& window) { return window.findChild<TourMode*>(); }

    static QWidget* windowOfTour(const ui::MainWindow& own)
    {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (widget != &own && widget->isVisible() && qobject_cast<ui::MainWindow*>(widget))
                return widget;
        }
        return nullptr;
    }

    /// The code with which a program ends that was started for the tour.
    static int codeOf(TourMode& tour)
    {
        runTourForCommandLine(tour, {});
        QTimer::singleShot(60'000, &tour, [] { QCoreApplication::exit(99); });
        return QCoreApplication::exec();
    }

private Q_SLOTS:
    void init() { qputenv("PATH", QByteArrayLiteral(DISPATCH_BINARY_DIR ":") + m_path); }

    void saysInTheBarWhyItFailed()
    {
        qputenv("PATH", m_path); // no dispatch-local is beside this test
        ui::MainWindow window(m_local, m_journal);
        window.show();
        runTourBeside(window);
        auto* bar = part<ui::MessageBar>(window, "start.message");
        QTRY_VERIFY(bar->showsFailure());
        QVERIFY2(bar->text().contains(QStringLiteral("not installed")), qPrintable(bar->text()));
        QTRY_VERIFY(!tourOf(window));
    }

    void leavesThePersonsWindowAndSettingsAlone()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            ui::MainWindow window(m_local, m_journal);
            window.show();
            runTourBeside(window);
            QPointer<QWidget> beside = windowOfTour(window);
            QVERIFY(beside);
            QTRY_VERIFY_WITH_TIMEOUT(beside->findChild<QWidget*>(QStringLiteral("dialog.DriverType")), 30'000);
            QVERIFY(!window.findChild<QTabWidget*>(QStringLiteral("tabs")));
            watchdog.forget();
            beside->close();
            // A form is open, so it asks; to discard is to close.
            if (auto* box = beside->findChild<QWidget*>(QStringLiteral("dialog.leave")))
                QTest::mouseClick(box->findChildren<QAbstractButton*>().constFirst(), Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(!tourOf(window), 20'000);
            watchdog.ended(QStringLiteral("all"));
            QVERIFY(!beside);
            QVERIFY(!part<ui::MessageBar>(window, "start.message")->showsFailure());
            QVERIFY2(QSettings().allKeys().isEmpty(), qPrintable(QSettings().allKeys().join(QLatin1Char(' '))));
        });
    }

    void endsTheProgramWithTheLastOfBothWindows()
    {
        qputenv("PATH", m_path);
        ui::MainWindow window(m_local, m_journal);
        window.show();
        runTourBeside(window);
        window.close();
        QTimer::singleShot(20'000, &window, [] { QCoreApplication::exit(99); });
        QCOMPARE(QCoreApplication::exec(), 0);
        QTRY_VERIFY(!tourOf(window));
    }

    void showsTheMainJobInTheDarkToo()
    {
        QPalette dark(QColor(0x2b2b2b));
        dark.setColor(QPalette::Base, QColor(0x1e1e1e));
        dark.setColor(QPalette::AlternateBase, QColor(0x262626));
        const QPalette before = QApplication::palette();
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setPalette(dark);
        const QTemporaryDir pictures;
        TourMode tour({pictures.path(), 1, 30'000});
        QCOMPARE(codeOf(tour), 0);
        QApplication::setPalette(before);
        const QStringList files = QDir(pictures.path()).entryList(QDir::Files);
        QCOMPARE(std::size_t(files.size()), ui::mainJob({}).size());
        for (const QString& file : files) {
            const QImage picture = QImage(pictures.filePath(file)).scaled(1, 1, {}, Qt::SmoothTransformation);
            QVERIFY2(picture.pixelColor(0, 0).lightness() < 100, qPrintable(file));
        }
    }

    void endsTheProgramBadlyWhenThePersonClosesTheWindow()
    {
        TourMode tour({{}, 1, 30'000});
        QTimer close;
        connect(&close, &QTimer::timeout, &tour, [] {
            for (QWidget* widget : QApplication::topLevelWidgets()) {
                if (qobject_cast<ui::MainWindow*>(widget) && widget->isVisible())
                    widget->close();
            }
        });
        close.start(1);
        QCOMPARE(codeOf(tour), 1);
    }

    void endsTheProgramBadlyWhenTheServerDoesNotStart()
    {
        qputenv("PATH", m_path);
        TourMode tour({{}, 1, 30'000});
        QCOMPARE(codeOf(tour), 1);
    }
};

QTEST_MAIN(TourBesideTest)
#include "tst_tourbeside.moc"
