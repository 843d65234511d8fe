// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/eventproblems.h"

#include <QWidget>

class QGridLayout;
class QLineEdit;
class QToolButton;

namespace ui {

class MessageLabel;

/// The extensions of an event: rows of name and JSON value, with always one empty row at the end.
class ExtensionsGrid final : public QWidget
{
    Q_OBJECT
public:
    explicit ExtensionsGrid(QWidget* parent = nullptr);

    /// Without the empty rows at the end.
    std::vector<models::ExtensionRow> rows() const;
    /// No changed().
    void setRows(const std::vector<models::ExtensionRow>& rows);
    /// Says at each row what is wrong with it.
    void tell(const std::vector<models::EventProblem>& problems);

Q_SIGNALS:
    void changed();

private:
    struct Row
    {
        QLineEdit* name = nullptr;
        QLineEdit* value = nullptr;
        QToolButton* remove = nullptr;
        MessageLabel* message = nullptr;

        models::ExtensionRow content() const;
    };

    void appendRow(const models::ExtensionRow& content);
    QLineEdit* makeEdit(const QString& text);
    void removeRow(std::size_t at);
    void removeRowOf(const QLineEdit* name);
    void focusNext(const QLineEdit* name);
    void rowEdited();
    void renumber();

    QGridLayout* m_grid;
    int m_nextGridRow = 0;
    std::vector<Row> m_rows;
};

} // namespace ui
