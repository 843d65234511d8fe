// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/events/judgement.h"

#include <QWidget>

class QBoxLayout;
class QButtonGroup;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace ui {

class FilePane;
class JsonEditor;
class LimitedTextEdit;
class MessageBar;
class MessageLabel;

/// The data of an event as JSON, text or a file. What was typed for one of them stays when another one is chosen.
class DataPane final : public QWidget
{
    Q_OBJECT
public:
    /// Texts too long for an editor are kept as files in `keepFolder`.
    explicit DataPane(const QString& keepFolder, QWidget* parent = nullptr);

    /// No changed().
    void showDraft(const models::EventDraft& draft);
    void writeTo(models::EventDraft& draft) const;
    void tell(const Judgement& judgement);
    /// While a long text is being judged.
    void showJudging();
    void focusData();
    void lookAtFileAgain();
    /// Room for one more button beside the modes.
    QBoxLayout* tools() const { return m_tools; }

Q_SIGNALS:
    void changed();
    /// Long data is there now, and with it the places that a judgement speaks of.
    void arrived();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void retranslate();
    QToolButton* addMode(models::DataMode mode, const char* objectName);
    QToolButton* addTool(const char* objectName);
    QWidget* buildJson();
    QWidget* buildText();
    void connectEditor(LimitedTextEdit* editor);
    models::DataMode mode() const;
    void setMode(models::DataMode mode);
    void modeChosen();
    void takeFiles(const QStringList& paths);
    void keep(const QString& text);

    QString m_keepFolder;
    QBoxLayout* m_tools = nullptr;
    QLabel* m_title = nullptr;
    QButtonGroup* m_modes = nullptr;
    QToolButton* m_format = nullptr;
    QToolButton* m_compact = nullptr;
    QToolButton* m_goTo = nullptr;
    MessageBar* m_bar = nullptr;
    QStackedWidget* m_pages = nullptr;
    JsonEditor* m_json = nullptr;
    LimitedTextEdit* m_text = nullptr;
    FilePane* m_file = nullptr;
    MessageLabel* m_message = nullptr;
};

} // namespace ui
