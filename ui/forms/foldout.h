// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QToolButton;

namespace ui {

/// A part of a form that is folded away at first.
class FoldOut final : public QWidget
{
    Q_OBJECT
public:
    /// `title` is asked again when the language changes.
    explicit FoldOut(const std::function<QString()>& title, QWidget* parent = nullptr);

    /// Put a layout on this.
    QWidget* content() const { return m_content; }
    void setOpen(bool open);

private:
    QToolButton* m_toggle;
    QWidget* m_content;
};

} // namespace ui
