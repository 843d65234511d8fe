// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/deletedialog.h"

#include "client/whendone.h"
#include "ui/connections/changeguard.h"
#include "ui/connections/connectionband.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QTreeView>

#include <algorithm>

namespace ui {

namespace {

constexpr int kManyNames = 12;
/// Rows that are looked at for the width of a column.
constexpr int kMeasuredRows = 40;

} // namespace

DeleteDialog::DeleteDialog(client::Session& session, client::Changes& changes, models::Kind kind,
                           const QStringList& names, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_changes(changes)
    , m_kind(kind)
    , m_model(kind, names, [&session](models::Kind of) -> const std::vector<models::Resource>& {
        return session.watch().resources(of);
    })
{
    setObjectName(QStringLiteral("dialog.Delete"));
    build();
    keepWorded(*this, [this] { retranslate(); });
}

void DeleteDialog::build()
{
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(new ConnectionBand(m_session.connection(), ConnectionBand::Place::Dialog, this));
    m_headline = new QLabel(this);
    m_headline->setWordWrap(true);
    m_headline->setTextFormat(Qt::PlainText);
    layout->addWidget(m_headline);
    m_items = new QTreeView(this);
    m_items->setModel(&m_model);
    m_items->setObjectName(QStringLiteral("delete.items"));
    m_items->setRootIsDecorated(false);
    m_items->setUniformRowHeights(true);
    m_items->header()->setResizeContentsPrecision(kMeasuredRows);
    m_items->setSelectionMode(QAbstractItemView::NoSelection);
    m_items->setMinimumHeight(lines(this, 5));
    layout->addWidget(m_items, 1);
    for (qsizetype i = warnings().size(); i > 0; --i) {
        m_warnings.push_back(new MessageLabel(this));
        layout->addWidget(m_warnings.back());
    }
    m_along = new QCheckBox(this);
    m_along->setObjectName(QStringLiteral("delete.along"));
    m_along->setVisible(m_model.dependentCount() > 0);
    layout->addWidget(m_along);
    connect(m_along, &QCheckBox::toggled, this, &DeleteDialog::takeAlong);
    m_progress = new QLabel(this);
    m_progress->setObjectName(QStringLiteral("delete.progress"));
    layout->addWidget(m_progress);
    auto* buttons = new QDialogButtonBox(this);
    m_delete = buttons->addButton(QString(), QDialogButtonBox::DestructiveRole);
    m_delete->setObjectName(QStringLiteral("button.delete"));
    m_delete->setAutoDefault(false);
    m_cancel = buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    m_cancel->setObjectName(QStringLiteral("button.cancel"));
    m_cancel->setDefault(true);
    m_cancel->setFocus();
    layout->addWidget(buttons);
    connect(m_delete, &QPushButton::clicked, this,
            [this] { whenConfirmed(*this, m_session.connection(), question(), [this] { start(); }); });
    connect(buttons, &QDialogButtonBox::rejected, this, &DeleteDialog::reject);
    resize(letters(this, 80), lines(this, names().size() > kManyNames ? 26 : 16));
}

void DeleteDialog::retranslate()
{
    setWindowTitle(names().size() == 1 ? tr("Delete %1").arg(models::singularOf(m_kind))
                                       : tr("Delete %1").arg(models::pluralOf(m_kind)));
    m_headline->setText(question());
    m_items->setAccessibleName(tr("What goes, and what uses it"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, DeletionsModel::ColumnCount - 1);
    const QStringList texts = warnings();
    for (std::size_t i = 0; i < m_warnings.size(); ++i)
        m_warnings[i]->say(MessageLabel::Tone::Warning, texts.value(static_cast<int>(i)));
    m_delete->setText(tr("&Delete"));
    m_along->setText(tr("Delete what &uses them too, first (%n)", nullptr, m_model.dependentCount()));
    sayWhatCancelDoes();
    if (!m_running && m_next == 0)
        sayWhatIsUsed();
    for (int column = 0; column < 2; ++column)
        m_items->resizeColumnToContents(column);
}

void DeleteDialog::sayWhatCancelDoes()
{
    if (m_running)
        m_cancel->setText(tr("&Stop"));
    else
        m_cancel->setText(m_next == 0 ? tr("&Cancel") : tr("&Close"));
}

QString DeleteDialog::question() const
{
    if (names().size() == 1)
        return tr("Delete the %1 \"%2\"?").arg(models::singularOf(m_kind), names().first());
    return tr("Delete these %n resources (%1)?", nullptr, static_cast<int>(names().size()))
        .arg(models::pluralOf(m_kind));
}

QStringList DeleteDialog::warnings() const
{
    QStringList texts;
    const bool creating
        = m_kind == models::Kind::Driver && std::any_of(names().begin(), names().end(), [this](const QString& name) {
              const models::Resource* resource = m_session.watch().find(m_kind, name);
              return resource && models::statusOf(*resource).state == models::State::Creating;
          });
    if (m_kind == models::Kind::Function)
        texts << tr("The runs of a function, with their output and logs, are deleted with it.");
    if (creating)
        texts << tr("A driver that is still CREATING may leave its container running behind. Better wait for READY.");
    if (m_kind == models::Kind::Secret)
        texts << tr("Undo can bring the values of a secret back only until this console is closed.");
    return texts;
}

void DeleteDialog::sayWhatIsUsed()
{
    const int used = m_model.usedCount();
    if (used > 0 && m_model.takesDependentsAlong())
        m_progress->setText(tr("From the top down. The first that does not go ends it."));
    else if (used > 0)
        m_progress->setText(tr("%n of them are in use. What uses them stays, and fails.", nullptr, used));
}

void DeleteDialog::takeAlong(bool along)
{
    m_model.takeDependentsAlong(along);
    m_items->scrollToTop();
    sayWhatIsUsed();
}

void DeleteDialog::start()
{
    m_delete->setEnabled(false);
    m_along->setEnabled(false);
    m_running = true;
    sayWhatCancelDoes();
    deleteNext();
}

void DeleteDialog::deleteNext()
{
    const int count = m_model.rowCount();
    if (m_stopRequested || m_next == count) {
        finish();
        return;
    }
    m_progress->setText(tr("Deleting %1 of %2…").arg(m_next + 1).arg(count));
    m_model.setDeleting(m_next);
    m_items->scrollTo(m_model.index(m_next, 0));
    const models::Reference item = m_model.item(m_next);
    client::ChangeOrder order;
    order.kind = models::recordKind(item.kind).kind;
    order.operation = client::ChangeOperation::Delete;
    order.body = {{"name", models::toStd(item.name)}};
    client::whenDone(m_changes.make(order), this, [this, item](const models::Result<client::Changed>& removed) {
        if (removed) {
            m_gone.push_back(item);
            m_model.setDone(m_next, {});
        } else {
            ++m_failures;
            // What it uses has to stay with it.
            m_stopRequested = m_stopRequested || m_model.takesDependentsAlong();
            m_model.setDone(m_next, removed.error());
            Q_EMIT failed(removed.error());
        }
        ++m_next;
        deleteNext();
    });
}

void DeleteDialog::finish()
{
    m_running = false;
    for (const models::ResourceKind& kind : models::resourceKinds()) {
        QStringList gone;
        for (const models::Reference& item : m_gone) {
            if (item.kind == kind.kind)
                gone << item.name;
        }
        if (kind.kind == m_kind || !gone.isEmpty())
            m_session.watch().lookNow(kind.kind);
        if (!gone.isEmpty())
            Q_EMIT deleted(kind.kind, gone);
    }
    if (m_failures == 0 && !m_stopRequested) {
        QDialog::accept();
        return;
    }
    m_items->resizeColumnToContents(2);
    m_progress->setText(tr("%1 of %2 deleted, %3 failed.").arg(m_gone.size()).arg(m_model.rowCount()).arg(m_failures));
    sayWhatCancelDoes();
    m_cancel->setEnabled(true);
}

void DeleteDialog::reject()
{
    if (m_running)
        stopHere();
    else
        QDialog::reject();
}

void DeleteDialog::stopHere()
{
    m_stopRequested = true;
    m_cancel->setEnabled(false);
    m_progress->setText(tr("Stopping after this one…"));
}

} // namespace ui
