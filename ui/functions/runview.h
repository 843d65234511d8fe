// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/run.h"

#include <QSet>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QTabWidget;

namespace ui {

/// Shows one run: state, time, output, logs, error and input.
class RunView final : public QWidget
{
    Q_OBJECT
public:
    explicit RunView(QWidget* parent = nullptr);

    void setRun(const models::Run& run);
    void clear();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void fill();
    void fillShownPage();
    QString headline() const;
    QString textOf(const QPlainTextEdit* page) const;
    QPlainTextEdit* addPage(const char* objectName);

    std::optional<models::Run> m_run;
    QLabel* m_headline = nullptr;
    QTabWidget* m_tabs = nullptr;
    QPlainTextEdit* m_output = nullptr;
    QPlainTextEdit* m_logs = nullptr;
    QPlainTextEdit* m_error = nullptr;
    QPlainTextEdit* m_input = nullptr;
    QSet<QPlainTextEdit*> m_stale; ///< pages that do not show the run yet: nobody looked
};

} // namespace ui
