// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tour/tourhands.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <vector>

class QMainWindow;

namespace ui {

class TourCaption;

/// One thing the hands do, and how one sees that it happened.
struct TourMove
{
    /// Tried again until it answers true, so that a widget may take its time to appear.
    std::function<bool(const TourHands&)> act;
    /// Null = nothing to wait for.
    std::function<bool(const TourHands&)> happened;
};

/// One step of the main job: what is told, what is done. A picture is taken at its end.
struct TourStep
{
    QString id; ///< file name of the picture, without number and ending
    QString title;
    QString narration;
    std::vector<TourMove> moves;
};

/// How a tour ended.
enum class TourEnd
{
    Done, ///< every step happened
    Stopped, ///< by the person, who closed the window or pressed stop
    Failed
};

/// Plays steps on the real window, one move at a time, without blocking it. Ends once, in finished().
class Tour final : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QString pictureDirectory; ///< empty = no pictures
        int paceMSecs = 900; ///< rest between two moves, so that a person can follow
        int deadlineMSecs = 30'000; ///< for each move
    };

    Tour(QMainWindow& window, std::vector<TourStep> steps, Options options, QObject* parent = nullptr);
    ~Tour() override;

    void start();
    void stop();
    /// Ends it for a reason that lies outside its window.
    void fail(const QString& problem);

Q_SIGNALS:
    void stepStarted(int number, int count, const QString& title, const QString& narration);
    /// The problem is empty when it is done.
    void finished(ui::TourEnd end, const QString& problem);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void beginStep();
    void tick();
    void endMove();
    void endStep();
    void end(TourEnd how, const QString& problem);
    QString savePicture() const;

    QPointer<QMainWindow> m_window;
    std::vector<TourStep> m_steps;
    Options m_options;
    TourHands m_hands;
    QPointer<TourCaption> m_caption;
    QTimer m_timer;
    QElapsedTimer m_moveClock;
    std::size_t m_step = 0;
    std::size_t m_move = 0;
    bool m_acted = false;
    bool m_running = false;
};

} // namespace ui
