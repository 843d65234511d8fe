// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/resourcepage.h"

#include "ui/connections/changeguard.h"
#include "ui/details/detailspane.h"
#include "ui/icons.h"
#include "ui/memory.h"
#include "ui/messagebar.h"
#include "ui/pages/columnchooser.h"
#include "ui/pages/emptyhint.h"
#include "ui/pages/pageactions.h"
#include "ui/pages/statedelegate.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>

namespace ui {

namespace {

constexpr int kAgeTickMSecs = 1'000;

} // namespace

ResourcePage::ResourcePage(client::Session& session, models::Kind kind, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_kind(kind)
    , m_model(new models::ResourceTableModel(kind, this))
{
    setObjectName(QStringLiteral("page.%1").arg(QLatin1String(models::resourceKind(kind).yamlKind)));
    buildTable();
    buildLayout();
    wire();
    retranslate();
    m_model->setStateRemark([this](const models::Resource& resource) {
        return models::dwellText(m_session.stateTimes().of(resource).dwell);
    });
    if (!mayChange(session.connection())) {
        m_actions->forbidChanges();
        m_hint->forbidChanges();
    }
    m_columns = new ColumnChooser(*m_table, m_kind, objectName() + QStringLiteral("/columns"));
    restoreLayout();
    models::Difference first;
    first.added = m_session.watch().resources(kind);
    apply(first);
    refreshFailure();
    refreshFooter();
    selectionMoved();
}

ResourcePage::~ResourcePage()
{
    saveLayout();
}

QString ResourcePage::objectNameFor(const char* part) const
{
    return objectName() + QLatin1Char('.') + QLatin1String(part);
}

void ResourcePage::buildTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName(objectNameFor("table"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView* rows = m_table->verticalHeader();
    rows->hide();
    rows->setSectionResizeMode(QHeaderView::Fixed);
    rows->setDefaultSectionSize(fontMetrics().lineSpacing() * 3 / 2);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->setSortingEnabled(true);
    const auto columns = models::resourceKind(m_kind).columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].role == models::ColumnRole::State)
            m_table->setItemDelegateForColumn(static_cast<int>(i), new StateDelegate(m_table));
    }
}

void ResourcePage::buildLayout()
{
    m_actions = new PageActions(m_kind, objectName(), this);
    m_actions->installKeys(*this, *m_table);
    m_asOf = new QLabel(this);
    m_asOf->setObjectName(objectNameFor("asOf"));
    m_actions->append(m_asOf);
    m_message = new MessageBar(this);
    m_message->setObjectName(objectNameFor("message"));
    m_hint = new EmptyHint(m_kind, this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(m_table);
    m_details = new DetailsPane(m_session, m_kind, this);
    m_details->setObjectName(objectNameFor("details"));
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    const int letter = fontMetrics().averageCharWidth();
    m_splitter->setSizes({letter * 90, letter * 60});
    const int gap = fontMetrics().lineSpacing() / 3;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(gap, gap, gap, gap);
    column->setSpacing(gap);
    column->addWidget(m_actions);
    column->addWidget(m_message);
    column->addWidget(m_splitter, 1);
    m_ages = new QTimer(this);
    m_ages->setInterval(kAgeTickMSecs);
}

void ResourcePage::wire()
{
    client::Watch& watch = m_session.watch();
    connect(&watch, &client::Watch::changed, this, [this](models::Kind kind, const models::Difference& difference) {
        if (kind == m_kind)
            apply(difference);
        m_details->refreshReferences();
    });
    connect(&watch, &client::Watch::stateChanged, this, &ResourcePage::refreshFailure);
    connect(&watch, &client::Watch::looked, this, [this](models::Kind kind) {
        if (kind != m_kind)
            return;
        refreshFailure();
        refreshFooter();
        refreshEmptyHint();
    });
    connect(m_model, &models::ResourceTableModel::countsChanged, this, [this] {
        refreshEmptyHint();
        Q_EMIT countsChanged(m_kind);
    });
    connect(m_ages, &QTimer::timeout, this, [this] {
        m_model->refreshAges();
        m_details->refreshTimes();
        refreshFooter();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this](const QItemSelection& selected) {
                if (!selected.isEmpty()) // somebody looks at something else now
                    m_awaited.clear();
                selectionMoved();
            });
    connect(m_table, &QTableView::activated, this, &ResourcePage::edit);
    connect(m_table, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& at) { m_actions->popUpMenu(m_table->viewport()->mapToGlobal(at)); });
    connect(m_actions, &PageActions::newRequested, this,
            [this] { Q_EMIT formRequested(m_kind, ResourceDialog::Purpose::New, {}); });
    connect(m_actions, &PageActions::editRequested, this, &ResourcePage::edit);
    connect(m_actions, &PageActions::duplicateRequested, this, [this] {
        for (const QString& name : selectedNames().mid(0, 1))
            Q_EMIT formRequested(m_kind, ResourceDialog::Purpose::Duplicate, name);
    });
    connect(m_actions, &PageActions::deleteRequested, this, [this] {
        if (const QStringList names = selectedNames(); !names.isEmpty())
            Q_EMIT deleteRequested(m_kind, names);
    });
    connect(m_actions, &PageActions::copyRequested, this, &ResourcePage::copy);
    connect(m_hint, &EmptyHint::newRequested, m_actions->create(), &QAction::trigger);
    connect(m_hint, &EmptyHint::clearFilterRequested, this, &ResourcePage::clearFilterRequested);
    connect(m_details, &DetailsPane::jumpRequested, this, &ResourcePage::jumpRequested);
    connect(m_message, &MessageBar::remedyRequested, this, [this] { m_session.watch().lookNow(m_kind); });
}

