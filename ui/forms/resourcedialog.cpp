// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/resourcedialog.h"

#include "ui/connections/changeguard.h"
#include "ui/forms/conflictpanel.h"
#include "ui/forms/discardquestion.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/forms/mnemonics.h"
#include "ui/forms/resourceform.h"
#include "ui/forms/saveflow.h"
#include "ui/forms/servercopy.h"
#include "ui/messagebar.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

namespace ui {

/// One dialog at work. Saving goes: final values, the server's copy again (when editing), what must exist, the
/// resource.
class ResourceDialog::Private
{
public:
    Private(ResourceDialog* owner, const FormContext& formContext, client::Changes& changes, Purpose why)
        : q(owner)
        , context(formContext)
        , purpose(why)
        , flow(changes)
    {
    }

    void build();
    void connectParts();
    void retranslate();
    void begin(const std::optional<models::Resource>& subject);
    void loadSecret(const QString& name);
    void validate();
    void fitParts();
    void setBusy(bool isBusy, const QString& what = {});
    void save();
    void compareWithServer();
    void stopSaving();
    void close();
    /// Continues the step at work, unless it was cancelled meanwhile.
    std::function<void(models::Result<models::Json>)>
    whileWanted(std::function<void(models::Result<models::Json>)> then)
    {
        return [this, mine = step, then = std::move(then)](models::Result<models::Json> answer) {
            if (mine == step)
                then(std::move(answer));
        };
    }
    void serverCopyRead(const models::Json& copy);
    void send(const models::Json& serverCopy, bool creates);
    void refused(const models::Failure& failure);
    void finish(const QString& name);
    void askBeforeClosing();
    QString subjectName() const { return models::textAt(start, "name"); }

    ResourceDialog* q;
    FormContext context;
    Purpose purpose;
    SaveFlow flow;
    models::Json start; ///< what the form was opened with; never with secret values
    models::Json finals; ///< what goes on the wire, only while saving
    models::Json newest; ///< the server's copy while a conflict is shown, without secret values
    models::Json replaced; ///< the server's copy of a subscription, which may be deleted and created again
    models::Json deleted; ///< `replaced` once it is gone, until it is there again
    int step = 0; ///< the one at work; its answer counts only while the number stays
    bool busy = false;
    bool unreadable = false;
    bool mineWins = false;
    MessageBar* bar = nullptr;
    ConflictPanel* conflict = nullptr;
    QScrollArea* scroll = nullptr;
    ResourceForm* form = nullptr;
    MessageLabel* hint = nullptr;
    QDialogButtonBox* buttons = nullptr;
    QPushButton* ok = nullptr;
    QPushButton* retry = nullptr;
};

ResourceDialog::ResourceDialog(client::Session& session, client::Changes& changes,
                               const std::vector<models::CatalogueEntry>& catalogue, models::Kind kind, Purpose purpose,
                               std::optional<models::Resource> subject, QWidget* parent)
    : QDialog(parent)
    , d(std::make_unique<Private>(this, FormContext{session, catalogue, kind, purpose == Purpose::Edit}, changes,
                                  purpose))
{
    setObjectName(QStringLiteral("dialog.") + QString::fromLatin1(models::resourceKind(kind).yamlKind));
    d->build();
    d->connectParts();
    d->begin(subject);
    d->retranslate();
    d->form->focusFirst();
}

ResourceDialog::~ResourceDialog()
{
    d->form->wipe();
}

bool ResourceDialog::hasChanges() const
{
    return d->form->hasChanges() || !d->deleted.is_null();
}

void ResourceDialog::accept()
{
    whenConfirmed(*this, d->context.session.connection(), tr("This is saved to the server."), [this] { d->save(); });
}

void ResourceDialog::reject()
{
    if (d->flow.isRunning())
        d->flow.cancel();
    else if (d->busy && !d->unreadable)
        d->stopSaving();
    else if (hasChanges())
        d->askBeforeClosing();
    else
        d->close();
}

void ResourceDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && d->buttons)
        d->retranslate();
}

