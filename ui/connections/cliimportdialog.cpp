// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/cliimportdialog.h"

#include "client/keychain.h"
#include "client/profilekeeper.h"
#include "client/whendone.h"
#include "ui/forms/layouts.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

namespace ui {

CliImportDialog::CliImportDialog(client::ProfileKeeper& keeper, client::CliConfig config, QWidget* parent)
    : QDialog(parent)
    , m_keeper(keeper)
    , m_config(std::move(config))
    , m_message(new MessageBar(this))
    , m_question(new QLabel(this))
    , m_list(new QListWidget(this))
    , m_remarks(new QLabel(this))
    , m_withSecrets(new QCheckBox(this))
{
    setObjectName(QStringLiteral("dialog.cliimport"));
    m_list->setObjectName(QStringLiteral("cliimport.list"));
    m_remarks->setObjectName(QStringLiteral("cliimport.remarks"));
    m_withSecrets->setObjectName(QStringLiteral("cliimport.secrets"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(m_list, &QListWidget::itemChanged, this, &CliImportDialog::refresh);
    refresh();
}

void CliImportDialog::build()
{
    for (const client::CliContext& context : m_config.contexts) {
        auto* item = new QListWidgetItem(m_list);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
        if (context.isCurrent)
            m_list->setCurrentItem(item);
    }
    m_list->setMinimumWidth(letters(this, 70));
    for (QLabel* label : {m_question, m_remarks}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_remarks->setText(m_config.remarks.join(u'\n'));
    m_remarks->setVisible(!m_config.remarks.isEmpty());
    m_withSecrets->setChecked(true);
    m_withSecrets->setVisible(std::any_of(m_config.contexts.begin(), m_config.contexts.end(),
                                          [](const auto& context) { return !context.secret.isEmpty(); }));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_ok = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_ok->setObjectName(QStringLiteral("cliimport.ok"));
    connect(buttons, &QDialogButtonBox::accepted, this, &CliImportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &CliImportDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addWidget(m_question);
    column->addWidget(m_list, 1);
    column->addWidget(m_remarks);
    column->addWidget(m_withSecrets);
    column->addWidget(buttons);
}

void CliImportDialog::retranslate()
{
    setWindowTitle(tr("Import from the command line"));
    m_question->setText(tr("Which contexts shall become connections? The file of the command line stays as it is."));
    m_list->setAccessibleName(tr("Contexts of the command line"));
    m_withSecrets->setText(tr("Take &cookies and keys along into the keychain"));
    m_ok->setText(tr("&Import"));
    using client::SignInMethod;
    const std::pair<SignInMethod, QString> kWays[] = {{SignInMethod::None, tr("no sign-in")},
                                                      {SignInMethod::Cookie, tr("cookie")},
                                                      {SignInMethod::Token, tr("token")},
                                                      {SignInMethod::ServiceAccount, tr("service account")}};
    for (std::size_t i = 0; i < m_config.contexts.size(); ++i) {
        const client::CliContext& context = m_config.contexts[i];
        const auto* const way = std::find_if(std::begin(kWays), std::end(kWays),
                                             [&](const auto& row) { return row.first == context.profile.signIn; });
        const QString line = tr("%1 – %2 · org %3 · %4")
                                 .arg(context.profile.name, context.profile.base.toString(),
                                      context.profile.organization, way->second);
        m_list->item(static_cast<int>(i))->setText(context.isCurrent ? tr("%1 (current)").arg(line) : line);
    }
}

void CliImportDialog::refresh()
{
    int ticked = 0;
    for (int i = 0; i < m_list->count(); ++i)
        ticked += m_list->item(i)->checkState() == Qt::Checked ? 1 : 0;
    m_ok->setEnabled(ticked > 0 && !m_isSaving);
    m_list->setEnabled(!m_isSaving);
}

void CliImportDialog::accept()
{
    m_wanted.clear();
    for (int i = m_list->count() - 1; i >= 0; --i) {
        if (m_list->item(i)->checkState() == Qt::Checked)
            m_wanted.push_back(static_cast<std::size_t>(i));
    }
    m_isSaving = true;
    if (m_withSecrets->isChecked() && m_keeper.keychain().state() == client::Keychain::State::Unasked)
        m_keeper.keychain().ask();
    refresh();
    saveNext();
}

/// A name that no other connection has.
client::Profile CliImportDialog::named(client::Profile profile) const
{
    const auto& others = m_keeper.store().listing().profiles;
    const auto isTaken = [&others](const QString& name) {
        return std::any_of(others.begin(), others.end(),
                           [&name](const auto& other) { return other.name.compare(name, Qt::CaseInsensitive) == 0; });
    };
    const QString wanted = profile.name;
    for (int number = 2; isTaken(profile.name); ++number)
        profile.name = QStringLiteral("%1 (%2)").arg(wanted).arg(number);
    return profile;
}

void CliImportDialog::saveNext()
{
    if (m_wanted.empty()) {
        Q_EMIT imported(m_saved);
        QDialog::accept();
        return;
    }
    const std::size_t next = m_wanted.back();
    const client::CliContext& context = m_config.contexts[next];
    const bool takes = m_withSecrets->isChecked() && !context.secret.isEmpty();
    client::whenDone(
        m_keeper.save(named(context.profile), std::nullopt, takes ? std::optional(context.secret) : std::nullopt), this,
        [this, next](const models::Result<bool>& saved) {
            if (!saved) {
                m_isSaving = false;
                m_message->showFailure(saved.error());
                refresh();
                return;
            }
            ++m_saved;
            m_wanted.pop_back();
            m_list->item(static_cast<int>(next))->setCheckState(Qt::Unchecked);
            saveNext();
        });
}

} // namespace ui
