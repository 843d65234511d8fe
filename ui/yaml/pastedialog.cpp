// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/pastedialog.h"

#include "ui/forms/layouts.h"
#include "ui/forms/limitedtextedit.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

namespace ui {

PasteDialog::PasteDialog(QWidget* parent)
    : QDialog(parent)
    , m_text(new LimitedTextEdit(this))
    , m_hint(new MessageLabel(this))
{
    setObjectName(QStringLiteral("dialog.import.paste"));
    m_text->setObjectName(QStringLiteral("import.text"));
    m_text->setFont(monospaceFont(this));
    m_text->setTabChangesFocus(true);
    auto* title = new QLabel(this);
    title->setBuddy(m_text);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_ok = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_ok->setObjectName(QStringLiteral("import.text.ok"));
    m_ok->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(title);
    column->addWidget(m_text, 1);
    column->addWidget(m_hint);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &PasteDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &PasteDialog::reject);
    connect(m_text, &QPlainTextEdit::textChanged, this, &PasteDialog::validate);
    connect(m_text, &LimitedTextEdit::tooLong, this, &PasteDialog::give);
    connect(m_text, &LimitedTextEdit::filesOffered, this, [this](const QStringList& paths) {
        Q_EMIT filesGiven(paths);
        QDialog::accept();
    });
    resize(letters(this, 90), lines(this, 30));
    keepWorded(*this, [this, title] {
        setWindowTitle(tr("Import pasted text"));
        title->setText(tr("&YAML or JSON"));
        m_ok->setText(tr("&Continue"));
        m_text->setAccessibleName(tr("YAML or JSON to import"));
        validate();
    });
    const QString copied = QGuiApplication::clipboard()->text();
    if (copied.contains(QStringLiteral("kind")) && LimitedTextEdit::fits(copied))
        m_text->setExactText(copied);
    validate();
}

void PasteDialog::validate()
{
    const bool empty = m_text->document()->isEmpty();
    m_ok->setEnabled(!empty && m_text->isWhole());
    m_hint->say(MessageLabel::Tone::Help,
                empty ? tr("One or more documents with a kind, separated by lines of three dashes.") : QString());
}

void PasteDialog::give(const QString& text)
{
    Q_EMIT textGiven(text);
    QDialog::accept();
}

void PasteDialog::accept()
{
    if (m_ok->isEnabled())
        give(m_text->exactText());
}

} // namespace ui
