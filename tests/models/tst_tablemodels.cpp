// SPDX-License-Identifier: Apache-2.0
#include "models/dwell.h"
#include "models/resourcecell.h"
#include "models/resourcetablemodel.h"
#include "models/runtablemodel.h"
#include "models/textfilter.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <limits>
#include <map>

using namespace models;

namespace {

Resource driver(const QString& name, const QString& word = QStringLiteral("READY"), const QString& type = {})
{
    Driver value;
    value.name = name;
    value.type = type;
    value.status = statusFromWord(word);
    return value;
}

Run run(const QString& name, qint64 second, const QString& function = QStringLiteral("hello"))
{
    Run value;
    value.name = name;
    value.functionName = function;
    value.executed = timestampFromMSecs(second * 1000);
    value.status = statusFromWord(QStringLiteral("READY"));
    return value;
}

QStringList names(const QAbstractItemModel& model, int role)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << model.index(row, 0).data(role).toString();
    return all;
}

/// Compares two cells of a column the way a person reads them: -1, 0 or 1. Ages sort by youth, the unknown ones last.
int naiveCompare(const Column& column, const Driver& left, const Driver& right)
{
    const auto compare = [](const auto& a, const auto& b) { return a < b ? -1 : (b < a ? 1 : 0); };
    const auto number = [](const QString& text) {
        // "n7" and "reason 12": a word, then a number.
        const qsizetype digits = text.indexOf(QRegularExpression(QStringLiteral("[0-9]+$")));
        return digits < 0 ? std::pair(text.toCaseFolded(), -1)
                          : std::pair(text.left(digits).toCaseFolded(), text.mid(digits).toInt());
    };
    if (column.role == ColumnRole::Time) {
        const auto youth = [](const Driver& driver) {
            return driver.created.isSet() ? -driver.created.nsecs : std::numeric_limits<qint64>::max();
        };
        return compare(youth(left), youth(right));
    }
    if (column.role == ColumnRole::State) {
        static const QStringList troubledFirst
            = {QStringLiteral("ERROR"), QStringLiteral("CREATING"), QStringLiteral("READY")};
        return compare(troubledFirst.indexOf(left.status.word), troubledFirst.indexOf(right.status.word));
    }
    return compare(number(column.value(left).toString()), number(column.value(right).toString()));
}

/// What the table should show, made anew each time.
QStringList naiveView(const std::map<QString, Driver>& all, const QString& filter, int sortColumn, Qt::SortOrder order)
{
    std::vector<Driver> shown;
    const TextFilter accepts(filter);
    for (const auto& [name, value] : all) {
        const QStringList cells = {value.status.word, name, value.type, value.reason.join(u' ')};
        if (accepts.accepts(TextFilter::folded(cells.join(u'\n'))))
            shown.push_back(value);
    }
    const auto columns = resourceKind(Kind::Driver).columns;
    std::sort(shown.begin(), shown.end(), [&](const Driver& left, const Driver& right) {
        const int byColumn
            = sortColumn < 0 ? 0 : naiveCompare(columns[static_cast<std::size_t>(sortColumn)], left, right);
        if (byColumn != 0)
            return (byColumn < 0) == (order == Qt::AscendingOrder);
        return left.name.mid(1).toInt() < right.name.mid(1).toInt();
    });
    QStringList result;
    for (const Driver& value : shown)
        result << value.name;
    return result;
}

void testFatally(QAbstractItemModel* model)
{
    new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::Fatal, model);
}

int columnOf(const ResourceTableModel& model, const char* id)
{
    const auto columns = resourceKind(model.kind()).columns;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (qstrcmp(columns[at].id, id) == 0)
            return static_cast<int>(at);
    }
    return -1;
}

} // namespace

class TestTableModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sortsNamesAsAPersonWould();
    void filtersByWordsAndExclusions();
    void keepsTheSelectionWithItsName();
    void neverResets();
    void agreesWithANaiveModelUnderRandomChanges();
    void countsErrorsWithoutTheFilter();
    void saysEveryCellInWords();
    void ignoresResourcesOfOtherKinds();
    void tellsAges();
    void showsRunsNewestFirstUpToTheLimit();
    void filtersRunsByFunctionAndEvent();
    void changesRunsInPlace();
    void saysResultAndDurationOfRuns();
    void forgetsTheOldestRunsWhenTheyAreTooLarge();
};

