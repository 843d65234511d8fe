// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/changes.h"
#include "client/session.h"
#include "ui/forms/deletionsmodel.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;
class QTreeView;

namespace ui {

class MessageLabel;

/// Asks before resources go: names them and what depends on them, which can go along, then deletes one after the other,
/// users before what they use, and shows how each went. Cancel is the default. Show it with open().
class DeleteDialog final : public QDialog
{
    Q_OBJECT
public:
    /// Session and changes must outlive the dialog.
    DeleteDialog(client::Session& session, client::Changes& changes, models::Kind kind, const QStringList& names,
                 QWidget* parent = nullptr);

    void reject() override;

Q_SIGNALS:
    /// Once at the end for each kind of which something went.
    void deleted(models::Kind kind, const QStringList& names);
    /// For each that did not go.
    void failed(const models::Failure& failure);

private:
    void build();
    void retranslate();
    void sayWhatCancelDoes();
    const QStringList& names() const { return m_model.names(); }
    QString question() const;
    QStringList warnings() const;
    void sayWhatIsUsed();
    void takeAlong(bool along);
    void start();
    void deleteNext();
    void finish();
    void stopHere();

    client::Session& m_session;
    client::Changes& m_changes;
    models::Kind m_kind;
    DeletionsModel m_model;
    std::vector<models::Reference> m_gone;
    int m_next = 0;
    int m_failures = 0;
    bool m_running = false;
    bool m_stopRequested = false;
    QLabel* m_headline = nullptr;
    QTreeView* m_items = nullptr;
    QCheckBox* m_along = nullptr;
    QLabel* m_progress = nullptr;
    std::vector<MessageLabel*> m_warnings;
    QPushButton* m_delete = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace ui
