// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/templatefolder.h"

#include <QWidget>

#include <functional>

class QMenu;
class QPushButton;
class QToolBar;

namespace ui {

class MessageLabel;
class TemplateDialog;

/// The named drafts: pinned ones as buttons, all of them in a menu with what can be done to them. Files that are none
/// are told with what is wrong, and left alone.
class TemplateBar final : public QWidget
{
    Q_OBJECT
public:
    using Draft = std::function<models::EventDraft()>;

    /// `draft` answers what is being composed, to be saved. The folder must outlive the bar.
    TemplateBar(client::TemplateFolder& folder, Draft draft, QWidget* parent = nullptr);

Q_SIGNALS:
    /// A template is to be used.
    void chosen(const models::EventTemplate& content);
    void failed(const models::Failure& failure);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    void fillMenu();
    void addChoices(const QString& title, const QString& objectName, void (TemplateBar::*act)(client::TemplateFile));
    void use(client::TemplateFile file);
    void update(client::TemplateFile file);
    void rename(client::TemplateFile file);
    void askToRemove(client::TemplateFile file);
    void saveAs();
    void openFolder();
    TemplateDialog* openDialog(const models::EventTemplate& content);
    void write(TemplateDialog* dialog, models::EventTemplate content, const QString& path);

    client::TemplateFolder& m_folder;
    const Draft m_draft;
    QPushButton* m_button;
    QMenu* m_menu;
    QToolBar* m_pinned;
    MessageLabel* m_broken;
};

} // namespace ui
