// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wording.h"

#include <QEvent>
#include <QWidget>

namespace ui {

namespace {

class Wording final : public QObject
{
public:
    Wording(QWidget& widget, std::function<void()> say)
        : QObject(&widget)
        , m_say(std::move(say))
    {
        widget.installEventFilter(this);
    }

    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::LanguageChange)
            m_say();
        return false;
    }

private:
    std::function<void()> m_say;
};

} // namespace

void keepWorded(QWidget& widget, std::function<void()> say)
{
    say();
    new Wording(widget, std::move(say));
}

} // namespace ui
