// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/forwarddialog.h"

#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace ui {

namespace {

constexpr int kLargestPort = 65'535;
constexpr int kFirstFree = 1'024; ///< those below belong to the system

} // namespace

ForwardDialog::ForwardDialog(const QString& context, const models::Pod& pod, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_pod(pod)
    , m_question(new QLabel(this))
    , m_remoteTitle(new QLabel(this))
    , m_remote(new QComboBox(this))
    , m_localTitle(new QLabel(this))
    , m_local(new QSpinBox(this))
    , m_hint(new MessageLabel(this))
{
    setObjectName(QStringLiteral("dialog.forward"));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    keepWorded(*this, [this] { retranslate(); });
    m_remote->setFocus();
    const int width = letters(this, 60);
    resize(width, layout()->totalHeightForWidth(width));
}

void ForwardDialog::build()
{
    m_question->setTextFormat(Qt::PlainText);
    m_question->setWordWrap(true);
    m_remote->setObjectName(QStringLiteral("forward.remote"));
    m_remote->setEditable(true);
    m_remote->setInsertPolicy(QComboBox::NoInsert);
    m_remote->setValidator(new QIntValidator(1, kLargestPort, m_remote));
    for (const models::PodContainer& container : m_pod.containers) {
        for (const int port : container.ports) {
            if (m_remote->findText(QString::number(port)) < 0)
                m_remote->addItem(QString::number(port));
        }
    }
    // What the components of Dispatch serve on, though their descriptions do not all say so.
    if (m_remote->count() == 0)
        m_remote->addItem(QStringLiteral("80"));
    m_local->setObjectName(QStringLiteral("forward.local"));
    m_local->setRange(0, kLargestPort);
    m_hint->setObjectName(QStringLiteral("forward.hint"));
    m_remoteTitle->setBuddy(m_remote);
    m_localTitle->setBuddy(m_local);
    auto* form = new QFormLayout;
    form->addRow(m_remoteTitle, m_remote);
    form->addRow(m_localTitle, m_local);
    auto* buttons = new QDialogButtonBox(this);
    m_start = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_start->setObjectName(QStringLiteral("forward.start"));
    m_cancel = buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    m_cancel->setObjectName(QStringLiteral("forward.cancel"));
    m_start->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_question);
    column->addLayout(form);
    column->addWidget(m_hint);
    column->addStretch();
    column->addWidget(buttons);
    connect(m_remote, &QComboBox::editTextChanged, this, &ForwardDialog::validate);
    connect(m_local, &QSpinBox::valueChanged, this, &ForwardDialog::validate);
    connect(buttons, &QDialogButtonBox::accepted, this, &ForwardDialog::choose);
    // The completer of the list keeps Enter for itself.
    connect(m_remote->lineEdit(), &QLineEdit::returnPressed, this, &ForwardDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &ForwardDialog::reject);
}

void ForwardDialog::retranslate()
{
    setWindowTitle(tr("Forward a port"));
    m_question->setText(tr("Reach a port of %1 from this machine.").arg(m_pod.name));
    m_remoteTitle->setText(tr("&Port of the pod"));
    m_remote->setAccessibleName(tr("Port of the pod"));
    m_localTitle->setText(tr("Port &here"));
    m_local->setAccessibleName(tr("Port on this machine"));
    m_local->setSpecialValueText(tr("any free one"));
    m_start->setText(tr("&Forward"));
    m_cancel->setText(tr("&Cancel"));
    validate();
}

int ForwardDialog::remotePort() const
{
    const int port = m_remote->currentText().toInt();
    return port > 0 && port <= kLargestPort ? port : 0;
}

void ForwardDialog::validate()
{
    m_start->setEnabled(remotePort() > 0);
    if (remotePort() == 0)
        m_hint->say(MessageLabel::Tone::Problem, tr("A port is a number from 1 to %1.").arg(kLargestPort));
    else if (m_local->value() > 0 && m_local->value() < kFirstFree)
        m_hint->say(MessageLabel::Tone::Warning,
                    tr("Ports below %1 are for the system: this may be refused.").arg(kFirstFree));
    else
        m_hint->say(MessageLabel::Tone::Help, tr("Only programs on this machine reach it. It ends with the console."));
}

void ForwardDialog::choose()
{
    if (remotePort() == 0 || !isVisible())
        return;
    client::PortForward wanted;
    wanted.context = m_context;
    wanted.nameSpace = m_pod.nameSpace;
    wanted.pod = m_pod.name;
    wanted.uid = m_pod.uid;
    wanted.remotePort = remotePort();
    wanted.localPort = m_local->value();
    Q_EMIT chosen(wanted);
    accept();
}

} // namespace ui
