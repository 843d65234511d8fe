// SPDX-License-Identifier: Apache-2.0
#include "models/resourcetablemodel.h"
#include "tests/bench/console.h"
#include "tests/bench/emit.h"
#include "tests/bench/encoding.h"
#include "tests/bench/firstwindow.h"
#include "tests/bench/imports.h"
#include "tests/bench/jobs.h"
#include "tests/bench/report.h"

#include <QApplication>
#include <QEventLoop>
#include <QTableView>

#include <cstdio>

using namespace models;

namespace {

constexpr int kManyRows = 100'000;
constexpr int kPolledRows = 10'000;
constexpr double kKeystrokeMSecs = 50;

Json driverList(int count)
{
    Json list = Json::array();
    for (int i = 0; i < count; ++i) {
        list.push_back({{"name", "driver-" + std::to_string(i)},
                        {"type", i % 3 ? "ticker" : "vcenter"},
                        {"status", i % 50 ? "READY" : "ERROR"},
                        {"created-time", 1'537'000'000 + i},
                        {"config", {{{"key", "seconds"}, {"value", "60"}}}},
                        {"secrets", {"credentials"}},
                        {"tags", nullptr},
                        {"reason", nullptr}});
    }
    return list;
}

/// What typing one character costs until the table has been laid out and painted again.
void keystroke(QTableView& view, ResourceTableModel& model, const QString& text)
{
    model.setFilter(text);
    QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
    view.viewport()->repaint();
}

bool benchFilter()
{
    const auto drivers = resourcesFromJson(Kind::Driver, driverList(kManyRows));
    ResourceTableModel model(Kind::Driver);
    model.apply({*drivers, {}, {}});
    QTableView view;
    view.setModel(&model);
    view.resize(1000, 600);
    view.show();
    view.selectRow(77);
    QCoreApplication::processEvents();

    std::vector<QString> texts;
    for (const Resource& resource : *drivers)
        texts.push_back(nameOf(resource) + QLatin1Char(' ') + std::get<Driver>(resource).type);
    qsizetype hits = 0;
    const double floor = bench::medianMSecs(5, [&texts, &hits] {
        for (const QString& text : texts)
            hits += text.contains(QLatin1String("99"), Qt::CaseInsensitive) ? 1 : 0;
    });
    const QString loop = QStringLiteral("plain loop over 100,000 texts");
    const QStringList steps = {QStringLiteral("9"),   QStringLiteral("99"),    QStringLiteral("99 vc"),
                               QStringLiteral("-99"), QStringLiteral("error"), QString()};
    for (const QString& step : steps) {
        const double taken = bench::medianMSecs(5, [&view, &model, &step] { keystroke(view, model, step); });
        model.setFilter(QStringLiteral("no such row"));
        const double fresh = bench::medianMSecs(1, [&view, &model, &step] { keystroke(view, model, step); });
        bench::report(QStringLiteral("filter 100,000 rows by \"%1\"").arg(step), qMax(taken, fresh), loop, floor,
                      QStringLiteral("ms"), bench::atMost(kKeystrokeMSecs));
    }
    model.setFilter(QStringLiteral("9"));
    const double narrowed = bench::medianMSecs(1, [&view, &model] { keystroke(view, model, QStringLiteral("99")); });
    bench::report(QStringLiteral("narrow \"9\" to \"99\""), narrowed, loop, floor, QStringLiteral("ms"),
                  bench::atMost(kKeystrokeMSecs));
    return true;
}

bool benchParse()
{
    const QByteArray body = dumpJson(driverList(kPolledRows));
    const double plain = bench::medianMSecs(5, [&body] {
        const Json json = Json::parse(body.constData(), body.constData() + body.size());
        Q_UNUSED(json)
    });
    const double ours = bench::medianMSecs(5, [&body] {
        const auto json = parseJson(body);
        const auto resources = resourcesFromJson(Kind::Driver, *json);
        Q_UNUSED(resources)
    });
    bench::report(QStringLiteral("parse 10,000 drivers (worker thread)"), ours, QStringLiteral("plain JSON parse"),
                  plain, QStringLiteral("ms"));

    const QByteArray again(body.constData(), body.size());
    bool same = true;
    const double compare = bench::medianMSecs(9, [&body, &again, &same] { same = same && body == again; });
    const auto drivers = resourcesFromJson(Kind::Driver, driverList(kPolledRows));
    ResourceTableModel model(Kind::Driver);
    model.apply({*drivers, {}, {}});
    const double apply = bench::medianMSecs(9, [&model] { model.apply({}); });
    bench::report(QStringLiteral("unchanged list of 10,000: compare and apply"), compare + apply,
                  QStringLiteral("comparing the bytes"), compare, QStringLiteral("ms"));
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_LOGGING_RULES", "qt.qpa.*=false");
    if (const auto code = bench::firstWindowChild(argc, argv))
        return *code;
    const QApplication app(argc, argv);
    const QStringList wanted = QCoreApplication::arguments().mid(1);
    std::printf("%-50s %18s %-38s %18s %8s  %s\n", "what", "measured", " held against", "floor", "ratio", "limit");
    const std::pair<const char*, bool (*)()> benches[]
        = {{"filter", benchFilter},     {"parse", benchParse},      {"window", bench::firstWindow},
           {"console", bench::console}, {"emit", bench::emit},      {"encoding", bench::encoding},
           {"jobs", bench::jobs},       {"imports", bench::imports}};
    // A figure over its limit is shown; only what did not happen at all makes this a failure.
    bool sound = true;
    for (const auto& [name, run] : benches) {
        if (wanted.isEmpty() || wanted.contains(QLatin1String(name)))
            sound = run() && sound;
    }
    return sound ? 0 : 1;
}
