// SPDX-License-Identifier: Apache-2.0
#include "ownsettings.h"
#include "ui/events/filepane.h"
#include "ui/events/recentfiles.h"
#include "uiworld.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include <sys/stat.h>

class FilePaneTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;
    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& content) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return file.fileName();
    }

    static void chooseByKeyboard(ui::FilePane& pane, const QString& path)
    {
        auto* field = part<QLineEdit>(pane, "event.file.path");
        field->setText(path);
        QTest::keyClick(field, Qt::Key_Return);
    }

    static QString message(ui::FilePane& pane) { return part<QLabel>(pane, "event.file.message")->text(); }

private Q_SLOTS:
    void init() { ui::recentFiles::clear(); }

    void describesAText()
    {
        ui::FilePane pane;
        pane.show();
        const QString path = write(QStringLiteral("note.txt"), "first\nsecond \x1b[31m\n");
        chooseByKeyboard(pane, path);
        QVERIFY(pane.file() && !pane.file()->isKnown());
        QTRY_VERIFY(pane.file()->isKnown());
        QCOMPARE(pane.file()->size, 19);
        QVERIFY(pane.file()->isText);
        const QString facts = part<QLabel>(pane, "event.file.facts")->text();
        QVERIFY2(facts.contains(QLatin1String("text/plain; charset=utf-8")), qPrintable(facts));
        QVERIFY2(facts.contains(QString::fromLatin1(pane.file()->sha256)), qPrintable(facts));
        auto* head = part<QPlainTextEdit>(pane, "event.file.preview");
        QTRY_VERIFY(head->toPlainText().startsWith(QLatin1String("first\nsecond ")));
        QVERIFY(!head->toPlainText().contains(QChar(0x1b)));
    }

    void sendsATextAsBinaryWhenTold()
    {
        ui::FilePane pane;
        pane.show();
        chooseByKeyboard(pane, write(QStringLiteral("note.txt"), "text"));
        QTRY_VERIFY(pane.file()->isKnown());
        QVERIFY(!pane.forceBinary());
        QSignalSpy changed(&pane, &ui::FilePane::changed);
        auto* binary = part<QCheckBox>(pane, "event.file.binary");
        QVERIFY(binary->isVisible());
        QTest::keyClick(binary, Qt::Key_Space);
        QVERIFY(pane.forceBinary());
        QCOMPARE(changed.size(), 1);
        QVERIFY(part<QLabel>(pane, "event.file.facts")->text().contains(QLatin1String("base64")));
    }

    void showsBytesAsHex()
    {
        ui::FilePane pane;
        pane.show();
        chooseByKeyboard(pane, write(QStringLiteral("bytes"), QByteArray("\x00\xff\x41", 3)));
        auto* head = part<QPlainTextEdit>(pane, "event.file.preview");
        QTRY_VERIFY2(head->toPlainText().startsWith(QLatin1String("00000000  00 ff 41 ")),
                     qPrintable(head->toPlainText()));
        QVERIFY(head->toPlainText().endsWith(QLatin1String("|..A|")));
        QVERIFY(!part<QCheckBox>(pane, "event.file.binary")->isVisible());
    }

    void showsAPictureSmall()
    {
        const QString path = m_folder.filePath(QStringLiteral("picture.png"));
        QImage image(2000, 1000, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(path));
        ui::FilePane pane;
        pane.show();
        chooseByKeyboard(pane, path);
        auto* picture = part<QLabel>(pane, "event.file.picture");
        QTRY_VERIFY(picture->isVisible());
        QCOMPARE(picture->pixmap(Qt::ReturnByValue).size(),
                 QSize(ui::FilePreview::kPictureEdge, ui::FilePreview::kPictureEdge / 2));
        UiWorld::picture(pane, QStringLiteral("filepane-picture"));
    }

    void decodesNoHugePicture()
    {
        const QString path = m_folder.filePath(QStringLiteral("huge.png"));
        QImage image(20'000, 10'000, QImage::Format_Mono);
        image.fill(0);
        QVERIFY(image.save(path));
        const QFileInfo info(path);
        QVERIFY(info.size() < ui::FilePreview::kLargestPicture);
        const ui::FilePreview preview = ui::previewOf({path, info.size(), 0, {}, QStringLiteral("image/png"), false});
        QVERIFY(preview.picture.isNull());
        QVERIFY(preview.text.startsWith(QLatin1String("00000000  89 50 4e 47")));
    }

    void saysWhyAFileCannotBeSent_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("vanished") << m_folder.filePath(QStringLiteral("nothing here"));
        QTest::newRow("folder") << m_folder.path();
        const QString pipe = m_folder.filePath(QStringLiteral("pipe"));
        ::mkfifo(QFile::encodeName(pipe).constData(), 0600);
        QTest::newRow("pipe") << pipe;
        QTest::newRow("device") << QStringLiteral("/dev/zero");
    }
    void saysWhyAFileCannotBeSent()
    {
        QFETCH(QString, path);
        ui::FilePane pane;
        pane.show();
        chooseByKeyboard(pane, path);
        QTRY_VERIFY(message(pane).startsWith(QStringLiteral("\u2716 ")));
        QVERIFY(pane.file() && !pane.file()->isKnown());
        QCOMPARE(part<QLineEdit>(pane, "event.file.path")->text(), path);
        QVERIFY(ui::recentFiles::paths().isEmpty());
        QVERIFY(part<QPushButton>(pane, "event.file.again")->isVisible());
    }

    void looksAgainWhenTheFileIsBack()
    {
        ui::FilePane pane;
        pane.show();
        const QString path = m_folder.filePath(QStringLiteral("late.txt"));
        chooseByKeyboard(pane, path);
        auto* again = part<QPushButton>(pane, "event.file.again");
        QTRY_VERIFY(again->isVisible());
        write(QStringLiteral("late.txt"), "here");
        QTest::mouseClick(again, Qt::LeftButton);
        QTRY_VERIFY(pane.file()->isKnown());
        QVERIFY(!again->isVisible());
        QVERIFY(message(pane).isEmpty());
    }

    void saysThatAnEmptyFileIsNoData()
    {
        ui::FilePane pane;
        pane.show();
        chooseByKeyboard(pane, write(QStringLiteral("empty"), {}));
        QTRY_VERIFY2(message(pane).startsWith(QStringLiteral("\u26A0 ")), qPrintable(message(pane)));
        QVERIFY(pane.file()->isKnown());
    }

    void remembersRecentFiles()
    {
        const QString first = write(QStringLiteral("first"), "1");
        const QString second = write(QStringLiteral("second"), "2");
        ui::FilePane pane;
        pane.show();
        for (const QString& path : {first, second}) {
            chooseByKeyboard(pane, path);
            QTRY_VERIFY(pane.file()->isKnown());
        }
        QCOMPARE(ui::recentFiles::paths(), QStringList({second, first}));
        QMenu* menu = part<QToolButton>(pane, "event.file.recent")->menu();
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().at(1)->toolTip(), first);
        menu->actions().at(1)->trigger();
        QCOMPARE(pane.file()->path, first);
        QTRY_VERIFY(pane.file()->isKnown());
        menu->actions().last()->trigger();
        QVERIFY(ui::recentFiles::paths().isEmpty());
    }

    void readingCanBeCancelled()
    {
        const QString path = m_folder.filePath(QStringLiteral("large"));
        QFile large(path);
        QVERIFY(large.open(QIODevice::WriteOnly));
        QVERIFY(large.resize(qint64(8) << 30));
        ui::FilePane pane;
        pane.show();
        chooseByKeyboard(pane, path);
        auto* cancel = part<QPushButton>(pane, "event.file.cancel");
        QTRY_VERIFY(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QVERIFY(!pane.isReading());
        QVERIFY(!cancel->isVisible());
        QVERIFY(!pane.file()->isKnown());
        QVERIFY(message(pane).contains(QLatin1String("cancelled")));
        // What the cancelled reading still had to say must not come up.
        chooseByKeyboard(pane, write(QStringLiteral("small"), "x"));
        QTRY_VERIFY(pane.file()->isKnown());
        QCOMPARE(pane.file()->size, 1);
    }
};

QTEST_MAIN(FilePaneTest)
#include "tst_filepane.moc"
