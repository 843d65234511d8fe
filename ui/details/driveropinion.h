// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/driverpods.h"
#include "models/resources.h"

#include <QFrame>

#include <memory>

class QLabel;

namespace ui {

/// What the cluster says about the selected event driver, beside what Dispatch says: shape and words, and what to do
/// when the two disagree. Hidden, and without any cost, as long as no cluster or no driver is known.
class DriverOpinion final : public QFrame
{
    Q_OBJECT
public:
    explicit DriverOpinion(QWidget* parent = nullptr);

    /// Null commands or an empty context = no cluster. The commands must outlive it, or be taken away before they go.
    void setCluster(client::Commands* commands, const QString& context);
    /// Null = none is selected.
    void setDriver(const models::Driver* driver, const QString& organization);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void retranslate();
    void refresh();
    void say();

    std::unique_ptr<client::DriverPods> m_pods; ///< null without a cluster
    client::Commands* m_commands = nullptr;
    QString m_context;
    std::optional<client::DriverPods::Subject> m_subject;
    QLabel* m_sign;
    QLabel* m_title;
    QLabel* m_says;
    QLabel* m_remedy;
};

} // namespace ui
