// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QMainWindow;

namespace ui {

/// The strip at the foot of the window that tells what the tour is doing.
class TourCaption final : public QFrame
{
    Q_OBJECT
public:
    explicit TourCaption(QMainWindow* window);
    void tell(const QString& title, const QString& narration);

Q_SIGNALS:
    void stopRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QLabel* m_title;
    QLabel* m_narration;
};

} // namespace ui
