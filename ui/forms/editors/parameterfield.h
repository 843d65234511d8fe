// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/drivercatalogue.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace ui {

class MessageLabel;

/// One setting of a known driver, with its help, its default and its own rules. Empty = not given, the driver's
/// default.
class ParameterField final : public QWidget
{
    Q_OBJECT
public:
    ParameterField(const models::CatalogueParameter& parameter, QWidget* parent = nullptr);

    const models::CatalogueParameter& parameter() const { return m_parameter; }
    QString value() const;
    /// Also a flag without a value.
    bool isGiven() const;
    /// Not given when there is none.
    void setValue(const std::optional<QString>& value);
    std::optional<QString> problem() const;
    QWidget* input() const;
    QString label() const;

Q_SIGNALS:
    void changed();

private:
    void build();
    void edited();
    void judge();
    QString remark() const;

    const models::CatalogueParameter m_parameter;
    std::optional<QString> m_given; ///< goes back as it came until somebody changes it
    bool m_changed = false; ///< since then
    bool m_touched = false;
    QCheckBox* m_flag = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QLineEdit* m_line = nullptr;
    MessageLabel* m_message = nullptr;
};

/// "The next times: 12:00:10, 12:00:20, 12:00:30 UTC", or nothing for a schedule that cannot be read.
QString nextTimesText(const QString& schedule);

} // namespace ui
