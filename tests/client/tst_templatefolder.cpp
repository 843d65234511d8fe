// SPDX-License-Identifier: Apache-2.0
#include "client/templatefolder.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using client::TemplateFolder;
using models::EventTemplate;
using models::FailureKind;

class TestTemplateFolder final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> parent;
    std::unique_ptr<TemplateFolder> folder;

    template <typename T> static models::Result<T> told(QFuture<models::Result<T>> future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000) || future.resultCount() == 0)
            return models::failed(models::Failure());
        return future.result();
    }

    static EventTemplate made(const char* name)
    {
        EventTemplate content;
        content.name = QString::fromUtf8(name);
        content.draft.eventType = QStringLiteral("a.b");
        content.draft.json = QStringLiteral("{\n  \"n\": {{seq}}\n}");
        return content;
    }

    QStringList names() const
    {
        QStringList all;
        for (const auto& file : folder->templates())
            all << file.content.name;
        return all;
    }

    void write(const char* name, const QByteArray& content)
    {
        QFile file(QDir(folder->path()).filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

private Q_SLOTS:
    void init()
    {
        parent = std::make_unique<QTemporaryDir>();
        folder = std::make_unique<TemplateFolder>(parent->filePath(QStringLiteral("templates")));
    }

    void cleanup()
    {
        folder.reset();
        parent.reset();
    }

    void startsEmptyWithoutAFolder()
    {
        QTRY_VERIFY(folder->isLoaded());
        QVERIFY(folder->templates().empty());
        QVERIFY(!QDir(folder->path()).exists());
    }

    void savesAndReads()
    {
        const auto path = told(folder->save(made("b template")));
        QVERIFY(path);
        QVERIFY(told(folder->save(made("a/../template"))));
        QTRY_COMPARE(names(), (QStringList{QStringLiteral("a/../template"), QStringLiteral("b template")}));
        QCOMPARE(folder->templates().at(1).path, *path);
        QCOMPARE(folder->templates().at(1).content, made("b template"));
        QCOMPARE(QDir(parent->path()).entryList(QDir::NoDotAndDotDot | QDir::AllEntries).size(), 1);
        // The same name is another file, the same file is the same template.
        const auto second = told(folder->save(made("b template")));
        QVERIFY(second);
        QVERIFY(*second != *path);
        EventTemplate changed = made("b template");
        changed.pinned = true;
        QCOMPARE(told(folder->save(changed, *path)).value_or(QString()), *path);
        QTRY_COMPARE(folder->templates().size(), 3U);
    }

    void seesWhatOthersDo()
    {
        const auto path = told(folder->save(made("mine")));
        QVERIFY(path);
        QTRY_COMPARE(names(), QStringList{QStringLiteral("mine")});
        write("copied.yaml", models::toYaml(made("copied")));
        QTRY_COMPARE(names(), (QStringList{QStringLiteral("copied"), QStringLiteral("mine")}));
        // In place, without a change of the folder.
        QFile file(*path);
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate));
        file.write(models::toYaml(made("renamed by hand")));
        file.close();
        QTRY_VERIFY(names().contains(QStringLiteral("renamed by hand")));
        QVERIFY(QFile::remove(*path));
        QTRY_COMPARE(names(), QStringList{QStringLiteral("copied")});
    }

    void leavesABrokenFileAlone()
    {
        QVERIFY(told(folder->save(made("good"))));
        const QByteArray broken = "name: [unfinished";
        write("broken.yaml", broken);
        QCOMPARE(
            ::mkfifo(QFile::encodeName(QDir(folder->path()).filePath(QStringLiteral("pipe.yaml"))).constData(), 0600),
            0);
        QTRY_COMPARE(folder->broken().size(), 2U);
        QCOMPARE(names(), QStringList{QStringLiteral("good")});
        QCOMPARE(folder->broken().at(0).failure.kind, FailureKind::Malformed);
        QVERIFY(folder->broken().at(0).failure.cameBack.contains(QStringLiteral("1")));
        QCOMPARE(folder->broken().at(1).failure.kind, FailureKind::Storage);
        QFile file(QDir(folder->path()).filePath(QStringLiteral("broken.yaml")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), broken);
        file.close();
        const auto refused = told(folder->rename(file.fileName(), QStringLiteral("x")));
        QVERIFY(!refused);
        QVERIFY(file.exists());
        write("broken.yaml", models::toYaml(made("mended")));
        QTRY_COMPARE(names(), (QStringList{QStringLiteral("good"), QStringLiteral("mended")}));
    }

    void renames()
    {
        const auto path = told(folder->save(made("old")));
        const auto other = told(folder->save(made("other")));
        QVERIFY(path && other);
        const auto taken = told(folder->rename(*path, QStringLiteral("other")));
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, FailureKind::Conflict);
        const auto renamed = told(folder->rename(*path, QStringLiteral("new")));
        QVERIFY(renamed);
        QVERIFY(!QFile::exists(*path));
        QTRY_COMPARE(names(), (QStringList{QStringLiteral("new"), QStringLiteral("other")}));
    }

    void removes()
    {
        const auto path = told(folder->save(made("gone")));
        QVERIFY(path);
        QVERIFY(told(folder->remove(*path)));
        QVERIFY(told(folder->remove(*path))); // gone is gone
        QTRY_VERIFY(folder->templates().empty());
    }

    void saysWhyItCannotSave()
    {
        QFile inTheWay(folder->path());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        const auto refused = told(folder->save(made("x")));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, FailureKind::Storage);
        QVERIFY(!refused.error().remedy.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTemplateFolder)
#include "tst_templatefolder.moc"