void TestTableModels::sortsNamesAsAPersonWould()
{
    ResourceTableModel model(Kind::Driver);
    testFatally(&model);
    model.apply({{driver(QStringLiteral("node-10")), driver(QStringLiteral("node-9")), driver(QStringLiteral("alpha"))},
                 {},
                 {}});
    QCOMPARE(names(model, ResourceTableModel::NameRole).join(u' '), QStringLiteral("alpha node-9 node-10"));
    model.sort(columnOf(model, "name"), Qt::DescendingOrder);
    QCOMPARE(names(model, ResourceTableModel::NameRole).join(u' '), QStringLiteral("node-10 node-9 alpha"));
    QVERIFY(naturalKey(QStringLiteral("Äpfel")) < naturalKey(QStringLiteral("birne")));
}

void TestTableModels::filtersByWordsAndExclusions()
{
    ResourceTableModel model(Kind::Driver);
    testFatally(&model);
    model.apply({{driver(QStringLiteral("lab-one"), QStringLiteral("ERROR"), QStringLiteral("vcenter")),
                  driver(QStringLiteral("lab-two"), QStringLiteral("READY"), QStringLiteral("vcenter")),
                  driver(QStringLiteral("tick"), QStringLiteral("READY"), QStringLiteral("ticker"))},
                 {},
                 {}});
    QSignalSpy counts(&model, &ResourceTableModel::countsChanged);
    model.setFilter(QStringLiteral("VCENTER ready"));
    QCOMPARE(names(model, ResourceTableModel::NameRole), QStringList(QStringLiteral("lab-two")));
    QCOMPARE(counts.count(), 1);
    model.setFilter(QStringLiteral("-vcenter"));
    QCOMPARE(names(model, ResourceTableModel::NameRole), QStringList(QStringLiteral("tick")));
    QCOMPARE(model.rowOf(QStringLiteral("lab-one")), -1);
    QVERIFY(model.find(QStringLiteral("lab-one")));
    model.setFilter(QStringLiteral(" - "));
    QCOMPARE(model.rowCount(), 3);
    model.setFilter(QStringLiteral("nothing like this"));
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.totalCount(), 3);
}

void TestTableModels::keepsTheSelectionWithItsName()
{
    ResourceTableModel model(Kind::Driver);
    testFatally(&model);
    std::vector<Resource> many;
    for (int i = 0; i < 500; ++i)
        many.push_back(driver(QStringLiteral("d%1").arg(i), i % 2 ? QStringLiteral("READY") : QStringLiteral("ERROR")));
    model.apply({many, {}, {}});
    const QPersistentModelIndex kept = model.index(model.rowOf(QStringLiteral("d400")), 1);
    const QPersistentModelIndex lost = model.index(model.rowOf(QStringLiteral("d401")), 1);
    model.sort(columnOf(model, "name"), Qt::DescendingOrder);
    model.setFilter(QStringLiteral("error"));
    QCOMPARE(kept.data(ResourceTableModel::NameRole).toString(), QStringLiteral("d400"));
    QVERIFY(!lost.isValid());
    model.setFilter({});
    QCOMPARE(kept.data(ResourceTableModel::NameRole).toString(), QStringLiteral("d400"));
}

void TestTableModels::neverResets()
{
    ResourceTableModel model(Kind::Driver);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.apply({{driver(QStringLiteral("a")), driver(QStringLiteral("b"))}, {}, {}});
    model.sort(1, Qt::DescendingOrder);
    model.setFilter(QStringLiteral("a"));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.totalCount(), 0);
    QCOMPARE(resets.count(), 0);
}

