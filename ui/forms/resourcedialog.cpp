// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/resourcedialog.h"

#include "client/whendone.h"
#include "ui/forms/conflictpanel.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/forms/mnemonics.h"
#include "ui/forms/resourceform.h"
#include "ui/forms/saveflow.h"
#include "ui/messagebar.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

namespace ui {

/// One dialog at work. Saving goes: final values, the server's copy again (when editing), what must exist, the
/// resource.
class ResourceDialog::Private
{
public:
    Private(ResourceDialog* owner, const FormContext& formContext, Purpose why)
        : q(owner)
        , context(formContext)
        , purpose(why)
        , flow(formContext.session)
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
    void serverCopyRead(const models::Json& copy);
    void send(const models::Json& serverCopy);
    void refused(const models::Failure& failure);
    void finish(const QString& name);
    void askBeforeClosing();
    QString subjectName() const { return models::textAt(start, "name"); }
    bool replacesSubscription(const models::Json& serverCopy, const models::Json& body) const;

    ResourceDialog* q;
    FormContext context;
    Purpose purpose;
    SaveFlow flow;
    models::Json start; ///< what the form was opened with; never with secret values
    models::Json finals; ///< what goes on the wire, only while saving
    models::Json newest; ///< the server's copy while a conflict is shown, without secret values
    bool busy = false;
    bool loading = false;
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

ResourceDialog::ResourceDialog(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
                               models::Kind kind, Purpose purpose, std::optional<models::Resource> subject,
                               QWidget* parent)
    : QDialog(parent)
    , d(std::make_unique<Private>(this, FormContext{session, catalogue, kind, purpose == Purpose::Edit}, purpose))
{
    setObjectName(QStringLiteral("dialog.") + QString::fromLatin1(models::resourceKind(kind).yamlKind));
    d->build();
    d->connectParts();
    d->begin(subject);
    d->retranslate();
    d->validate();
    d->form->focusFirst();
}

ResourceDialog::~ResourceDialog()
{
    d->form->wipe();
}

bool ResourceDialog::hasChanges() const
{
    return d->form->hasChanges();
}

void ResourceDialog::accept()
{
    d->save();
}

void ResourceDialog::reject()
{
    if (d->busy)
        d->flow.cancel();
    else if (hasChanges())
        d->askBeforeClosing();
    else
        QDialog::reject();
}

void ResourceDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && d->buttons) {
        d->retranslate();
        d->validate();
    }
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
    loading = true;
    unreadable = false;
    retry->hide();
    bar->clear();
    setBusy(true, ResourceDialog::tr("Reading the values…"));
    client::whenDone(context.session.api().secretValues(name), q, [this](models::Result<models::SecretValues> values) {
        loading = false;
        unreadable = !values;
        retry->setVisible(unreadable);
        if (values) {
            models::Json body = models::toJson(*values);
            form->markServerCopy(body);
            if (purpose == Purpose::Duplicate)
                body.erase("name");
            form->fill(body, true);
        } else {
            bar->showFailure(values.error());
        }
        setBusy(false);
    });
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
    if (purpose == Purpose::Edit && !form->hasChanges() && !mineWins) {
        bar->showNotice(ResourceDialog::tr("There is nothing to change."));
        return;
    }
    setBusy(true, ResourceDialog::tr("Saving…"));
    form->whenFinal(q, [this](models::Result<models::Json> values) {
        if (!values) {
            refused(values.error());
            return;
        }
        finals = std::move(*values);
        if (purpose == Purpose::Edit)
            compareWithServer();
        else
            send(models::Json::object());
    });
}

void ResourceDialog::Private::compareWithServer()
{
    auto& api = context.session.api();
    if (context.kind == models::Kind::Secret) {
        client::whenDone(api.secretValues(subjectName()), q, [this](models::Result<models::SecretValues> values) {
            if (values)
                serverCopyRead(models::toJson(*values));
            else
                refused(values.error());
        });
        return;
    }
    client::whenDone(api.get(context.kind, subjectName()), q, [this](models::Result<models::Resource> fresh) {
        if (fresh)
            serverCopyRead(models::toJson(*fresh));
        else
            refused(fresh.error());
    });
}

void ResourceDialog::Private::serverCopyRead(const models::Json& copy)
{
    const auto moved = form->movedIn(copy);
    if (moved.empty() || mineWins) {
        mineWins = false;
        send(copy);
        return;
    }
    newest = copy;
    if (context.kind == models::Kind::Secret)
        newest.erase("secrets");
    finals = {};
    setBusy(false);
    conflict->show(moved, copy, form->values());
}

bool ResourceDialog::Private::replacesSubscription(const models::Json& serverCopy, const models::Json& body) const
{
    return context.kind == models::Kind::Subscription && !context.session.connection().isLocal
        && models::textAt(serverCopy, "eventType") == models::textAt(body, "eventType");
}

void ResourceDialog::Private::send(const models::Json& serverCopy)
{
    SaveFlow::Order order;
    order.kind = context.kind;
    order.creates = purpose != Purpose::Edit;
    order.before = form->prerequisites();
    // What the form does not show goes back as it came: expose and url of a driver, members we do not know.
    order.body = serverCopy;
    if (context.kind == models::Kind::Function && order.creates && start.contains("schema"))
        order.body["schema"] = start["schema"];
    for (auto& [member, value] : finals.items())
        order.body[member] = std::move(value);
    finals = {};
    order.replaces = !order.creates && replacesSubscription(serverCopy, order.body);
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
    auto* box
        = new QMessageBox(QMessageBox::Question, ResourceDialog::tr("Discard?"),
                          ResourceDialog::tr("Discard what you typed?"), QMessageBox::Discard | QMessageBox::Cancel, q);
    box->setObjectName(QStringLiteral("dialog.discard"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    box->button(QMessageBox::Cancel)->setText(ResourceDialog::tr("&Keep editing"));
    connect(box, &QMessageBox::finished, q, [this](int button) {
        if (button == QMessageBox::Discard)
            q->QDialog::reject();
    });
    box->open();
}

} // namespace ui
