// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pairs.h"

#include <QWidget>

class QGridLayout;
class QLineEdit;
class QToolButton;

namespace ui {

class SecretValueEdit;

/// Rows of key and value with always one empty row at the end. Values are one line, or hidden ones that may have many.
class PairRows final : public QWidget
{
    Q_OBJECT
public:
    enum class Values
    {
        Plain,
        Hidden
    };

    PairRows(Values values, const QString& objectName, QWidget* parent = nullptr);

    std::vector<models::Pair> pairs() const;
    void setPairs(const std::vector<models::Pair>& pairs);
    void setValuesShown(bool shown);
    /// Into the empty row at the end.
    void addPair(const models::Pair& pair);
    std::optional<QString> problem() const;
    QWidget* firstInput() const;
    void wipe();

Q_SIGNALS:
    void changed();

private:
    struct Row
    {
        QLineEdit* key = nullptr;
        QLineEdit* plain = nullptr;
        SecretValueEdit* hidden = nullptr;
        QToolButton* remove = nullptr;

        models::Pair pair() const;
        bool isEmpty() const;
        QWidget* valueWidget() const;
    };

    void appendRow(const models::Pair& pair);
    void removeRow(const QLineEdit* key);
    void rowEdited();
    void renumber();

    Values m_values;
    bool m_shown = false;
    QGridLayout* m_grid;
    int m_nextGridRow = 0;
    std::vector<Row> m_rows;
};

} // namespace ui
