// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/runpanel.h"

#include "client/runfollower.h"
#include "client/whendone.h"
#include "ui/connections/changeguard.h"
#include "ui/forms/jsoneditor.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/functions/runlist.h"
#include "ui/functions/runtrouble.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QHash>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>

namespace ui {

namespace {
constexpr int kInputLines = 5;
}

class RunPanel::Private
{
public:
    Private(RunPanel* owner, client::Session& usedSession)
        : q(owner)
        , session(usedSession)
        , follower(usedSession.runWatch())
    {
    }

    void build();
    void connectParts();
    void validate();
    void refuseLongInput();
    void run();
    void runNow();
    void readRuns();

    RunPanel* q;
    client::Session& session;
    client::RunFollower follower;
    QString function;
    QHash<QString, QString> inputs; ///< as last typed, by function; of the one in front when it leaves
    QHash<QString, QString> ran; ///< as last run, by function
    bool starting = false;
    JsonEditor* input = nullptr;
    MessageLabel* hint = nullptr;
    QPushButton* start = nullptr;
    MessageBar* bar = nullptr;
    RunTrouble* trouble = nullptr;
    RunList* list = nullptr;
};

RunPanel::RunPanel(client::Session& session, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this, session))
{
    d->build();
    d->connectParts();
}

RunPanel::~RunPanel() = default;

void RunPanel::Private::build()
{
    auto* layout = new QVBoxLayout(q);
    bar = new MessageBar(q);
    layout->addWidget(bar);
    auto* label = new QLabel(q);
    layout->addWidget(label);
    input = new JsonEditor(JsonEditor::Checks::Itself, q);
    input->setObjectName(QStringLiteral("run.input"));
    input->setPlaceholderText(QStringLiteral("{\"name\": \"Jon\"}"));
    input->setFixedHeight(lines(input, kInputLines) + 2 * input->frameWidth());
    label->setBuddy(input);
    layout->addWidget(input);
    auto* row = new QHBoxLayout;
    hint = new MessageLabel(q);
    hint->setObjectName(QStringLiteral("run.hint"));
    row->addWidget(hint, 1);
    start = new QPushButton(q);
    start->setObjectName(QStringLiteral("run.start"));
    row->addWidget(start, 0, Qt::AlignTop);
    layout->addLayout(row);
    for (QWidget* part : {static_cast<QWidget*>(label), static_cast<QWidget*>(input), static_cast<QWidget*>(hint),
                          static_cast<QWidget*>(start)})
        part->setVisible(mayChange(session.connection()));
    list = new RunList(session, QStringLiteral("run.list"), q);
    list->setOrientation(Qt::Vertical);
    list->hideColumn(models::RunTableModel::FunctionColumn);
    layout->addWidget(list, 1);
    keepWorded(*q, [this, label] {
        label->setText(RunPanel::tr("&Input (JSON)"));
        input->setAccessibleName(RunPanel::tr("Input of the run, JSON"));
        start->setText(RunPanel::tr("&Run"));
        start->setToolTip(RunPanel::tr("Run the function with this input (Ctrl+Return)"));
        validate();
    });
}

void RunPanel::Private::connectParts()
{
    auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), q);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, q, [this] { run(); });
    connect(start, &QPushButton::clicked, q, [this] { run(); });
    connect(input, &JsonEditor::checked, q, [this] { validate(); });
    connect(input, &LimitedTextEdit::tooLong, q, [this] { refuseLongInput(); });
    trouble = new RunTrouble(session, *bar);
    connect(&session.watch(), &client::Watch::changed, q, [this](models::Kind kind) {
        if (kind == models::Kind::Function)
            validate();
    });
}

void RunPanel::Private::validate()
{
    const models::Resource* known = session.watch().find(models::Kind::Function, function);
    const bool notReady = known && models::statusOf(*known).state != models::State::Ready;
    const auto problem = input->problem();
    q->setEnabled(!function.isEmpty());
    start->setEnabled(!function.isEmpty() && !starting && !problem && !input->isChecking() && !notReady);
    if (problem)
        hint->say(MessageLabel::Tone::Problem, *problem);
    else if (notReady)
        hint->say(MessageLabel::Tone::Warning,
                  RunPanel::tr("The function is %1: it can run when it is READY.").arg(models::statusOf(*known).word));
    else
        hint->say(MessageLabel::Tone::Help, RunPanel::tr("Left empty, the function gets no input."));
}

void RunPanel::Private::refuseLongInput()
{
    models::Failure failure;
    failure.tried = RunPanel::tr("paste the input of a run");
    failure.meaning = RunPanel::tr("The text is too long for this field, which is for inputs typed by hand.");
    failure.remedy = RunPanel::tr("Send it as an event with a file: the subscribed functions get it as their input.");
    bar->showFailure(failure);
}

void RunPanel::Private::run()
{
    if (!start->isEnabled() || !mayChange(session.connection()))
        return;
    whenConfirmed(*q, session.connection(), RunPanel::tr("This runs the function %1.").arg(function),
                  [this] { runNow(); });
}

void RunPanel::Private::runNow()
{
    if (!start->isEnabled())
        return;
    const models::Result<models::Json> value = input->json();
    if (!value) {
        bar->showFailure(value.error());
        return;
    }
    starting = true;
    bar->clear();
    validate();
    const QString wanted = function;
    const QString text = input->exactText();
    client::whenDone(session.api().startRun(function, *value), q,
                     [this, wanted, text](models::Result<models::Run> started) {
                         starting = false;
                         validate();
                         if (!started) {
                             bar->showFailure(started.error());
                             return;
                         }
                         ran[wanted] = text;
                         session.runWatch().lookNow();
                         if (wanted == function) {
                             list->take({*started});
                             list->choose(started->name);
                         }
                     });
}

void RunPanel::Private::readRuns()
{
    if (function.isEmpty())
        return;
    client::whenDone(session.api().runs(function), q,
                     [this, wanted = function](models::Result<std::vector<models::Run>> runs) {
                         if (wanted != function)
                             return;
                         if (!runs) {
                             trouble->tell(runs.error());
                             return;
                         }
                         list->take(*runs);
                         list->chooseNewest();
                     });
}

void RunPanel::setFunction(const QString& name)
{
    if (name == d->function)
        return;
    d->inputs[d->function] = d->input->exactText();
    d->function = name;
    d->bar->clear();
    d->input->setExactText(d->inputs.value(name));
    // An empty filter shows all runs; no function has this name.
    d->list->runs().setFunctionFilter(name.isEmpty() ? QStringLiteral("/") : name);
    d->validate();
    if (isVisible())
        d->readRuns();
}

QString RunPanel::function() const
{
    return d->function;
}

QStringList RunPanel::drafts() const
{
    QHash<QString, QString> inputs = d->inputs;
    inputs[d->function] = d->input->exactText();
    QStringList functions;
    for (auto input = inputs.cbegin(); input != inputs.cend(); ++input) {
        if (!input.key().isEmpty() && input.value() != d->ran.value(input.key()))
            functions << input.key();
    }
    functions.sort();
    return functions;
}

void RunPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    d->follower.follow(true);
    d->readRuns();
}

void RunPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    d->follower.follow(false);
}

} // namespace ui
