// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "models/resourcetablemodel.h"
#include "ui/forms/resourcedialog.h"
#include "ui/pages/copytext.h"

#include <QWidget>

class QAction;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTimer;

namespace ui {

class ColumnChooser;
class DetailsPane;
class EmptyHint;
class MessageBar;
class PageActions;

/// The page of one kind, whatever the kind: the table, its actions, the details of the selection, and how old all that
/// is. Object names start with "page.<YAML kind>.".
class ResourcePage final : public QWidget
{
    Q_OBJECT
public:
    /// The session must outlive the page.
    ResourcePage(client::Session& session, models::Kind kind, QWidget* parent = nullptr);
    ~ResourcePage() override;

    models::Kind kind() const { return m_kind; }
    const models::ResourceTableModel& model() const { return *m_model; }
    QStringList selectedNames() const;
    /// Selects now, or as soon as it is seen.
    void select(const QString& name);

    QString filter() const;
    void setFilter(const QString& text);
    /// New, Edit, Duplicate, Delete, then the ways to copy.
    QList<QAction*> pageActions() const;

Q_SIGNALS:
    void formRequested(models::Kind kind, ui::ResourceDialog::Purpose purpose, const QString& name);
    void deleteRequested(models::Kind kind, const QStringList& names);
    void jumpRequested(models::Kind kind, const QString& name);
    void clearFilterRequested();
    void countsChanged(models::Kind kind);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void buildTable();
    void buildLayout();
    void wire();
    void retranslate();
    void restoreLayout();
    void saveLayout() const;
    void apply(const models::Difference& difference);
    void selectionMoved();
    void refreshEmptyHint();
    void refreshFooter();
    void refreshFailure();
    void edit();
    void copy(CopyFormat format) const;
    QString objectNameFor(const char* part) const;

    client::Session& m_session;
    models::Kind m_kind;
    models::ResourceTableModel* m_model;
    QString m_awaited; ///< selected as soon as it is seen
    PageActions* m_actions = nullptr;
    MessageBar* m_message = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    ColumnChooser* m_columns = nullptr;
    EmptyHint* m_hint = nullptr;
    DetailsPane* m_details = nullptr;
    QSplitter* m_splitter = nullptr;
    QLabel* m_asOf = nullptr;
    QTimer* m_ages = nullptr;
};

} // namespace ui
