// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/templatebar.h"

#include "client/whendone.h"
#include "ui/events/templatedialog.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"

#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolBar>
#include <QToolButton>
#include <QUrl>

#include <algorithm>

namespace ui {

using client::TemplateFile;
using models::EventTemplate;
using models::Result;

namespace {

/// More complaints than these are counted.
constexpr std::size_t kMostComplaints = 3;

QString withoutMnemonic(QString text)
{
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

QString hintOf(const TemplateFile& file)
{
    return file.content.description.isEmpty() ? file.path : file.content.description + QLatin1Char('\n') + file.path;
}

} // namespace

TemplateBar::TemplateBar(client::TemplateFolder& folder, Draft draft, QWidget* parent)
    : QWidget(parent)
    , m_folder(folder)
    , m_draft(std::move(draft))
    , m_button(new QPushButton(this))
    , m_menu(new QMenu(m_button))
    , m_pinned(new QToolBar(this))
    , m_broken(new MessageLabel(this))
{
    setObjectName(QStringLiteral("event.templates"));
    m_button->setObjectName(QStringLiteral("event.templates.menu"));
    m_button->setMenu(m_menu);
    m_menu->setToolTipsVisible(true);
    m_pinned->setObjectName(QStringLiteral("event.templates.pinned"));
    m_pinned->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_broken->setObjectName(QStringLiteral("event.templates.broken"));
    auto* column = bareLayout<QVBoxLayout>(this);
    auto* row = new QHBoxLayout;
    row->addWidget(m_button);
    row->addWidget(m_pinned, 1);
    column->addLayout(row);
    column->addWidget(m_broken);
    connect(m_menu, &QMenu::aboutToShow, this, &TemplateBar::fillMenu);
    connect(&m_folder, &client::TemplateFolder::changed, this, &TemplateBar::refresh);
    retranslate();
}

void TemplateBar::retranslate()
{
    setAccessibleName(tr("Templates"));
    m_button->setText(tr("Tem&plates"));
    m_button->setAccessibleName(tr("Templates"));
    m_pinned->setAccessibleName(tr("Pinned templates"));
    refresh();
}

void TemplateBar::refresh()
{
    m_pinned->clear();
    for (const TemplateFile& file : m_folder.templates()) {
        if (!file.content.pinned)
            continue;
        QAction* action = m_pinned->addAction(withoutMnemonic(file.content.name), this, [this, file] { use(file); });
        action->setToolTip(hintOf(file));
        auto* button = qobject_cast<QToolButton*>(m_pinned->widgetForAction(action));
        button->setAutoRaise(false);
        button->setObjectName(QStringLiteral("event.templates.pinned.") + file.content.name);
        button->setAccessibleName(tr("Template %1").arg(file.content.name));
        button->setFocusPolicy(Qt::StrongFocus);
    }
    QStringList lines;
    const auto& broken = m_folder.broken();
    for (std::size_t i = 0; i < std::min(broken.size(), kMostComplaints); ++i)
        lines << tr("%1 is no template and was left alone: %2")
                     .arg(QFileInfo(broken[i].path).fileName(), broken[i].failure.cameBack);
    if (broken.size() > kMostComplaints)
        lines << tr("… and %n more file(s).", nullptr, static_cast<int>(broken.size() - kMostComplaints));
    m_broken->say(MessageLabel::Tone::Warning, lines.join(QLatin1Char('\n')));
}

void TemplateBar::fillMenu()
{
    m_menu->clear();
    // Which leaves the menus in it.
    qDeleteAll(m_menu->findChildren<QMenu*>(Qt::FindDirectChildrenOnly));
    for (const TemplateFile& file : m_folder.templates()) {
        QAction* action = m_menu->addAction(withoutMnemonic(file.content.name), this, [this, file] { use(file); });
        action->setObjectName(QStringLiteral("event.templates.use.") + file.content.name);
        action->setToolTip(hintOf(file));
    }
    if (m_folder.templates().empty())
        m_menu->addAction(tr("No templates yet"))->setEnabled(false);
    m_menu->addSeparator();
    m_menu->addAction(tr("&Save as template…"), this, &TemplateBar::saveAs)
        ->setObjectName(QStringLiteral("event.templates.save"));
    addChoices(tr("&Update with this draft"), QStringLiteral("update"), &TemplateBar::update);
    addChoices(tr("&Rename, describe, pin"), QStringLiteral("rename"), &TemplateBar::rename);
    addChoices(tr("&Delete"), QStringLiteral("delete"), &TemplateBar::askToRemove);
    m_menu->addSeparator();
    m_menu->addAction(tr("&Open the folder"), this, &TemplateBar::openFolder)
        ->setObjectName(QStringLiteral("event.templates.folder"));
}

/// One action for each template, because there is no "current" one that an action could mean.
void TemplateBar::addChoices(const QString& title, const QString& objectName, void (TemplateBar::*act)(TemplateFile))
{
    QMenu* choices = m_menu->addMenu(title);
    choices->setEnabled(!m_folder.templates().empty());
    for (const TemplateFile& file : m_folder.templates()) {
        QAction* action = choices->addAction(withoutMnemonic(file.content.name) + QStringLiteral("…"), this,
                                             [this, file, act] { (this->*act)(file); });
        action->setObjectName(QStringLiteral("event.templates.%1.%2").arg(objectName, file.content.name));
    }
}

void TemplateBar::use(TemplateFile file)
{
    Q_EMIT chosen(file.content);
}

void TemplateBar::update(TemplateFile file)
{
    file.content.draft = m_draft();
    client::whenDone(m_folder.save(file.content, file.path), this, [this](const Result<QString>& saved) {
        if (!saved)
            Q_EMIT failed(saved.error());
    });
}

void TemplateBar::saveAs()
{
    const EventTemplate content{{}, {}, true, m_draft()};
    TemplateDialog* dialog = openDialog(content);
    connect(dialog, &TemplateDialog::saveRequested, this, [this, dialog, content] { write(dialog, content, {}); });
}

void TemplateBar::rename(TemplateFile file)
{
    TemplateDialog* dialog = openDialog(file.content);
    connect(dialog, &TemplateDialog::saveRequested, this, [this, dialog, file] {
        if (dialog->name() == file.content.name) {
            write(dialog, file.content, file.path);
            return;
        }
        client::whenDone(m_folder.rename(file.path, dialog->name()), dialog,
                         [this, dialog, file](const Result<QString>& renamed) {
                             if (renamed)
                                 write(dialog, file.content, *renamed);
                             else
                                 dialog->showProblem(renamed.error().summary());
                         });
    });
}

TemplateDialog* TemplateBar::openDialog(const EventTemplate& content)
{
    auto* dialog = new TemplateDialog(content.name, content.description, content.pinned, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

void TemplateBar::write(TemplateDialog* dialog, EventTemplate content, const QString& path)
{
    content.name = dialog->name();
    content.description = dialog->description();
    content.pinned = dialog->isPinned();
    client::whenDone(m_folder.save(content, path), dialog, [dialog](const Result<QString>& saved) {
        if (saved)
            dialog->accept();
        else
            dialog->showProblem(saved.error().summary());
    });
}

void TemplateBar::askToRemove(TemplateFile file)
{
    auto* box = new QMessageBox(QMessageBox::Question, tr("Delete a template"),
                                tr("Delete the template %1?").arg(file.content.name), QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("event.templates.question"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("The file %1 goes with it.").arg(file.path));
    QPushButton* yes = box->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this, path = file.path] {
        client::whenDone(m_folder.remove(path), this, [this](const Result<bool>& removed) {
            if (!removed)
                Q_EMIT failed(removed.error());
        });
    });
    box->open();
}

void TemplateBar::openFolder()
{
    QDir().mkpath(m_folder.path());
    if (QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder.path())))
        return;
    models::Failure failure;
    failure.kind = models::FailureKind::Process;
    failure.tried = tr("open the folder of templates");
    failure.meaning = tr("No program on this desktop opens folders.");
    failure.remedy = tr("The templates are in %1.").arg(m_folder.path());
    Q_EMIT failed(failure);
}

void TemplateBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