void TestTableModels::agreesWithANaiveModelUnderRandomChanges()
{
    ResourceTableModel model(Kind::Driver);
    testFatally(&model);
    QRandomGenerator random(20180917);
    std::map<QString, Driver> naive;
    const QStringList words = {QStringLiteral("READY"), QStringLiteral("ERROR"), QStringLiteral("CREATING")};
    const QStringList types = {QStringLiteral("ticker"), QStringLiteral("Cron"), QStringLiteral("aws")};
    const QStringList filters = {{}, QStringLiteral("ready"), QStringLiteral("-error"), QStringLiteral("n1 ready")};
    QString filter;
    int sortColumn = -1;
    Qt::SortOrder order = Qt::AscendingOrder;
    for (int round = 0; round < 400; ++round) {
        Difference change;
        const int size = random.bounded(10) == 0 ? 120 : random.bounded(6);
        QStringList used;
        for (int i = 0; i < size; ++i) {
            const QString name = QStringLiteral("n%1").arg(random.bounded(200));
            if (used.contains(name))
                continue;
            used << name;
            const bool known = naive.contains(name);
            if (known && random.bounded(2)) {
                change.removed << name;
                naive.erase(name);
                continue;
            }
            Driver value = std::get<Driver>(driver(name, words[random.bounded(3)], types[random.bounded(3)]));
            if (random.bounded(4) > 0)
                value.created = timestampFromMSecs(1'500'000'000'000 + random.bounded(50) * 1000);
            if (random.bounded(2))
                value.reason = {QStringLiteral("reason %1").arg(random.bounded(20))};
            naive[name] = value;
            (known ? change.changed : change.added).push_back(value);
        }
        model.apply(change);
        if (random.bounded(3) == 0)
            model.setFilter(filter = filters[random.bounded(4)]);
        if (random.bounded(8) == 0) {
            sortColumn = random.bounded(model.columnCount());
            order = random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder;
            model.sort(sortColumn, order);
        }
        const QStringList expected = naiveView(naive, filter, sortColumn, order);
        const QStringList seen = names(model, ResourceTableModel::NameRole);
        for (int row = 0; row < seen.size(); ++row)
            QCOMPARE(model.rowOf(seen[row]), row);
        const int errors = static_cast<int>(std::count_if(
            naive.begin(), naive.end(), [](const auto& entry) { return entry.second.status.state == State::Error; }));
        QCOMPARE(model.errorCount(), errors);
        QCOMPARE(model.totalCount(), static_cast<int>(naive.size()));
        QCOMPARE(seen, expected);
        for (const auto& [name, value] : naive)
            QCOMPARE(std::get<Driver>(*model.find(name)), value);
    }
}

void TestTableModels::countsErrorsWithoutTheFilter()
{
    ResourceTableModel model(Kind::Driver);
    model.setFilter(QStringLiteral("zzz"));
    model.apply({{driver(QStringLiteral("a"), QStringLiteral("ERROR")), driver(QStringLiteral("b"))}, {}, {}});
    QCOMPARE(model.errorCount(), 1);
    QCOMPARE(model.rowCount(), 0);
    model.apply({{}, {driver(QStringLiteral("a"))}, {}});
    QCOMPARE(model.errorCount(), 0);
    model.apply({{}, {}, {QStringLiteral("a"), QStringLiteral("unknown")}});
    QCOMPARE(model.totalCount(), 1);
}

void TestTableModels::saysEveryCellInWords()
{
    ResourceTableModel model(Kind::Driver);
    Driver value = std::get<Driver>(driver(QStringLiteral("a"), QStringLiteral("SLEEPING")));
    value.created = timestampFromMSecs(QDateTime::currentMSecsSinceEpoch() - 3 * 60'000);
    value.reason = {QStringLiteral("no image")};
    model.apply({{value}, {}, {}});
    const auto cell = [&model](const char* id, int role = Qt::DisplayRole) {
        return model.index(0, columnOf(model, id)).data(role).toString();
    };
    QCOMPARE(cell("state"), QStringLiteral("SLEEPING"));
    QCOMPARE(cell("age"), QStringLiteral("3 min"));
    QVERIFY(cell("age", Qt::ToolTipRole).contains(QString::number(value.created.toDateTime().date().year())));
    QVERIFY(cell("state", Qt::ToolTipRole).contains(QStringLiteral("no image")));
    QCOMPARE(cell("type", Qt::AccessibleTextRole), QStringLiteral("Type: none"));
    QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), QStringLiteral("State"));
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.refreshAges();
    QCOMPARE(changes.count(), 1);
}

void TestTableModels::ignoresResourcesOfOtherKinds()
{
    ResourceTableModel model(Kind::Secret);
    model.apply({{driver(QStringLiteral("a"))}, {}, {}});
    QCOMPARE(model.totalCount(), 0);
}

void TestTableModels::tellsAges()
{
    QCOMPARE(ageText(-5), QStringLiteral("0 s"));
    QCOMPARE(ageText(59), QStringLiteral("59 s"));
    QCOMPARE(ageText(60), QStringLiteral("1 min"));
    QCOMPARE(ageText(7200), QStringLiteral("2 h"));
    QCOMPARE(ageText(4 * 86400), QStringLiteral("4 d"));
}

