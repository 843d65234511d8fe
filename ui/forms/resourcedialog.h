// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/changes.h"
#include "client/session.h"
#include "models/drivercatalogue.h"

#include <QDialog>

#include <memory>

namespace ui {

/// The form of every kind, built from its field table. Show it with open() or show(): it saves by itself, stays with
/// the failure in place when the server refuses, and asks before typed words are lost. The watch never touches it.
class ResourceDialog final : public QDialog
{
    Q_OBJECT
public:
    enum class Purpose
    {
        New,
        Edit,
        Duplicate
    };

    /// `subject` is what Edit changes and Duplicate copies. Session, changes and catalogue must outlive the dialog.
    ResourceDialog(client::Session& session, client::Changes& changes,
                   const std::vector<models::CatalogueEntry>& catalogue, models::Kind kind, Purpose purpose,
                   std::optional<models::Resource> subject, QWidget* parent = nullptr);
    ~ResourceDialog() override;

    /// True when closing would lose something.
    bool hasChanges() const;

    void accept() override;
    void reject() override;

Q_SIGNALS:
    /// Also for a driver type or a secret that had to be made on the way.
    void saved(models::Kind kind, const QString& name, bool created);

protected:
    void changeEvent(QEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
