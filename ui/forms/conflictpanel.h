// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcekind.h"

#include <QFrame>

class QTreeWidget;

namespace ui {

/// Shows what somebody else changed while the form was open beside what the form says, and asks which one wins.
class ConflictPanel final : public QFrame
{
    Q_OBJECT
public:
    explicit ConflictPanel(QWidget* parent = nullptr);

    /// The fields that moved on. Values of secrets are never shown.
    void show(const std::vector<const models::Field*>& fields, const models::Json& theirs, const models::Json& mine);

Q_SIGNALS:
    void keepMine();
    void takeTheirs();

private:
    QTreeWidget* m_differences;
};

} // namespace ui
