// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

class QLabel;

namespace ui {

/// The strip at the foot of the window that tells what the tour is doing. It makes room for itself and covers nothing.
class TourCaption final : public QToolBar
{
    Q_OBJECT
public:
    explicit TourCaption(QWidget* parent = nullptr);
    void tell(const QString& title, const QString& narration);

Q_SIGNALS:
    void stopRequested();

private:
    QLabel* m_title;
    QLabel* m_narration;
};

} // namespace ui
