// SPDX-License-Identifier: Apache-2.0
#include "models/matchpreview.h"
#include "tests/common/slowness.h"

#include <QElapsedTimer>
#include <QTest>

using namespace models;

namespace {

Resource subscription(const char* name, const char* eventType, const char* function, State state = State::Ready)
{
    Subscription made;
    made.name = QString::fromLatin1(name);
    made.eventType = QString::fromLatin1(eventType);
    made.function = QString::fromLatin1(function);
    made.status = models::statusOf(state);
    return made;
}

Resource function(const char* name, State state = State::Ready)
{
    Function made;
    made.name = QString::fromLatin1(name);
    made.status = models::statusOf(state);
    return made;
}

QStringList typesOf(const std::vector<NearMiss>& misses)
{
    QStringList types;
    for (const NearMiss& miss : misses)
        types << miss.eventType;
    return types;
}

const std::vector<Resource> kFunctions = {function("hello"), function("broken", State::Error)};

} // namespace

class TestMatchPreview : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsWhatIsHit();
    void saysWhatRunsTwice();
    void knowsServersThatShareEvents();
    void namesNearMissesWhenDropped();
    void staysSilentWithoutAType();
    void isQuickWithManyTypes();
};

void TestMatchPreview::showsWhatIsHit()
{
    const auto preview
        = previewMatches(QStringLiteral("a.b"),
                         {subscription("z", "a.b", "hello"), subscription("y", "a.b", "gone"),
                          subscription("x", "a.B", "hello"), subscription("w", "a.b", "broken"),
                          subscription("v", "a.b", "hello2", State::Creating), subscription("u", "a", "hello")},
                         kFunctions, false);
    QCOMPARE(preview.hits.size(), std::size_t(4));
    const auto names = [&preview] {
        QStringList all;
        for (const MatchHit& hit : preview.hits)
            all << hit.subscription + u'>' + hit.function + (hit.willRun() ? u'+' : u'-');
        return all;
    };
    QCOMPARE(names(),
             (QStringList{QStringLiteral("v>hello2-"), QStringLiteral("w>broken-"), QStringLiteral("y>gone-"),
                          QStringLiteral("z>hello+")}));
    QCOMPARE(preview.hits[0].status.state, State::Creating);
    QCOMPARE(preview.hits[1].functionStatus->state, State::Error);
    QVERIFY(!preview.hits[2].functionStatus);
    QVERIFY(!preview.dropped && !preview.shared && preview.runTwice.isEmpty() && preview.nearMisses.empty());
}

void TestMatchPreview::saysWhatRunsTwice()
{
    const auto preview = previewMatches(QStringLiteral("t"),
                                        {subscription("a", "t", "hello"), subscription("b", "t", "hello"),
                                         subscription("c", "t", "hello"), subscription("d", "t", "broken"),
                                         subscription("e", "other", "broken")},
                                        kFunctions, false);
    QCOMPARE(preview.runTwice, QStringList{QStringLiteral("hello")});
}

void TestMatchPreview::knowsServersThatShareEvents()
{
    const std::vector<Resource> two = {subscription("a", "t", "hello"), subscription("b", "t", "hello")};
    QVERIFY(previewMatches(QStringLiteral("t"), two, kFunctions, true).shared);
    QVERIFY2(previewMatches(QStringLiteral("t"), two, kFunctions, true).runTwice.isEmpty(), "only one of them gets it");
    QVERIFY(!previewMatches(QStringLiteral("t"), two, kFunctions, false).shared);
    QVERIFY(!previewMatches(QStringLiteral("t"), {two.front()}, kFunctions, true).shared);
}

void TestMatchPreview::namesNearMissesWhenDropped()
{
    const std::vector<Resource> all
        = {subscription("s1", "vm.being.created", "hello"),  subscription("s2", "VM.Being.Create", "hello"),
           subscription("s3", "vm.being.create.d", "hello"), subscription("s4", "vm.being.cretae", "hello"),
           subscription("s0", "vm.being.created", "hello"),  subscription("s5", "customer.signed.up", "hello")};
    const auto preview = previewMatches(QStringLiteral("vm.being.create"), all, kFunctions, false);
    QVERIFY(preview.dropped);
    QCOMPARE(typesOf(preview.nearMisses),
             (QStringList{QStringLiteral("VM.Being.Create"), QStringLiteral("vm.being.created"),
                          QStringLiteral("vm.being.cretae")}));
    QVERIFY(preview.nearMisses[0].differsInCaseOnly);
    QVERIFY(!preview.nearMisses[1].differsInCaseOnly);
    QCOMPARE(preview.nearMisses[1].subscriptions, (QStringList{QStringLiteral("s0"), QStringLiteral("s1")}));
    QVERIFY(previewMatches(QStringLiteral("x"), all, kFunctions, false).nearMisses.empty());
}

void TestMatchPreview::staysSilentWithoutAType()
{
    QCOMPARE(previewMatches({}, {subscription("a", "", "hello")}, kFunctions, true), MatchPreview{});
}

void TestMatchPreview::isQuickWithManyTypes()
{
    std::vector<Resource> many;
    const QByteArray padding(100, 'x');
    for (int i = 0; i < 2'000; ++i)
        many.push_back(subscription("s", QByteArray(padding + QByteArray::number(i)).constData(), "hello"));
    QElapsedTimer timer;
    timer.start();
    previewMatches(QString::fromLatin1(padding + "none"), many, kFunctions, false);
    QVERIFY2(timer.elapsed() < 2'000 * kSlowness, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestMatchPreview)
#include "tst_matchpreview.moc"
