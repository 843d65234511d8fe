// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcekind.h"
#include "ui/pages/copytext.h"

#include <QWidget>

class QAction;
class QHBoxLayout;
class QMenu;
class QToolButton;

namespace ui {

/// What can be done on the page of one kind, as buttons in a row, as actions with their keys, and as a menu. Object
/// names are those of the page with ".new", ".edit", ".duplicate", ".delete" and ".copy" behind.
class PageActions final : public QWidget
{
    Q_OBJECT
public:
    PageActions(models::Kind kind, const QString& pageName, QWidget* parent = nullptr);

    /// New, Edit, Duplicate, Delete, then the ways to copy.
    QList<QAction*> all() const;
    QAction* create() const { return m_new; }
    /// Gives the page and its table the keys that work in them.
    void installKeys(QWidget& page, QWidget& table);
    void setSelectedCount(int count);
    /// Takes away what changes the server.
    void forbidChanges();
    void popUpMenu(const QPoint& at);
    /// At the end of the row.
    void append(QWidget* widget);

Q_SIGNALS:
    void newRequested();
    void editRequested();
    void duplicateRequested();
    void deleteRequested();
    void copyRequested(ui::CopyFormat format);

protected:
    void changeEvent(QEvent* event) override;

private:
    QAction* make(const char* part, const char* drawing);
    void addButton(QAction* action, const char* part);
    void buildCopyMenu();
    void retranslate();

    models::Kind m_kind;
    bool m_mayChange = true;
    QString m_pageName;
    QAction* m_new;
    QAction* m_edit;
    QAction* m_duplicate;
    QAction* m_delete;
    QAction* m_copies[4] = {};
    QMenu* m_copyMenu = nullptr;
    QToolButton* m_copyButton = nullptr;
    QHBoxLayout* m_line = nullptr;
};

} // namespace ui
