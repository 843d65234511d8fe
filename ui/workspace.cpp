// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace.h"

#include "client/whendone.h"
#include "ui/backgroundnotice.h"
#include "ui/connections/connectionband.h"
#include "ui/events/eventsender.h"
#include "ui/events/eventspage.h"
#include "ui/forms/deletedialog.h"
#include "ui/functions/runpanel.h"
#include "ui/messagebar.h"
#include "ui/undo/undodialog.h"
#include "ui/yaml/importwindow.h"
#include "ui/yaml/yamldesk.h"

#include <QBoxLayout>
#include <QEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QTimer>

namespace ui {

Workspace::Workspace(const client::Connection& connection, client::Journal& journal,
                     const std::vector<models::CatalogueEntry>& catalogue, QWidget* parent)
    : QWidget(parent)
    , m_session(connection)
    , m_journal(journal)
    , m_changes(m_session.api(), journal, journalKey(connection))
    , m_undo(m_changes)
    , m_catalogue(catalogue)
{
    setObjectName(QStringLiteral("workspace"));
    buildBars();
    m_yaml = new YamlDesk(m_session, m_changes, *m_message, *this);
    client::Watch& watch = m_session.watch();
    connect(&watch, &client::Watch::settled, this, &Workspace::announceSettled);
    connect(&watch, &client::Watch::stateChanged, this, &Workspace::refreshHealth);
    connect(m_health, &MessageBar::remedyRequested, this, [this] {
        if (m_ended)
            Q_EMIT restartRequested();
        else if (asksForSignIn())
            Q_EMIT signInRequested(m_session.connection(), *m_session.watch().state().failure);
        else
            m_session.watch().lookNow();
    });
    watch.start();
    QTimer::singleShot(0, this, &Workspace::buildNextPage);
}

Workspace::~Workspace()
{
    // Questions under way end with the session; nobody may be left to hear the answers.
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void Workspace::buildBars()
{
    m_health = new MessageBar(this);
    m_health->setObjectName(QStringLiteral("watch.message"));
    m_message = new MessageBar(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new ConnectionBand(m_session.connection(), ConnectionBand::Place::Window, this));
    column->addWidget(m_health);
    column->addWidget(m_message);
    column->addStretch();
}

void Workspace::buildNextPage()
{
    if (m_builtPages < m_pages.size()) {
        const models::Kind kind = models::resourceKinds()[m_builtPages++].kind;
        auto* page = new ResourcePage(m_session, kind, this);
        page->hide();
        m_pages[static_cast<std::size_t>(kind)] = page;
    } else if (!m_events) {
        m_events = new EventsPage(m_session, m_journal, m_catalogue, this);
        m_events->hide();
    } else {
        buildTabs();
        Q_EMIT built();
        return;
    }
    QTimer::singleShot(0, this, &Workspace::buildNextPage);
}

void Workspace::buildTabs()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("tabs"));
    m_tabs->setDocumentMode(true);
    for (const models::ResourceKind& kind : models::resourceKinds()) {
        ResourcePage* const page = m_pages[static_cast<std::size_t>(kind.kind)];
        if (kind.kind == models::Kind::Function)
            m_tabs->addTab(m_events, {});
        m_tabs->addTab(page, {});
        wire(page);
    }
    const QIcon mark = iconOf(m_session.connection().mark);
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        m_tabs->setTabIcon(tab, mark);
    retitle();
    connect(m_tabs, &QTabWidget::currentChanged, this, &Workspace::pageChanged);
    auto* column = qobject_cast<QVBoxLayout*>(layout());
    delete column->takeAt(column->count() - 1);
    column->addWidget(m_tabs, 1);
}

void Workspace::wire(ResourcePage* page)
{
    connect(page, &ResourcePage::formRequested, this, &Workspace::openForm);
    connect(page, &ResourcePage::deleteRequested, this, &Workspace::confirmDelete);
    connect(page, &ResourcePage::jumpRequested, this, &Workspace::jumpTo);
    connect(page, &ResourcePage::countsChanged, this, &Workspace::retitle);
    connect(page, &ResourcePage::clearFilterRequested, this, &Workspace::clearFilterRequested);
}

