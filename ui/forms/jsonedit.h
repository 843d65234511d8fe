// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/json.h"

#include <QPlainTextEdit>

#include <optional>

namespace ui {

/// Edits one JSON value, or none. Says where it stops being JSON.
class JsonEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit JsonEdit(QWidget* parent = nullptr);

    bool isEmptyText() const;
    /// The value. Nothing when the text is empty or wrong.
    std::optional<models::Json> json() const;
    /// What is wrong, with line and column; nothing when the text is empty or JSON.
    std::optional<QString> problem() const;

private:
    void check();

    std::optional<models::Json> m_json;
    std::optional<QString> m_problem;
};

} // namespace ui
