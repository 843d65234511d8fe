// SPDX-License-Identifier: Apache-2.0
#include "client/profilecodec.h"
#include "client/profilestore.h"
#include "tests/common/told.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using client::Profile;
using client::ProfileListing;
using client::ProfileStore;

namespace {

/// JSON written with single quotes, for moc's sake: it loses its way in raw strings.
QByteArray json(const char* text)
{
    return QByteArray(text).replace('\'', '"');
}

Profile named(const QString& name)
{
    Profile profile;
    profile.id = Profile::makeId();
    profile.name = name;
    profile.base = QUrl(QStringLiteral("https://dispatch.example:8443"));
    return profile;
}

Profile full()
{
    Profile profile = named(QStringLiteral("Fabrik “Süd”"));
    profile.organization = QStringLiteral("acme");
    profile.signIn = client::SignInMethod::ServiceAccount;
    profile.account = QStringLiteral("acme/ci");
    profile.tls = {QStringLiteral("/ca.pem"), QStringLiteral("/me.pem"), QStringLiteral("/me.key"), "ab12", true};
    profile.proxy
        = {client::ProxySettings::Kind::Manual, QStringLiteral("proxy.example"), 3128, {QStringLiteral("*.lan")}};
    profile.mark = client::Mark::Orange;
    profile.protection = client::Protection::Protected;
    return profile;
}

} // namespace

