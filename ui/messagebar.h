// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/failure.h"

#include <QFrame>

#include <optional>

class QBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTimer;
class QToolButton;

namespace ui {

/// Says what happened, in place and without stopping anybody. A failure stays until it is closed or replaced, with all
/// its parts and the raw answer one click away; a notice goes by itself. Hidden while it has nothing to say.
class MessageBar final : public QFrame
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    void showFailure(const models::Failure& failure);
    void showNotice(const QString& text);
    void clear();
    /// A button beside the words, for example "Retry now". Null text takes it away.
    void setRemedy(const QString& text);
    bool showsFailure() const { return m_failure.has_value(); }
    bool shows(const models::Failure& failure) const { return m_failure == failure; }
    /// What is written, for tests and the accessible description.
    QString text() const;

Q_SIGNALS:
    void remedyRequested();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void retranslate();
    void recolour();
    void present(const QString& word, const QString& text);
    QString details() const;

    std::optional<models::Failure> m_failure;
    QBoxLayout* m_line = nullptr;
    QLabel* m_mark = nullptr;
    QLabel* m_text = nullptr;
    QPushButton* m_remedy = nullptr;
    QToolButton* m_detailsButton = nullptr;
    QToolButton* m_copy = nullptr;
    QToolButton* m_close = nullptr;
    QPlainTextEdit* m_details = nullptr;
    QTimer* m_fade = nullptr;
};

} // namespace ui