void ResourceDialog::Private::build()
{
    auto* layout = new QVBoxLayout(q);
    bar = new MessageBar(q);
    layout->addWidget(bar);
    conflict = new ConflictPanel(q);
    layout->addWidget(conflict);
    scroll = new QScrollArea(q);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    form = new ResourceForm(context, scroll);
    scroll->setWidget(form);
    layout->addWidget(scroll, 1);
    hint = new MessageLabel(q);
    hint->setObjectName(QStringLiteral("dialog.hint"));
    layout->addWidget(hint);
    buttons = new QDialogButtonBox(q);
    ok = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    ok->setObjectName(QStringLiteral("button.ok"));
    ok->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("button.cancel"));
    retry = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
    retry->setObjectName(QStringLiteral("button.retry"));
    retry->hide();
    layout->addWidget(buttons);
    q->resize(letters(q, 84), lines(q, 34));
    q->setSizeGripEnabled(true);
}

void ResourceDialog::Private::connectParts()
{
    connect(buttons, &QDialogButtonBox::accepted, q, &ResourceDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, q, &ResourceDialog::reject);
    connect(retry, &QPushButton::clicked, q, [this] { loadSecret(subjectName()); });
    connect(form, &ResourceForm::changed, q, [this] { validate(); });
    connect(&flow, &SaveFlow::finished, q, [this](const QString& name) { finish(name); });
    connect(&flow, &SaveFlow::failed, q, [this](const models::Failure& failure) { refused(failure); });
    connect(&flow, &SaveFlow::oldDeleted, q, [this] { deleted = replaced; });
    connect(&flow, &SaveFlow::prerequisiteDone, q, [this](models::Kind kind, const QString& name) {
        form->prerequisiteDone(kind, name);
        context.session.watch().lookNow(kind);
        Q_EMIT q->saved(kind, name, true);
    });
    connect(conflict, &ConflictPanel::keepMine, q, [this] {
        mineWins = true;
        save();
    });
    connect(conflict, &ConflictPanel::takeTheirs, q, [this] {
        conflict->hide();
        form->markServerCopy(newest);
        form->fill(newest, true);
        if (context.kind == models::Kind::Secret)
            loadSecret(subjectName());
    });
}

void ResourceDialog::Private::retranslate()
{
    const QString kind = models::singularOf(context.kind);
    const bool editing = purpose == Purpose::Edit;
    QString title = ResourceDialog::tr("New %1").arg(kind);
    if (editing)
        title = ResourceDialog::tr("Edit %1 %2").arg(kind, subjectName());
    else if (purpose == Purpose::Duplicate)
        title = ResourceDialog::tr("Duplicate %1 %2").arg(kind, subjectName());
    q->setWindowTitle(title);
    ok->setText(editing ? ResourceDialog::tr("&Save") : ResourceDialog::tr("&Create"));
    retry->setText(ResourceDialog::tr("Read the values &again"));
    validate();
}

void ResourceDialog::Private::begin(const std::optional<models::Resource>& subject)
{
    start = models::Json::object();
    if (!subject)
        return;
    start = models::toJson(*subject);
    models::Json filled = start;
    if (purpose == Purpose::Duplicate)
        filled.erase("name");
    form->fill(filled, true);
    form->markServerCopy(start);
    if (context.kind == models::Kind::Secret)
        loadSecret(models::nameOf(*subject));
}

void ResourceDialog::Private::loadSecret(const QString& name)
{
    unreadable = true;
    retry->hide();
    bar->clear();
    setBusy(true, ResourceDialog::tr("Reading the values…"));
    const auto read = [this](models::Result<models::Json> values) {
        unreadable = !values;
        retry->setVisible(unreadable);
        if (values) {
            form->markServerCopy(*values);
            if (purpose == Purpose::Duplicate)
                values->erase("name");
            form->fill(*values, true);
        } else {
            bar->showFailure(values.error());
        }
        setBusy(false);
    };
    readServerCopy(context.session, context.kind, name, q, whileWanted(read));
}

void ResourceDialog::Private::validate()
{
    const auto problem = form->firstProblem();
    ok->setEnabled(!busy && !unreadable && !problem);
    if (busy)
        return;
    if (unreadable)
        hint->say(MessageLabel::Tone::Problem, ResourceDialog::tr("Without its values the secret cannot be changed."));
    else
        hint->say(MessageLabel::Tone::Help, problem.value_or(QString()));
    ok->setToolTip(problem.value_or(QString()));
    // Parts come and go, and say their words after this dialog when the language changes.
    QMetaObject::invokeMethod(
        q, [this] { fitParts(); }, Qt::QueuedConnection);
}