void TestTableModels::showsRunsNewestFirstUpToTheLimit()
{
    RunTableModel model(3);
    testFatally(&model);
    std::vector<Run> runs;
    for (int i = 1; i <= 5; ++i)
        runs.push_back(run(QStringLiteral("r%1").arg(i), i));
    model.apply(runs);
    QCOMPARE(names(model, RunTableModel::NameRole).join(u' '), QStringLiteral("r5 r4 r3"));
    model.apply({run(QStringLiteral("old"), 0), run(QStringLiteral("r9"), 9)});
    QCOMPARE(names(model, RunTableModel::NameRole).join(u' '), QStringLiteral("old r9 r5"));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    model.apply({run(QStringLiteral("again"), 1)});
    QCOMPARE(model.rowCount(), 1);
}

void TestTableModels::filtersRunsByFunctionAndEvent()
{
    RunTableModel model(10);
    testFatally(&model);
    Run caused = run(QStringLiteral("a"), 1);
    caused.event = newCloudEvent(QStringLiteral("ticker.tick"));
    model.apply({caused, run(QStringLiteral("b"), 2), run(QStringLiteral("c"), 3, QStringLiteral("other"))});
    model.setFunctionFilter(QStringLiteral("hello"));
    QCOMPARE(names(model, RunTableModel::NameRole).join(u' '), QStringLiteral("b a"));
    model.setEventFilter(caused.event->eventId);
    QCOMPARE(names(model, RunTableModel::NameRole).join(u' '), QStringLiteral("a"));
    QCOMPARE(model.index(0, RunTableModel::EventTypeColumn).data().toString(), QStringLiteral("ticker.tick"));
}

void TestTableModels::changesRunsInPlace()
{
    RunTableModel model(10);
    testFatally(&model);
    model.apply({run(QStringLiteral("a"), 1), run(QStringLiteral("b"), 2)});
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.apply({run(QStringLiteral("a"), 1)});
    QCOMPARE(changes.count(), 0);
    Run done = run(QStringLiteral("a"), 1);
    done.output = models::SharedJson(Json{{"text", "hi"}});
    model.apply({done});
    QCOMPARE(changes.count(), 1);
    QCOMPARE(model.rowOf(QStringLiteral("a")), 1);
}

void TestTableModels::saysResultAndDurationOfRuns()
{
    RunTableModel model(10);
    Run good = run(QStringLiteral("a"), 10);
    good.finished = {good.executed.nsecs + 12'400'000};
    good.output = models::SharedJson(Json{{"text", std::string(5000, 'x')}});
    Run bad = run(QStringLiteral("b"), 1);
    bad.error = {QStringLiteral("FunctionError"), QStringLiteral("division by zero"), {}};
    model.apply({good, bad});
    const auto cell = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(cell(0, RunTableModel::DurationColumn), QStringLiteral("12 ms"));
    QVERIFY(cell(0, RunTableModel::ResultColumn).startsWith(QStringLiteral("{\"text\":\"xx")));
    QVERIFY(cell(0, RunTableModel::ResultColumn).size() < 300);
    QCOMPARE(cell(1, RunTableModel::ResultColumn), QStringLiteral("division by zero"));
    QVERIFY(cell(1, RunTableModel::DurationColumn).isEmpty());
}

void TestTableModels::forgetsTheOldestRunsWhenTheyAreTooLarge()
{
    RunTableModel model(1000);
    testFatally(&model);
    constexpr qsizetype kThird = RunTableModel::kMaxBytes / 3;
    std::vector<Run> runs;
    for (int i = 0; i < 5; ++i) {
        runs.push_back(run(QString::number(i), i + 1));
        runs.back().weight = kThird;
    }
    model.apply(runs);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.rowOf(QStringLiteral("4")), 0);
    QCOMPARE(model.droppedCount(), 2);
    Run huge = run(QStringLiteral("huge"), 10);
    huge.weight = RunTableModel::kMaxBytes * 2;
    model.apply({huge});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOf(QStringLiteral("huge")), 0);
    QCOMPARE(model.droppedCount(), 5);
    model.clear();
    QCOMPARE(model.droppedCount(), 0);
}

QTEST_GUILESS_MAIN(TestTableModels)
#include "tst_tablemodels.moc"