void ResourcePage::retranslate()
{
    m_table->setAccessibleName(models::pluralOf(m_kind));
    m_table->setAccessibleDescription(tr("Enter edits, Delete deletes, the menu key shows what else can be done."));
    m_table->horizontalHeader()->setAccessibleName(tr("Columns of %1").arg(models::pluralOf(m_kind)));
    m_table->horizontalHeader()->viewport()->update();
    m_asOf->setAccessibleName(tr("Age of the list"));
    refreshFooter();
    m_splitter->setAccessibleName(models::pluralOf(m_kind));
}

QStringList ResourcePage::selectedNames() const
{
    QStringList names;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex& row : rows)
        names << row.data(models::ResourceTableModel::NameRole).toString();
    return names;
}

void ResourcePage::select(const QString& name)
{
    const int row = m_model->rowOf(name);
    // One that the filter hides is there already: it must not jump in when the filter goes.
    m_awaited = row < 0 && !m_model->find(name) ? name : QString();
    if (row < 0)
        return;
    // QTableView::selectRow() selects nothing from right to left.
    const QModelIndex index = m_model->index(row, 0);
    m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(index);
}

QString ResourcePage::filter() const
{
    return m_model->filter();
}

void ResourcePage::setFilter(const QString& text)
{
    m_model->setFilter(text);
    refreshEmptyHint();
}

QList<QAction*> ResourcePage::pageActions() const
{
    return m_actions->all();
}

void ResourcePage::apply(const models::Difference& difference)
{
    const QString awaited = m_awaited;
    m_model->apply(difference);
    if (!awaited.isEmpty())
        select(awaited);
    refreshEmptyHint();
    selectionMoved();
}

void ResourcePage::selectionMoved()
{
    const QStringList names = selectedNames();
    m_actions->setSelectedCount(static_cast<int>(names.size()));
    m_details->show(names.size() == 1 ? m_model->find(names.front()) : nullptr, static_cast<int>(names.size()));
}

void ResourcePage::refreshEmptyHint()
{
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_hint) : m_table);
    m_details->setVisible(!empty || m_model->totalCount() > 0);
    const client::ListState state = m_session.watch().listState(m_kind);
    if (m_model->totalCount() > 0)
        m_hint->setReason(EmptyHint::Reason::Filtered);
    else if (state.loaded)
        m_hint->setReason(EmptyHint::Reason::Nothing);
    else if (state.failure && state.failure->kind == models::FailureKind::NotOnServer)
        m_hint->setReason(EmptyHint::Reason::NotOnServer);
    else
        m_hint->setReason(state.failure ? EmptyHint::Reason::Failed : EmptyHint::Reason::Loading);
}

void ResourcePage::refreshFooter()
{
    const client::ListState state = m_session.watch().listState(m_kind);
    QString text;
    if (state.asOf.isValid()) {
        const QString at = state.asOf.toLocalTime().toString(QStringLiteral("hh:mm:ss"));
        text = state.stale ? tr("as of %1 · stale").arg(at) : tr("as of %1").arg(at);
    }
    m_asOf->setEnabled(!state.stale);
    m_asOf->setText(text);
}

void ResourcePage::refreshFailure()
{
    const client::ListState state = m_session.watch().listState(m_kind);
    // A failure of every list is told once, by the window.
    if (!state.failure || m_session.watch().state().failure
        || state.failure->kind == models::FailureKind::NotOnServer) {
        m_message->clear();
        return;
    }
    m_message->setRemedy(tr("&Retry now"));
    m_message->showFailure(*state.failure);
}

void ResourcePage::edit()
{
    if (!mayChange(m_session.connection()))
        return;
    for (const QString& name : selectedNames().mid(0, 1))
        Q_EMIT formRequested(m_kind, ResourceDialog::Purpose::Edit, name);
}

void ResourcePage::copy(CopyFormat format) const
{
    std::vector<models::Resource> chosen;
    const QStringList names = selectedNames();
    for (const QString& name : names) {
        if (const models::Resource* resource = m_model->find(name))
            chosen.push_back(*resource);
    }
    if (!chosen.empty())
        QGuiApplication::clipboard()->setText(copyText(format, chosen, m_session.connection()));
}

void ResourcePage::restoreLayout()
{
    m_splitter->restoreState(remembered(*this, objectName() + QStringLiteral("/splitter")).toByteArray());
}

void ResourcePage::saveLayout() const
{
    m_columns->save();
    remember(*this, objectName() + QStringLiteral("/splitter"), m_splitter->saveState());
}

void ResourcePage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::FontChange && m_table)
        m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().lineSpacing() * 3 / 2);
    QWidget::changeEvent(event);
}

void ResourcePage::showEvent(QShowEvent* event)
{
    m_model->refreshAges();
    refreshFooter();
    m_ages->start();
    QWidget::showEvent(event);
}

void ResourcePage::hideEvent(QHideEvent* event)
{
    m_ages->stop();
    QWidget::hideEvent(event);
}

} // namespace ui
