// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace ui {

/// The line below a field: help, a warning or a problem. Sign and colour say which, and the colour follows the palette.
class MessageLabel final : public QLabel
{
    Q_OBJECT
public:
    enum class Tone
    {
        Help,
        Warning,
        Problem
    };

    explicit MessageLabel(QWidget* parent = nullptr);

    void say(Tone tone, const QString& text);
    Tone tone() const { return m_tone; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintTone();

    Tone m_tone = Tone::Help;
    bool m_painting = false;
};

} // namespace ui
