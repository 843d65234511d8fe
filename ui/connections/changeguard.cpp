// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/changeguard.h"

#include "ui/connections/connectionband.h"
#include "ui/forms/layouts.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

namespace {

/// Asks for the name of a protected connection.
class NameQuestion final : public QDialog
{
    Q_DECLARE_TR_FUNCTIONS(ui::NameQuestion)

public:
    NameQuestion(const client::Connection& connection, const QString& what, QWidget* parent)
        : QDialog(parent)
    {
        setObjectName(QStringLiteral("dialog.confirmname"));
        setAttribute(Qt::WA_DeleteOnClose);
        setWindowTitle(tr("Change a protected server?"));
        auto* words
            = new QLabel(tr("%1 To go on, type the name of the connection: %2").arg(what, connection.name), this);
        words->setTextFormat(Qt::PlainText);
        words->setWordWrap(true);
        words->setMinimumWidth(letters(this, 50));
        auto* name = new QLineEdit(this);
        name->setObjectName(QStringLiteral("confirmname.name"));
        name->setAccessibleName(tr("Name of the connection"));
        auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
        auto* ok = buttons->addButton(tr("&Change it"), QDialogButtonBox::AcceptRole);
        ok->setObjectName(QStringLiteral("confirmname.ok"));
        ok->setEnabled(false);
        connect(name, &QLineEdit::textChanged, ok,
                [ok, wanted = connection.name](const QString& typed) { ok->setEnabled(typed == wanted); });
        connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
        connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
        auto* column = new QVBoxLayout(this);
        column->addWidget(new ConnectionBand(connection, ConnectionBand::Place::Dialog, this));
        column->addWidget(words);
        column->addWidget(name);
        column->addWidget(buttons);
        name->setFocus();
    }
};

} // namespace

bool mayChange(const client::Connection& connection)
{
    return connection.protection != client::Protection::ReadOnly;
}

void whenConfirmed(QWidget& asker, const client::Connection& connection, const QString& what,
                   const std::function<void()>& then)
{
    if (connection.protection != client::Protection::Protected) {
        then();
        return;
    }
    auto* question = new NameQuestion(connection, what, &asker);
    QObject::connect(question, &QDialog::accepted, &asker, then);
    question->open();
}

} // namespace ui
