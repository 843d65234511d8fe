// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/mainjob.h"

#include "ui/events/ledgermodel.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QPlainTextEdit>

namespace ui {

namespace {

constexpr int kJobEvents = 60;

QString told(const char* text)
{
    return QCoreApplication::translate("ui::Tour", text);
}

QString text(const char* latin1)
{
    return QString::fromLatin1(latin1);
}

QString tableOf(const char* kind)
{
    return QStringLiteral("page.%1.table").arg(text(kind));
}

TourMove press(const char* name)
{
    return {[name = text(name)](const TourHands& hands) { return hands.press(name); }, {}};
}

TourMove type(const char* name, const QString& words)
{
    return {[name = text(name), words](const TourHands& hands) { return hands.type(name, words); }, {}};
}

TourMove choose(const char* name, const char* entry)
{
    return {[name = text(name), entry = text(entry)](const TourHands& hands) { return hands.choose(name, entry); }, {}};
}

TourMove showPage(const char* page)
{
    return {[page = text(page)](const TourHands& hands) { return hands.showPage(QStringLiteral("tabs"), page); }, {}};
}

TourMove select(const char* kind, const char* name)
{
    return {[kind, name = text(name)](const TourHands& hands) { return hands.selectRow(tableOf(kind), name); }, {}};
}

TourMove waitFor(std::function<bool(const TourHands&)> happened)
{
    return {{}, std::move(happened)};
}

/// Opens the form of a kind from the New menu and waits until it is there.
TourMove openForm(const char* kind)
{
    return {
        [kind](const TourHands& hands) { return hands.press(QStringLiteral("action.new.%1").arg(text(kind))); },
        [kind](const TourHands& hands) { return hands.find(QStringLiteral("dialog.%1").arg(text(kind))) != nullptr; }};
}

/// Presses OK and waits until the form is gone and the table shows the name.
TourMove save(const char* kind, const char* name)
{
    return {[](const TourHands& hands) { return hands.press(QStringLiteral("button.ok")); },
            [kind, name = text(name)](const TourHands& hands) {
                return !hands.find(QStringLiteral("dialog.%1").arg(text(kind))) && hands.showsRow(tableOf(kind), name);
            }};
}

TourMove waitForReady(const char* kind, const char* name)
{
    return waitFor([kind, name = text(name)](const TourHands& hands) {
        return hands.shownStatus(tableOf(kind), name).state == models::State::Ready;
    });
}

TourStep welcome()
{
    return {QStringLiteral("start"),
            told(QT_TRANSLATE_NOOP("ui::Tour", "A Dispatch of your own")),
            told(QT_TRANSLATE_NOOP("ui::Tour",
                                   "A local Dispatch runs on this machine. It keeps its data, and it is a real one: "
                                   "what works here works on a server.")),
            {waitFor([](const TourHands& hands) { return hands.find(QStringLiteral("tabs")) != nullptr; }),
             showPage("page.DriverType")}};
}

TourStep driverType()
{
    return {
        QStringLiteral("driver-type"),
        told(QT_TRANSLATE_NOOP("ui::Tour", "Register a driver type")),
        told(QT_TRANSLATE_NOOP("ui::Tour",
                               "A driver type says which image turns something into events. The catalogue knows the "
                               "usual ones; ticker is the simplest.")),
        {openForm("DriverType"), choose("dialog.catalogue", "ticker"), save("DriverType", "ticker"),
         select("DriverType", "ticker")}};
}

TourStep secret()
{
    return {
        QStringLiteral("secret"),
        told(QT_TRANSLATE_NOOP("ui::Tour", "Keep a secret")),
        told(QT_TRANSLATE_NOOP("ui::Tour",
                               "Passwords belong into secrets: drivers and functions refer to them by name, and the "
                               "window never shows a value unless you ask.")),
        {showPage("page.Secret"), openForm("Secret"), type("field.name", QStringLiteral("greeting")),
         type("field.secrets.key.0", QStringLiteral("salutation")),
         type("field.secrets.value.0", QStringLiteral("Hello")), save("Secret", "greeting"),
         select("Secret", "greeting")}};
}

TourStep driver()
{
    return {
        QStringLiteral("driver"),
        told(QT_TRANSLATE_NOOP("ui::Tour", "Start a driver")),
        told(QT_TRANSLATE_NOOP("ui::Tour",
                               "A driver is a running instance of a type. This one ticks every two seconds. The table "
                               "follows it until it is READY.")),
        {showPage("page.Driver"), openForm("Driver"), choose("field.type", "ticker"),
         type("field.name", QStringLiteral("every-two-seconds")), type("parameter.seconds", QStringLiteral("2")),
         save("Driver", "every-two-seconds"), waitForReady("Driver", "every-two-seconds"),
         select("Driver", "every-two-seconds")}};
}

TourStep function(const QString& sampleFile)
{
    return {
        QStringLiteral("function"),
        told(QT_TRANSLATE_NOOP("ui::Tour", "Create a function")),
        told(QT_TRANSLATE_NOOP("ui::Tour",
                               "A function is a file or a folder with code. Dispatch builds it and says READY when it "
                               "can run.")),
        {showPage("page.Function"), openForm("Function"), type("field.name", QStringLiteral("hello")),
         choose("field.image", "python3"), type("field.source", sampleFile), save("Function", "hello"),
         waitForReady("Function", "hello"), select("Function", "hello")}};
}

TourStep subscription()
{
    return {
        QStringLiteral("subscription"),
        told(QT_TRANSLATE_NOOP("ui::Tour", "Subscribe the function")),
        told(QT_TRANSLATE_NOOP("ui::Tour",
                               "A subscription ties an event type to a function, letter by letter. From now on each "
                               "tick runs hello.")),
        {showPage("page.Subscription"), openForm("Subscription"),
         type("field.eventType", QStringLiteral("ticker.tick")), choose("field.function", "hello"),
         type("field.name", QStringLiteral("greet-ticks")), save("Subscription", "greet-ticks"),
         waitForReady("Subscription", "greet-ticks"), select("Subscription", "greet-ticks")}};
}

TourStep compose()
{
    return {
        QStringLiteral("compose"),
        told(QT_TRANSLATE_NOOP("ui::Tour", "Compose an event and see whom it hits")),
        told(QT_TRANSLATE_NOOP("ui::Tour",
                               "Events can be made by hand. Before anything is sent, the page says whom the event "
                               "will hit and shows the request to the byte, also for curl, PowerShell and Python.")),
        {showPage("page.Events"), type("event.type", QStringLiteral("ticker.tick")),
         type("event.data", QStringLiteral("{\"name\": \"Ada\", \"number\": {{seq}}}")),
         waitFor([](const TourHands& hands) { return hands.rowCount(QStringLiteral("event.match.hits")) > 0; }),
         waitFor([](const TourHands& hands) {
             const auto* request = hands.findAs<QPlainTextEdit>(QStringLiteral("event.wire.request"));
             return request && request->toPlainText().contains(QLatin1String("Ada"));
         })}};
}

TourStep event()
{
    return {QStringLiteral("event"),
            told(QT_TRANSLATE_NOOP("ui::Tour", "Send it and follow what it does")),
            told(QT_TRANSLATE_NOOP("ui::Tour",
                                   "The trace joins each subscription with its run: state, duration, output and log, "
                                   "and whether the function was given exactly what was sent.")),
            {press("event.send"), waitFor([](const TourHands& hands) {
                 return hands.rowCount(QStringLiteral("event.trace.deliveries")) > 0;
             }),
             waitFor([](const TourHands& hands) {
                 return hands.firstStatus(QStringLiteral("event.trace.deliveries")).state == models::State::Ready;
             })}};
}

TourStep keepTemplate()
{
    return {
        QStringLiteral("template"),
        told(QT_TRANSLATE_NOOP("ui::Tour", "Keep it as a template")),
        told(QT_TRANSLATE_NOOP("ui::Tour",
                               "A template is a plain file that can be shared. A pinned one has a button of its own. "
                               "All that was ever sent is in the history.")),
        {{[](const TourHands& hands) {
              return hands.pressInMenu(QStringLiteral("event.templates.menu"), QStringLiteral("event.templates.save"));
          },
          [](const TourHands& hands) { return hands.find(QStringLiteral("event.template.dialog")) != nullptr; }},
         type("event.template.name", QStringLiteral("Greet Ada")),
         type("event.template.description", QStringLiteral("One greeting, with a number")),
         {[](const TourHands& hands) { return hands.press(QStringLiteral("event.template.save")); },
          [](const TourHands& hands) {
              return hands.find(QStringLiteral("event.templates.pinned.Greet Ada")) != nullptr;
          }},
         {[](const TourHands& hands) {
              return hands.showPage(QStringLiteral("event.views"), QStringLiteral("event.history"));
          },
          [](const TourHands& hands) { return hands.rowCount(QStringLiteral("event.history.table")) > 0; }}}};
}

TourStep job()
{
    return {
        QStringLiteral("job"),
        told(QT_TRANSLATE_NOOP("ui::Tour", "Send many")),
        told(QT_TRANSLATE_NOOP("ui::Tour",
                               "A job sends an event many times or the lines of a file, at a rate or as fast as "
                               "answers come. It keeps a line for each event and draws how long everything takes.")),
        {press("event.templates.pinned.Greet Ada"),
         press("event.many"),
         type("event.job.count", QString::number(kJobEvents)),
         {[](const TourHands& hands) {
              auto* pace = hands.findAs<QComboBox>(QStringLiteral("event.job.pace"));
              if (pace)
                  pace->setCurrentIndex(pace->count() - 1);
              return pace != nullptr;
          },
          [](const TourHands& hands) { return hands.find(QStringLiteral("event.job.rate")) != nullptr; }},
         type("event.job.rate", QStringLiteral("20")),
         {[](const TourHands& hands) { return hands.press(QStringLiteral("event.job.start")); },
          [](const TourHands& hands) { return hands.rowCount(QStringLiteral("event.job.ledger")) >= kJobEvents; }},
         waitFor([](const TourHands& hands) {
             return hands.isEnabled(QStringLiteral("event.job.start"))
                 && hands.hasText(QStringLiteral("event.job.ledger"), kJobEvents - 1, LedgerModel::RunStateColumn);
         })}};
}

TourStep runs()
{
    return {QStringLiteral("runs"),
            told(QT_TRANSLATE_NOOP("ui::Tour", "Look at what ran")),
            told(QT_TRANSLATE_NOOP("ui::Tour",
                                   "The function keeps its runs: those of the ticker and yours, each with its input, "
                                   "output and log.")),
            {{[](const TourHands& hands) { return hands.close(QStringLiteral("event.job.window")); }, {}},
             showPage("page.Function"),
             select("Function", "hello"),
             {[](const TourHands& hands) {
                  return hands.showPage(QStringLiteral("details.tabs"), QStringLiteral("details.runs"));
              },
              [](const TourHands& hands) { return hands.rowCount(QStringLiteral("run.list")) > 0; }}}};
}

TourStep cleanUp()
{
    return {QStringLiteral("delete"),
            told(QT_TRANSLATE_NOOP("ui::Tour", "Stop the driver")),
            told(QT_TRANSLATE_NOOP(
                "ui::Tour",
                "Deleting says first what depends on the thing, and Cancel is the default. Nothing needs "
                "this driver, so it goes.")),
            {showPage("page.Driver"),
             select("Driver", "every-two-seconds"),
             press("action.delete"),
             {[](const TourHands& hands) { return hands.press(QStringLiteral("button.delete")); },
              [](const TourHands& hands) {
                  return !hands.showsRow(tableOf("Driver"), QStringLiteral("every-two-seconds"));
              }}}};
}

} // namespace

std::vector<TourStep> mainJob(const QString& sampleFile)
{
    return {welcome(),      driverType(), secret(), driver(), function(sampleFile), subscription(), compose(), event(),
            keepTemplate(), job(),        runs(),   cleanUp()};
}

} // namespace ui
