// SPDX-License-Identifier: Apache-2.0
#include "models/eventdraft.h"
#include "tests/common/told.h"
#include "ui/events/keptpaste.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

/// Which kept texts are cleared, and which stay.
class TestKeptPaste final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<client::Journal> m_journal;

    QString pasted() const { return m_folder->filePath(QStringLiteral("pasted")); }
    QString templates() const { return m_folder->filePath(QStringLiteral("templates")); }

    /// Of two days ago.
    QString kept(const QString& name, int daysAgo = 2)
    {
        QFile file(pasted() + u'/' + name);
        if (!file.open(QIODevice::WriteOnly) || file.write("text") != 4 || !file.flush()
            || !file.setFileTime(QDateTime::currentDateTime().addDays(-daysAgo), QFileDevice::FileModificationTime))
            qFatal("no file");
        return file.fileName();
    }

    static QByteArray draftWith(const QString& path, models::DataMode mode = models::DataMode::File)
    {
        models::EventDraft draft;
        draft.mode = mode;
        draft.file = models::FileReference{path, 4, 0, {}, {}, true};
        return models::dumpJson(models::toJson(draft));
    }

    /// Clears, and waits until a file that nothing needs is gone.
    void clear()
    {
        const QString needless = kept(QStringLiteral("pasted-20200101-000000-000.txt"));
        ui::clearPastes(*m_journal, pasted(), templates(), this);
        QTRY_VERIFY(!QFile::exists(needless));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(pasted()) && QDir().mkpath(templates()));
        m_journal = std::make_unique<client::Journal>(m_folder->path());
    }
    void cleanup()
    {
        m_journal.reset();
        m_folder.reset();
    }

    void clearsWhatNothingNeeds()
    {
        const QStringList files = {kept(QStringLiteral("pasted-20260101-101010-001.txt")),
                                   kept(QStringLiteral("pasted-20260101-101010-002.txt"))};
        clear();
        for (const QString& file : files)
            QVERIFY(!QFile::exists(file));
    }

    void keepsWhatADraftNeeds()
    {
        const QString file = kept(QStringLiteral("pasted-20260101-101010-001.txt"));
        const QString hidden = kept(QStringLiteral("pasted-20260101-101010-002.txt"));
        QVERIFY(told(m_journal->saveDraft(QStringLiteral("local"), draftWith(file))));
        QVERIFY(told(m_journal->saveDraft(QStringLiteral("other"), draftWith(hidden, models::DataMode::JsonText))));
        clear();
        QVERIFY(QFile::exists(file) && QFile::exists(hidden));
    }

    void keepsWhatTheHistoryNeedsUntilItIsDeletedThere()
    {
        const QString file = kept(QStringLiteral("pasted-20260101-101010-001.txt"));
        client::SentEvent sent;
        sent.sentAt = 1;
        sent.draft = draftWith(file);
        const auto id = told(m_journal->addSent(sent));
        QVERIFY(id);
        clear();
        QVERIFY(QFile::exists(file));
        QVERIFY(told(m_journal->removeSent(*id)));
        clear();
        QVERIFY(!QFile::exists(file));
    }

    void keepsWhatAJobNeeds()
    {
        const QString file = kept(QStringLiteral("pasted-20260101-101010-001.txt"));
        client::JobRecord job;
        job.plan = "{\"draft\":" + draftWith(file) + "}";
        QVERIFY(told(m_journal->addJob(job)));
        clear();
        QVERIFY(QFile::exists(file));
    }

    void keepsWhatATemplateNeeds()
    {
        const QString file = kept(QStringLiteral("pasted-20260101-101010-001.txt"));
        QFile yaml(templates() + QStringLiteral("/one.yaml"));
        QVERIFY(yaml.open(QIODevice::WriteOnly));
        yaml.write("broken: [\nfile: " + file.toUtf8() + "\n");
        yaml.close();
        clear();
        QVERIFY(QFile::exists(file));
    }

    void leavesAloneWhatIsNewOrNotItsOwn()
    {
        const QStringList files
            = {kept(QStringLiteral("pasted-20260101-101010-001.txt"), 0), kept(QStringLiteral("notes.txt")),
               kept(QStringLiteral("pasted-20260101-101010-001.txt.bak"))};
        const QString link = pasted() + QStringLiteral("/pasted-20260101-101010-009.txt");
        QVERIFY(QFile::link(files[1], link));
        clear();
        for (const QString& file : files)
            QVERIFY2(QFile::exists(file), qPrintable(file));
        QVERIFY(QFile::exists(link));
    }

    void clearsNothingWhenTheJournalCannotTell()
    {
        m_journal.reset();
        QFile::remove(m_folder->filePath(QStringLiteral("journal.db")));
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("journal.db"))));
        m_journal = std::make_unique<client::Journal>(m_folder->path());
        const QString file = kept(QStringLiteral("pasted-20260101-101010-001.txt"));
        ui::clearPastes(*m_journal, pasted(), templates(), this);
        QVERIFY(!told(m_journal->unmentioned({QStringLiteral("x")})));
        // What was asked before has been answered: a removal would be on its way by now.
        QVERIFY(!told(m_journal->unmentioned({QStringLiteral("x")})));
        QVERIFY(QFile::exists(file));
    }
};

QTEST_GUILESS_MAIN(TestKeptPaste)
#include "tst_keptpaste.moc"
