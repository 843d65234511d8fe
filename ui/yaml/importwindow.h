// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/importplanner.h"
#include "client/importrun.h"
#include "client/interruptedimport.h"
#include "client/undo.h"
#include "ui/yaml/planmodel.h"

#include <QFuture>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace ui {

class ComplaintList;
class MessageBar;
class PlanView;
class SourceBar;

/// An import from the choice of its files to its report: shows the plan before anything is changed, carries it out, and
/// takes it back. Not modal: behind it people look things up.
class ImportWindow final : public QWidget
{
    Q_OBJECT
public:
    /// Session and changes must outlive the window.
    ImportWindow(client::Session& session, client::Changes& changes, QWidget* parent = nullptr);
    ~ImportWindow() override;

    void importPaths(const QStringList& paths);
    void importText(const QString& text);
    void importAddress(const QUrl& address);
    /// Finds out what a run that was interrupted had done, and shows what is left of it.
    void resume(const client::ImportRecord& run);
    /// A run that is not over: closing the window would hide it, leaving would end it.
    bool isBusy() const;

Q_SIGNALS:
    /// The server was changed.
    void applied(int changes);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    using Texts = models::Result<std::vector<client::ImportText>>;

    void build();
    QLayout* buildButtons();
    void retranslate();
    void wirePlanner();
    void read(const QString& summary, QFuture<Texts> texts);
    void planned(const client::PlannedImport& planned);
    void planAgain();
    void apply();
    void run();
    void followRun();
    void showItem(std::size_t item);
    void showProgress();
    void runChanged();
    void refresh();
    void cancel();
    QString summary() const;
    void rollBack();
    void takeBackInterrupted();

    client::Session& m_session;
    client::Changes& m_changes;
    client::Undo m_undo;
    client::ImportPlanner m_planner;
    PlanModel m_model;
    QString m_title; ///< what is imported
    std::vector<client::ImportText> m_texts; ///< to plan again with another choice
    QFuture<Texts> m_reading;
    std::unique_ptr<client::ImportRun> m_run;
    std::optional<client::InterruptedImport> m_interrupted; ///< what is shown is the rest of it
    bool m_isPlanning = false;
    QTimer m_tellProgress;
    SourceBar* m_sources = nullptr;
    MessageBar* m_message = nullptr;
    ComplaintList* m_complaints = nullptr;
    PlanView* m_view = nullptr;
    QCheckBox* m_stopAtFailure = nullptr;
    QCheckBox* m_deleteOthers = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_summary = nullptr;
    QPushButton* m_apply = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_rollBack = nullptr;
    QPushButton* m_report = nullptr;
};

} // namespace ui
