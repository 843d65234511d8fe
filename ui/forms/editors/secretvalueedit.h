// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace ui {

/// A hidden text that may have several lines, for example a PEM key. While hidden it paints a mask of fixed width,
/// which tells nothing about the length, and gives nothing to the clipboard.
class SecretValueEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit SecretValueEdit(QWidget* parent = nullptr);

    /// What was set, to the letter, until somebody edits it: the widget has only one kind of line end and of space.
    QString text() const;
    void setText(const QString& text);
    void setShown(bool shown);
    bool isShown() const { return m_shown; }
    /// Forgets the text and its undo history.
    void wipe();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    QMimeData* createMimeDataFromSelection() const override;
    void changeEvent(QEvent* event) override;

private:
    void fitHeight();

    QString m_given;
    bool m_shown = false;
};

} // namespace ui
