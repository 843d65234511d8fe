// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/whendone.h"
#include "client/worker.h"

#include <functional>
#include <optional>

namespace ui {

/// Asks on a worker, one question at a time, and hears the answer to the newest question only. A member of its context,
/// so that both end together.
template <typename T> class LatestAnswer final
{
public:
    explicit LatestAnswer(QObject* context)
        : m_context(context)
    {
    }

    void ask(std::function<T()> work, std::function<void(T)> then)
    {
        m_next = Question{std::move(work), std::move(then)};
        if (!m_running)
            start();
    }

    /// The answer to what was asked so far is not wanted any more.
    void forget()
    {
        m_next.reset();
        m_wanted = false;
    }

    bool isWaiting() const { return m_next || (m_running && m_wanted); }

private:
    struct Question
    {
        std::function<T()> work;
        std::function<void(T)> then;
    };

    void start()
    {
        Question question = *std::exchange(m_next, std::nullopt);
        m_running = true;
        m_wanted = true;
        client::whenDone(client::onWorker(std::move(question.work)), m_context,
                         [this, then = std::move(question.then)](T answer) {
                             m_running = false;
                             if (m_next)
                                 start();
                             else if (m_wanted)
                                 then(std::move(answer));
                         });
    }

    QObject* m_context;
    std::optional<Question> m_next;
    bool m_running = false;
    bool m_wanted = false;
};

} // namespace ui