QStringList Workspace::pageNames()
{
    QStringList names;
    for (const models::ResourceKind& kind : models::resourceKinds()) {
        if (kind.kind == models::Kind::Function)
            names << tr("Events");
        names << models::pluralOf(kind.kind);
    }
    return names;
}

void Workspace::retitle()
{
    for (const ResourcePage* page : m_pages) {
        const int at = m_tabs->indexOf(page);
        const int errors = page->model().errorCount();
        QString title = QStringLiteral("%1 %2").arg(models::pluralOf(page->kind())).arg(page->model().totalCount());
        if (errors > 0)
            title += QStringLiteral(" ▲%1").arg(errors);
        m_tabs->setTabText(at, title);
        m_tabs->setTabToolTip(at, errors > 0 ? tr("%n in ERROR", nullptr, errors) : QString());
    }
    m_tabs->setTabText(m_tabs->indexOf(m_events), tr("Events"));
    m_tabs->setAccessibleName(tr("Pages"));
}

/// A server that ended answers nobody: that it ended is the one thing to say.
void Workspace::refreshHealth()
{
    const std::optional<models::Failure> failure = m_ended ? m_ended : m_session.watch().state().failure;
    if (!failure) {
        m_health->clear();
        return;
    }
    m_health->setRemedy(m_ended               ? tr("&Restart local Dispatch")
                            : asksForSignIn() ? tr("&Sign in again…")
                                              : tr("&Retry now"));
    m_health->showFailure(*failure);
}

bool Workspace::asksForSignIn()
{
    const std::optional<models::Failure> failure = m_session.watch().state().failure;
    return !isLocal() && failure && failure->kind == models::FailureKind::Unauthorized;
}

void Workspace::moveTo(const client::Connection& connection)
{
    m_ended.reset();
    m_session.moveTo(connection);
    refreshHealth();
}

void Workspace::localFailed(const models::Failure& failure)
{
    if (isLocal()) {
        m_ended = failure;
        refreshHealth();
        return;
    }
    tell(failure);
}

void Workspace::tell(const models::Failure& failure)
{
    m_message->setRemedy({});
    m_message->showFailure(failure);
}

void Workspace::tellNotice(const QString& text)
{
    m_message->setRemedy({});
    m_message->showNotice(text);
}

QStringList Workspace::unsaved() const
{
    QStringList places;
    for (const ResourceDialog* form : findChildren<ResourceDialog*>()) {
        if (form->isVisible() && form->hasChanges())
            places << form->windowTitle();
    }
    for (const RunPanel* panel : findChildren<RunPanel*>()) {
        for (const QString& function : panel->drafts())
            places << tr("the input of function %1").arg(function);
    }
    if (m_yaml->isBusy())
        places << tr("the import that is running; what it has done stays done");
    return places;
}

void Workspace::whenFreeToLeave(const std::function<void()>& then)
{
    const QStringList places = unsaved();
    if (places.isEmpty()) {
        whenNothingIsSent(then);
        return;
    }
    const QString name = QStringLiteral("dialog.leave");
    if (findChild<QMessageBox*>(name)) // it is being asked already
        return;
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Discard?"),
        tr("Discard what you typed and did not send? It is in: %1.").arg(places.join(QStringLiteral(", "))),
        QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setObjectName(name);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    box->button(QMessageBox::Cancel)->setText(tr("&Keep editing"));
    // Queued: what follows may end this workspace, and the box with it.
    connect(
        box, &QMessageBox::finished, this,
        [this, then](int button) {
            if (button == QMessageBox::Discard)
                whenNothingIsSent(then);
        },
        Qt::QueuedConnection);
    box->open();
}

void Workspace::whenNothingIsSent(const std::function<void()>& then)
{
    if (m_events->mayQuit(this, then))
        then();
}

bool Workspace::isFreeToLeave() const
{
    return unsaved().isEmpty() && !m_events->isSendingMany();
}

