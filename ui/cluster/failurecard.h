// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/minikubefailure.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ui {

/// Why minikube could not do something: what it means, its own words and advice, where people talk about it, and the
/// next step as a button where there is one. The raw output is a click away.
class FailureCard final : public QFrame
{
    Q_OBJECT
public:
    explicit FailureCard(QWidget* parent = nullptr);

    /// Nothing = hidden.
    void show(const std::optional<models::ClusterFailure>& failure);

Q_SIGNALS:
    void remedyRequested(models::ClusterRemedy remedy);
    void saveLogsRequested();
    void dismissed();

private:
    void build();
    void retranslate();
    void fill();
    QString report() const;

    std::optional<models::ClusterFailure> m_failure;
    QLabel* m_mark;
    QLabel* m_title;
    QLabel* m_words;
    QLabel* m_links;
    QPlainTextEdit* m_raw;
    QPushButton* m_remedy;
    QPushButton* m_rawButton;
    QPushButton* m_logs;
    QPushButton* m_copy;
    QPushButton* m_dismiss;
};

} // namespace ui
