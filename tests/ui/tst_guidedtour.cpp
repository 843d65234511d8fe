// SPDX-License-Identifier: Apache-2.0
#include "ui/tour/tour.h"

#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QMainWindow>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using ui::TourEnd;
using ui::TourHands;

class GuidedTourTest final : public QObject
{
    Q_OBJECT

private:
    /// A window with a button and a dialog with a field, all of the same names.
    struct Window
    {
        Window()
        {
            button.setObjectName(QStringLiteral("button"));
            field.setObjectName(QStringLiteral("field"));
            main.setCentralWidget(&button);
            main.show();
            dialog.show();
        }

        QMainWindow main;
        QPushButton& button = *new QPushButton;
        QDialog& dialog = *new QDialog(&main);
        QLineEdit& field = *new QLineEdit(&dialog);
    };

    static ui::TourStep step(std::function<bool(const TourHands&)> act)
    {
        return {QStringLiteral("one"), QStringLiteral("A title"), QStringLiteral("Words"), {{std::move(act), {}}}};
    }

    static ui::TourStep waiting()
    {
        return step([](const TourHands& hands) { return hands.press(QStringLiteral("nobody")); });
    }

    static TourEnd endOf(QSignalSpy& finished) { return finished.at(0).at(0).value<TourEnd>(); }

private Q_SLOTS:
    void worksItsOwnWindowAndDialogsOnly()
    {
        Window other;
        Window ours;
        const TourHands hands(ours.main);
        QSignalSpy pressed(&ours.button, &QPushButton::clicked);
        QSignalSpy strange(&other.button, &QPushButton::clicked);
        QVERIFY(hands.press(QStringLiteral("button")));
        QVERIFY(hands.type(QStringLiteral("field"), QStringLiteral("abc")));
        QCOMPARE(pressed.size(), 1);
        QCOMPARE(ours.field.text(), QStringLiteral("abc"));
        ours.dialog.hide();
        ours.main.hide();
        QVERIFY(!hands.press(QStringLiteral("button")));
        QVERIFY(!hands.type(QStringLiteral("field"), QStringLiteral("abc")));
        QCOMPARE(strange.size(), 0);
        QVERIFY(other.field.text().isEmpty());
    }

    void endsWhenItsWindowIsClosed()
    {
        Window other;
        Window ours;
        ui::Tour tour(ours.main, {waiting()}, {{}, 1, 30'000});
        QSignalSpy finished(&tour, &ui::Tour::finished);
        tour.start();
        ours.main.close();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(endOf(finished), TourEnd::Stopped);
        QVERIFY(!finished[0][1].toString().isEmpty());
        tour.stop();
        QCOMPARE(finished.size(), 1);
    }

    void endsWhenThePersonStopsIt()
    {
        Window ours;
        ui::Tour tour(ours.main, {waiting()}, {{}, 1, 30'000});
        QSignalSpy finished(&tour, &ui::Tour::finished);
        tour.start();
        auto* stop = ours.main.findChild<QPushButton*>(QStringLiteral("tour.stop"));
        QVERIFY(stop);
        QTest::mouseClick(stop, Qt::LeftButton);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(endOf(finished), TourEnd::Stopped);
    }

    void failsWhenAStepDoesNotHappen()
    {
        const QTemporaryDir folder;
        Window ours;
        const auto press = [](const TourHands& hands) { return hands.press(QStringLiteral("button")); };
        ui::Tour tour(ours.main, {step(press), waiting(), step(press)}, {folder.path(), 1, 50});
        QSignalSpy finished(&tour, &ui::Tour::finished);
        QSignalSpy steps(&tour, &ui::Tour::stepStarted);
        tour.start();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(endOf(finished), TourEnd::Failed);
        QVERIFY2(finished[0][1].toString().contains(QStringLiteral("2 (A title)")),
                 qPrintable(finished[0][1].toString()));
        QCOMPARE(steps.size(), 2);
        const QStringList pictures = QDir(folder.path()).entryList(QDir::Files, QDir::Name);
        QCOMPARE(pictures, (QStringList{QStringLiteral("01-one.png"), QStringLiteral("failed.png")}));
    }

    void succeedsWhenAllHappened()
    {
        Window ours;
        const auto press = [](const TourHands& hands) { return hands.press(QStringLiteral("button")); };
        ui::Tour tour(ours.main, {step(press), step(press)}, {{}, 1, 5'000});
        QSignalSpy finished(&tour, &ui::Tour::finished);
        tour.start();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(endOf(finished), TourEnd::Done);
        QVERIFY(finished[0][1].toString().isEmpty());
    }
};

QTEST_MAIN(GuidedTourTest)
#include "tst_guidedtour.moc"
