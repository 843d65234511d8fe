// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/tour.h"

#include "ui/tour/tourcaption.h"
#include "ui/tour/tourpicture.h"

#include <QEvent>
#include <QMainWindow>

#include <utility>

namespace ui {

namespace {
constexpr int kLookMSecs = 40;
} // namespace

Tour::Tour(QMainWindow& window, std::vector<TourStep> steps, Options options, QObject* parent)
    : QObject(parent)
    , m_window(&window)
    , m_steps(std::move(steps))
    , m_options(std::move(options))
    , m_hands(window)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Tour::tick);
    window.installEventFilter(this);
}

Tour::~Tour()
{
    if (m_caption)
        m_caption->deleteLater();
}

void Tour::start()
{
    m_running = true;
    m_step = 0;
    m_caption = new TourCaption(m_window);
    m_window->addToolBar(Qt::BottomToolBarArea, m_caption);
    connect(m_caption, &TourCaption::stopRequested, this, &Tour::stop);
    beginStep();
}

void Tour::stop()
{
    end(TourEnd::Stopped, tr("The tour was stopped."));
}

void Tour::fail(const QString& problem)
{
    end(TourEnd::Failed, problem);
}

bool Tour::eventFilter(QObject* watched, QEvent* event)
{
    // Spontaneous is the window that was minimized; it comes back.
    if (event->type() == QEvent::Hide && !event->spontaneous())
        end(TourEnd::Stopped, tr("The window was closed."));
    return QObject::eventFilter(watched, event);
}

void Tour::beginStep()
{
    const TourStep& step = m_steps[m_step];
    const int number = static_cast<int>(m_step) + 1;
    const int count = static_cast<int>(m_steps.size());
    if (m_caption)
        m_caption->tell(tr("%1 of %2: %3").arg(number).arg(count).arg(step.title), step.narration);
    m_move = 0;
    m_acted = false;
    m_moveClock.start();
    Q_EMIT stepStarted(number, count, step.title, step.narration);
    m_timer.start(m_options.paceMSecs);
}

void Tour::tick()
{
    const TourStep& step = m_steps[m_step];
    if (m_move == step.moves.size()) {
        endStep();
        return;
    }
    const TourMove& move = step.moves[m_move];
    if (!m_acted)
        m_acted = !move.act || move.act(m_hands);
    if (m_acted && (!move.happened || move.happened(m_hands))) {
        endMove();
        return;
    }
    if (m_moveClock.hasExpired(m_options.deadlineMSecs)) {
        const QString what = m_acted ? tr("nothing came of it") : tr("the control was not there");
        fail(tr("Step %1 (%2), move %3 did not happen: %4.")
                 .arg(static_cast<int>(m_step) + 1)
                 .arg(step.title)
                 .arg(static_cast<int>(m_move) + 1)
                 .arg(what));
        return;
    }
    m_timer.start(kLookMSecs);
}

void Tour::endMove()
{
    ++m_move;
    m_acted = false;
    m_moveClock.start();
    m_timer.start(m_options.paceMSecs);
}

void Tour::endStep()
{
    if (const QString problem = savePicture(); !problem.isEmpty()) {
        fail(problem);
        return;
    }
    if (++m_step == m_steps.size())
        end(TourEnd::Done, {});
    else
        beginStep();
}

QString Tour::savePicture() const
{
    if (m_options.pictureDirectory.isEmpty() || !m_window)
        return {};
    const QString name = QStringLiteral("%1-%2.png")
                             .arg(static_cast<int>(m_step) + 1, 2, 10, QLatin1Char('0'))
                             .arg(m_steps[m_step].id);
    return saveTourPicture(*m_window, m_options.pictureDirectory, name);
}

void Tour::end(TourEnd how, const QString& problem)
{
    if (!std::exchange(m_running, false))
        return;
    m_timer.stop();
    if (m_caption)
        m_caption->deleteLater();
    if (how == TourEnd::Failed && m_window && !m_options.pictureDirectory.isEmpty())
        saveTourPicture(*m_window, m_options.pictureDirectory, QStringLiteral("failed.png"));
    Q_EMIT finished(how, problem);
}

} // namespace ui