class TestProfileStore final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;

    QString path() const { return folder->filePath(QStringLiteral("profiles.json")); }

    void write(const QByteArray& bytes) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static bool isRead(const ProfileStore& store)
    {
        return QTest::qWaitFor([&store] { return store.isLoaded(); }, 30'000);
    }

private Q_SLOTS:
    void init() { folder = std::make_unique<QTemporaryDir>(); }

    void readsAddressesAsPeopleTypeThem_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        const auto row = [](const char* typed, const char* address) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(address);
        };
        row(" 127.0.0.1:8080 ", "http://127.0.0.1:8080");
        row("https://h", "https://h");
        row("https://me:pw@h:1/v1/event?x#y", "https://h:1");
        row("::1", "http://[::1]");
        row("[::1]:8080", "http://[::1]:8080");
        row("https://[fe80::1]:443", "https://[fe80::1]:443");
        row("https://bücher.example", "https://xn--bcher-kva.example"); // Qt trusts few domains to be shown as written
        row("ftp://h", "");
        row("https://", "");
        row("h:99999", "");
        row("h:0", "");
        row("a b", "");
        row("", "");
    }

    void readsAddressesAsPeopleTypeThem()
    {
        QFETCH(QString, typed);
        QFETCH(QString, address);
        QCOMPARE(client::addressFrom(typed).toString(), address);
    }

    void bringsAProfileBackAsItWas()
    {
        for (const Profile& profile : {full(), named(QStringLiteral("plain"))}) {
            models::Json written;
            client::writeProfile(profile, written);
            const auto read = client::profileFromJson(written);
            QVERIFY(read);
            QVERIFY(*read == profile);
        }
    }

    void isCarefulWithWordsItDoesNotKnow()
    {
        models::Json edited;
        client::writeProfile(full(), edited);
        edited["protection"] = "locked-down";
        edited["mark"] = "octarine";
        const auto read = client::profileFromJson(edited);
        QVERIFY(read);
        QCOMPARE(read->protection, client::Protection::ReadOnly);
        QCOMPARE(read->mark, client::Mark::None);
        edited["signIn"] = "retina";
        QVERIFY(!client::profileFromJson(edited));
        edited["signIn"] = "token";
        edited["proxy"]["port"] = 70'000;
        QVERIFY(!client::profileFromJson(edited));
    }

    void startsEmptyAndKeepsWhatIsSaved()
    {
        ProfileStore store(folder->filePath(QStringLiteral("deep/inside")));
        QVERIFY(!store.isLoaded());
        QVERIFY(isRead(store));
        QVERIFY(store.listing() == ProfileListing());
        const Profile profile = full();
        const auto saved = told(store.save(profile, std::nullopt));
        QVERIFY(saved);
        QVERIFY(saved->profiles == std::vector{profile});
        QTRY_VERIFY(store.find(profile.id));
        const auto permissions = QFile::permissions(store.path());
        QVERIFY(!permissions.testFlag(QFile::ReadGroup) && !permissions.testFlag(QFile::ReadOther));

        ProfileStore other(folder->filePath(QStringLiteral("deep/inside")));
        QVERIFY(isRead(other));
        QVERIFY(other.find(profile.id) && *other.find(profile.id) == profile);
        QVERIFY(told(store.remove(profile)));
        QTRY_VERIFY(!store.find(profile.id));
        QTRY_VERIFY(!other.find(profile.id));
    }

    void consolesDoNotFight()
    {
        ProfileStore one(folder->path());
        ProfileStore two(folder->path());
        QList<QFuture<models::Result<ProfileListing>>> saves;
        for (int i = 0; i < 25; ++i) {
            saves << one.save(named(QStringLiteral("one %1").arg(i)), std::nullopt);
            saves << two.save(named(QStringLiteral("two %1").arg(i)), std::nullopt);
        }
        for (const auto& save : saves)
            QVERIFY(told(save));
        QTRY_COMPARE(one.listing().profiles.size(), 50U);
        QTRY_VERIFY(two.listing() == one.listing());
    }

    void tellsWhenAnotherConsoleWasFaster()
    {
        ProfileStore one(folder->path());
        ProfileStore two(folder->path());
        const Profile profile = full();
        QVERIFY(told(one.save(profile, std::nullopt)));
        Profile renamed = profile;
        renamed.name = QStringLiteral("renamed");
        QVERIFY(told(two.save(renamed, profile)));
        Profile moved = profile;
        moved.organization = QStringLiteral("other");
        const auto late = told(one.save(moved, profile));
        QVERIFY(!late);
        QCOMPARE(late.error().kind, models::FailureKind::Conflict);
        const auto gone = told(one.remove(profile));
        QVERIFY(!gone);
        QCOMPARE(gone.error().kind, models::FailureKind::Conflict);
        QTRY_VERIFY(one.find(profile.id) && *one.find(profile.id) == renamed);
        QVERIFY(told(two.remove(renamed)));
        QVERIFY(!told(one.save(moved, renamed)));
        QVERIFY2(told(one.remove(renamed)), "what is gone is removed well");
    }

    void waitsForTheLockAndThenSaysSo()
    {
        QLockFile lock(path() + QStringLiteral(".lock"));
        QVERIFY(lock.tryLock());
        ProfileStore store(folder->path());
        const auto saved = told(store.save(full(), std::nullopt));
        QVERIFY(!saved);
        QVERIFY(saved.error().cameBack.contains(QStringLiteral("another console")));
        QVERIFY(content().isEmpty());
        lock.unlock();
        QVERIFY(told(store.save(full(), std::nullopt)));
    }

    void oneBrokenProfileCostsNothing()
    {
        write(json(
            "{'version':1,'later':true,'profiles':["
            "{'id':'a','name':'good','address':'http://h:1','theme':'dark','tls':{'later':1}},"
            "{'id':'b','name':'bad','address':'nowhere://'}, 7, {'id':'a','name':'twin','address':'http://h:2'}]}"));
        ProfileStore store(folder->path());
        QVERIFY(isRead(store));
        QCOMPARE(store.listing().profiles.size(), 1U);
        QCOMPARE(store.listing().broken.size(), 3U);
        QVERIFY(!store.listing().problem);
        const Profile before = *store.find(QStringLiteral("a"));
        Profile now = before;
        now.name = QStringLiteral("better");
        QVERIFY(told(store.save(now, before)));
        const auto kept = models::parseJson(content());
        QVERIFY(kept);
        QVERIFY(kept->at("later") == true);
        QCOMPARE(kept->at("profiles").size(), 4U);
        QVERIFY(kept->at("profiles")[0].at("theme") == "dark" && kept->at("profiles")[0].at("name") == "better");
        QVERIFY(kept->at("profiles")[0].at("tls").at("later") == 1);
        QVERIFY(kept->at("profiles")[2] == 7);
    }

    void keepsADamagedFileAside_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("cut off") << QByteArray("{\"version\":1,\"profiles\":[{\"id\"");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("binary") << QByteArray("\0\xff\xfe{", 4);
        QTest::newRow("no version") << QByteArray("{\"profiles\":[]}");
        QTest::newRow("no list") << QByteArray("{\"version\":1}");
        QTest::newRow("deep") << QByteArray(5'000, '[');
    }

    void keepsADamagedFileAside()
    {
        QFETCH(QByteArray, bytes);
        write(bytes);
        ProfileStore store(folder->path());
        QVERIFY(isRead(store));
        QVERIFY(store.listing().problem);
        QVERIFY(!store.listing().problem->remedy.isEmpty());
        QCOMPARE(content(), bytes);
        QVERIFY(told(store.save(full(), std::nullopt)));
        QTRY_VERIFY(!store.listing().problem);
        QFile kept(path() + QStringLiteral(".damaged-1"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), bytes);
    }

    void leavesAFileOfALaterVersionAlone()
    {
        const QByteArray bytes = "{\"version\":2,\"profiles\":[]}";
        write(bytes);
        ProfileStore store(folder->path());
        QVERIFY(isRead(store));
        QVERIFY(store.listing().problem && !store.listing().isWritable);
        QVERIFY(!told(store.save(full(), std::nullopt)));
        QVERIFY(!told(store.remove(full())));
        QCOMPARE(content(), bytes);
        QCOMPARE(QDir(folder->path()).entryList({QStringLiteral("*damaged*")}).size(), 0);
    }

    void leavesWhatIsNoFileAlone()
    {
        QVERIFY(QDir(folder->path()).mkdir(QStringLiteral("profiles.json")));
        ProfileStore store(folder->path());
        QVERIFY(isRead(store));
        QVERIFY(store.listing().problem && !store.listing().isWritable);
        QVERIFY(!told(store.save(full(), std::nullopt)));
    }

    void seesWhatAnEditorWrites()
    {
        ProfileStore store(folder->path());
        QVERIFY(isRead(store));
        QSignalSpy changes(&store, &ProfileStore::changed);
        write(json("{'version':1,'profiles':[{'id':'a','name':'n','address':'http://h'}]}"));
        QTRY_COMPARE(store.listing().profiles.size(), 1U);
        write(json("{'version':1,'profiles':[{'id':'a','name':'new','address':'http://h'}]}"));
        QTRY_COMPARE(store.listing().profiles.front().name, QStringLiteral("new"));
        QVERIFY(QFile::remove(path()));
        QTRY_VERIFY(store.listing().profiles.empty());
        QVERIFY(!changes.isEmpty());
    }

    void finishesWhatWasAskedForBeforeItGoes()
    {
        const Profile profile = full();
        {
            ProfileStore store(folder->path());
            store.save(profile, std::nullopt);
        }
        QVERIFY(content().contains(profile.id.toLatin1()));
    }
};

QTEST_GUILESS_MAIN(TestProfileStore)
#include "tst_profilestore.moc"
