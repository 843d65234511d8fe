// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/installfile.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace ui {

class FoldOut;
class MessageLabel;

/// The install file as a form: hosts and sign-in at once, the rest folded away. Judged while typing by the rules of the
/// installer. What the form does not show is kept.
class InstallForm final : public QWidget
{
    Q_OBJECT
public:
    explicit InstallForm(QWidget* parent = nullptr);

    const models::InstallFile& file() const { return m_file; }
    void setFile(const models::InstallFile& file);
    /// What is asked of the installer beside the file.
    struct Options
    {
        QString chartsFolder = {}; ///< empty = fetched
        int timeoutSeconds = 600; ///< for each chart
        bool ignoresFailedReleases = false;

        bool operator==(const Options&) const = default;
    };
    Options options() const;
    void setOptions(const Options& options);
    /// What the installer would refuse; empty when it would take the file.
    QString problem() const;
    /// Shows a field of the form, with the focus.
    void goTo(const QString& path);

Q_SIGNALS:
    void changed();

private:
    struct Field
    {
        QString path;
        QWidget* editor = nullptr;
        QLabel* title = nullptr; ///< null when the editor has its own
    };

    void build();
    void buildMore(QFormLayout* form);
    void buildCharts(QFormLayout* form);
    QWidget* makeEditor(const models::InstallSetting& setting);
    void add(const models::InstallSetting& setting, QFormLayout* form);
    void addText(const QString& path, QWidget* editor, QFormLayout* form);
    void retranslate();
    void fill();
    void edited(const QString& path, const QString& text);
    void judge();
    QWidget* editorOf(const QString& path) const;

    models::InstallFile m_file;
    std::vector<Field> m_fields;
    FoldOut* m_more;
    FoldOut* m_charts;
    QCheckBox* m_replace;
    QLineEdit* m_chartsFolder;
    QLabel* m_chartsTitle;
    QSpinBox* m_timeout;
    QLabel* m_timeoutTitle;
    QCheckBox* m_ignore;
    MessageLabel* m_message;
    bool m_isFilling = false;
};

} // namespace ui
