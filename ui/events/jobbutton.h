// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace ui {

class Jobs;

/// "1 job running", to bring its window back. Hidden while none runs.
class JobButton final : public QPushButton
{
    Q_OBJECT
public:
    /// The jobs must outlive the button.
    explicit JobButton(const Jobs& jobs, QWidget* parent = nullptr);

private:
    void refresh();

    const Jobs& m_jobs;
};

} // namespace ui
