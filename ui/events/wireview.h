// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/events/wiretext.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace ui {

class MessageLabel;

/// The exact request as it will go, its sizes, and the same for other tools. Only what is in front is made, on a worker
/// thread, a moment after the last change; texts are shortened, but Copy takes all.
class WireView final : public QWidget
{
    Q_OBJECT
public:
    /// The connection must outlive the view.
    explicit WireView(const client::Connection& connection, QWidget* parent = nullptr);

    /// A resolved draft without problems.
    void setEvent(const models::EventDraft& resolved, bool timeIsChosen);
    /// The draft cannot be sent as it is; translated.
    void setProblem(const QString& why);

Q_SIGNALS:
    /// What is in front is up to date.
    void shown();

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Made
    {
        models::Snippet text;
        WireSizes sizes;
    };

    QPlainTextEdit* addPage(const QString& id);
    void retranslate();
    void later();
    void make();
    void present(const Made& made);
    void lookAtFile();
    void copy();
    QString sizesText(const WireSizes& sizes) const;
    static models::Snippet full(const WireSubject& subject, int page);
    static Made makePage(const WireSubject& subject, int page);

    const client::Connection& m_connection;
    std::optional<WireSubject> m_subject;
    QString m_problem;
    QTimer m_soon;
    int m_round = 0; ///< answers to earlier rounds are dropped
    bool m_dirty = true;
    QLabel* m_sizes;
    MessageLabel* m_note;
    QTabWidget* m_tabs;
    QPushButton* m_copy;
};

} // namespace ui
