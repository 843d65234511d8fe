// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabWidget;
class QTextBrowser;

namespace ui {

class DriverOpinion;
class RunPanel;
class SecretPeek;

/// What is known about the selection: an overview that says what to do next, YAML, who uses what, and the runs of a
/// function. Repaints only what changed, so that a reader keeps the place.
class DetailsPane final : public QWidget
{
    Q_OBJECT
public:
    /// The session must outlive the pane.
    DetailsPane(client::Session& session, models::Kind kind, QWidget* parent = nullptr);

    /// Null = nothing, or several, are selected.
    void show(const models::Resource* resource, int selectedCount);
    /// Other kinds changed, and with them who uses what.
    void refreshReferences();
    /// Time went on, and with it how long the state lasts.
    void refreshTimes();

Q_SIGNALS:
    void jumpRequested(models::Kind kind, const QString& name);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void fill();
    QTextBrowser* makeBrowser(const char* objectName);
    void setHtml(QTextBrowser* browser, const QString& html) const;

    client::Session& m_session;
    models::Kind m_kind;
    std::optional<models::Resource> m_resource;
    int m_selectedCount = 0;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_nothing = nullptr;
    QTabWidget* m_tabs = nullptr;
    DriverOpinion* m_opinion = nullptr; ///< of event drivers
    QTextBrowser* m_overview = nullptr;
    SecretPeek* m_peek = nullptr;
    QPlainTextEdit* m_yaml = nullptr;
    QTextBrowser* m_uses = nullptr;
    RunPanel* m_runs = nullptr;
};

} // namespace ui