void ResourceDialog::Private::fitParts()
{
    giveMnemonics(*q);
    scroll->setMinimumWidth(form->minimumSizeHint().width() + scroll->verticalScrollBar()->sizeHint().width());
}

void ResourceDialog::Private::setBusy(bool isBusy, const QString& what)
{
    busy = isBusy;
    form->setEnabled(!busy);
    if (busy)
        hint->say(MessageLabel::Tone::Help, what);
    validate();
}

void ResourceDialog::Private::save()
{
    if (busy || unreadable || form->firstProblem())
        return;
    bar->clear();
    conflict->hide();
    if (purpose == Purpose::Edit && !q->hasChanges() && !mineWins) {
        bar->showNotice(ResourceDialog::tr("There is nothing to change."));
        return;
    }
    setBusy(true, ResourceDialog::tr("Saving…"));
    const auto packed = [this](models::Result<models::Json> values) {
        if (!values) {
            refused(values.error());
            return;
        }
        finals = std::move(*values);
        if (purpose == Purpose::Edit)
            compareWithServer();
        else
            send(models::Json::object(), true);
    };
    form->whenFinal(q, whileWanted(packed));
}

void ResourceDialog::Private::stopSaving()
{
    ++step;
    finals = {};
    mineWins = false;
    setBusy(false);
    bar->showNotice(ResourceDialog::tr("Cancelled: nothing was sent."));
}

void ResourceDialog::Private::close()
{
    ++step;
    q->QDialog::reject();
}

void ResourceDialog::Private::compareWithServer()
{
    const auto read = [this](models::Result<models::Json> fresh) {
        if (fresh)
            serverCopyRead(*fresh);
        else if (!deleted.is_null() && fresh.error().kind == models::FailureKind::NotFound)
            send(deleted, true);
        else
            refused(fresh.error());
    };
    readServerCopy(context.session, context.kind, subjectName(), q, whileWanted(read));
}

void ResourceDialog::Private::serverCopyRead(const models::Json& copy)
{
    const auto moved = form->movedIn(copy);
    if (moved.empty() || mineWins) {
        mineWins = false;
        send(copy, false);
        return;
    }
    newest = copy;
    if (context.kind == models::Kind::Secret)
        newest.erase("secrets");
    finals = {};
    setBusy(false);
    conflict->show(moved, copy, form->values());
}

void ResourceDialog::Private::send(const models::Json& serverCopy, bool creates)
{
    SaveFlow::Order order;
    order.kind = context.kind;
    if (!creates)
        order.serverCopy = serverCopy;
    order.before = form->prerequisites();
    // What the form does not show goes back as it came: expose and url of a driver, members we do not know.
    order.body = serverCopy;
    if (context.kind == models::Kind::Function && creates && start.contains("schema"))
        order.body["schema"] = start["schema"];
    for (auto& [member, value] : finals.items())
        order.body[member] = std::move(value);
    finals = {};
    if (!creates && context.kind == models::Kind::Subscription)
        replaced = serverCopy;
    flow.start(std::move(order));
}

void ResourceDialog::Private::refused(const models::Failure& failure)
{
    finals = {};
    mineWins = false;
    setBusy(false);
    bar->showFailure(failure);
}

void ResourceDialog::Private::finish(const QString& name)
{
    form->wipe();
    form->markStart();
    deleted = nullptr;
    busy = false;
    auto& watch = context.session.watch();
    if (models::resourceKind(context.kind).hasStatus)
        watch.follow(context.kind, name);
    watch.lookNow(context.kind);
    Q_EMIT q->saved(context.kind, name, purpose != Purpose::Edit);
    q->QDialog::accept();
}

void ResourceDialog::Private::askBeforeClosing()
{
    const QString question = deleted.is_null()
        ? ResourceDialog::tr("Discard what you typed?")
        : ResourceDialog::tr("The %1 is deleted on the server and only in this form now. Discard it?")
              .arg(models::singularOf(context.kind));
    askToDiscard(*q, question, [this] { close(); });
}

} // namespace ui