void Workspace::showPage(int index)
{
    m_tabs->setCurrentIndex(index);
    QWidget* const page = m_tabs->currentWidget();
    page->focusProxy() ? page->setFocus(Qt::ShortcutFocusReason) : m_tabs->setFocus(Qt::ShortcutFocusReason);
}

ResourcePage* Workspace::currentPage() const
{
    return qobject_cast<ResourcePage*>(m_tabs->currentWidget());
}

void Workspace::openForm(models::Kind kind, ResourceDialog::Purpose purpose, const QString& name)
{
    std::optional<models::Resource> subject;
    if (purpose != ResourceDialog::Purpose::New) {
        const models::Resource* found = m_session.watch().find(kind, name);
        if (!found)
            return;
        subject = *found;
    }
    auto* dialog = new ResourceDialog(m_session, m_changes, m_catalogue, kind, purpose, std::move(subject), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ResourceDialog::saved, this, &Workspace::announceSaved);
    // Not modal: behind a form people look things up, and bring back a server that ended.
    dialog->show();
}

void Workspace::openImport()
{
    m_yaml->openImport();
}

void Workspace::openExport()
{
    const ResourcePage* page = currentPage();
    m_yaml->openExport(page ? std::optional(ExportDialog::Page{page->kind(), page->selectedNames()}) : std::nullopt);
}

void Workspace::offerUndo()
{
    using Offer = std::optional<client::UndoOffer>;
    if (findChild<UndoDialog*>() || m_yaml->isBusy())
        return;
    client::whenDone(m_undo.latest(), this, [this](const models::Result<Offer>& offer) {
        if (!offer) {
            tell(offer.error());
            return;
        }
        if (!*offer) {
            m_message->showNotice(tr("There is nothing to undo here."));
            return;
        }
        auto* dialog = new UndoDialog(m_undo, **offer, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &UndoDialog::undone, this, [this](int changes) {
            m_session.watch().lookNow();
            m_message->showNotice(tr("Undone: %n changes.", nullptr, changes));
        });
        dialog->open();
    });
}

void Workspace::confirmDelete(models::Kind kind, const QStringList& names)
{
    auto* dialog = new DeleteDialog(m_session, m_changes, kind, names, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DeleteDialog::deleted, this, [this](models::Kind gone, const QStringList& deleted) {
        m_message->showNotice(tr("Deleted %1 %2.").arg(models::singularOf(gone), deleted.join(QStringLiteral(", "))));
    });
    connect(dialog, &DeleteDialog::failed, this, &Workspace::tell);
    dialog->open();
}

void Workspace::jumpTo(models::Kind kind, const QString& name)
{
    ResourcePage* page = m_pages[static_cast<std::size_t>(kind)];
    m_tabs->setCurrentWidget(page);
    if (page->model().rowOf(name) < 0 && page->model().find(name))
        Q_EMIT clearFilterRequested();
    page->select(name);
}

void Workspace::announceSaved(models::Kind kind, const QString& name, bool created)
{
    m_message->showNotice(created ? tr("Created %1 %2.").arg(models::singularOf(kind), name)
                                  : tr("Saved %1 %2.").arg(models::singularOf(kind), name));
    m_pages[static_cast<std::size_t>(kind)]->select(name);
}

void Workspace::announceSettled(models::Kind kind, const QString& name, const models::Status& status,
                                const QString& reason)
{
    if (status.state == models::State::Ready) {
        m_message->showNotice(tr("%1 is READY.").arg(name));
        tellInBackground(*window(), m_message->text());
        return;
    }
    if (status.state != models::State::Error)
        return;
    models::Failure failure;
    failure.kind = models::FailureKind::ServerError;
    failure.tried = tr("bring %1 %2 to READY").arg(models::singularOf(kind), name);
    failure.cameBack = reason.isEmpty() ? status.word : reason;
    failure.meaning = reason.isEmpty() ? tr("It is in ERROR and the server gives no reason.") : reason;
    failure.remedy = tr("Correct it with Edit; saving starts it again.");
    tell(failure);
    tellInBackground(*window(), m_message->text());
}

void Workspace::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange && m_tabs)
        retitle();
    QWidget::changeEvent(event);
}

} // namespace ui
