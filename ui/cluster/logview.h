// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/podlog.h"

#include <QWidget>

#include <optional>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace ui {

class LogText;
class MessageLabel;

/// The log of one pod: followed, filtered, searched, saved. It stays with its pod, whatever is selected elsewhere.
class LogView final : public QWidget
{
    Q_OBJECT
public:
    /// The commands must outlive it.
    explicit LogView(client::Commands& commands, QWidget* parent = nullptr);

    void open(const QString& context, const models::Pod& pod, bool isPrevious);
    /// What is known of the pod by now: it may have got another container to read.
    void update(const models::Pod& pod);
    const client::PodLog& log() const { return m_log; }
    client::PodLog& log() { return m_log; }

Q_SIGNALS:
    void failed(const models::Failure& failure);
    void said(const QString& text);

private:
    void build();
    void buildControls(QBoxLayout* row);
    void buildSearch(QBoxLayout* row);
    QCheckBox* makeBox(const char* objectName, bool isOn);
    QToolButton* makeButton(const char* objectName, const QString& iconName);
    void connectAll();
    void retranslate();
    void reopen();
    void fillContainers();
    void sayState();
    void sayMatches();
    void copy();
    void save();
    void write(const QString& path);

    client::PodLog m_log;
    QTimer m_soon;
    QString m_context;
    std::optional<models::Pod> m_pod;
    QLabel* m_title = nullptr;
    QComboBox* m_container = nullptr;
    QCheckBox* m_previous = nullptr;
    QCheckBox* m_times = nullptr;
    QCheckBox* m_wrap = nullptr;
    QCheckBox* m_follow = nullptr;
    QLineEdit* m_filter = nullptr;
    QLineEdit* m_search = nullptr;
    QLabel* m_matches = nullptr;
    QToolButton* m_before = nullptr;
    QToolButton* m_next = nullptr;
    QToolButton* m_copy = nullptr;
    QToolButton* m_save = nullptr;
    LogText* m_text = nullptr;
    QLabel* m_sign = nullptr;
    MessageLabel* m_state = nullptr;
};

} // namespace ui
