// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"

#include <QWidget>

#include <memory>

namespace ui {

/// Runs one function with an input and shows its runs. Runs are followed only while the panel is visible.
class RunPanel final : public QWidget
{
    Q_OBJECT
public:
    /// The session must outlive the panel.
    explicit RunPanel(client::Session& session, QWidget* parent = nullptr);
    ~RunPanel() override;

    /// Empty = none: the panel is disabled. The input is kept per function.
    void setFunction(const QString& name);
    QString function() const;
    /// The functions whose input was typed and not run yet.
    QStringList drafts() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
