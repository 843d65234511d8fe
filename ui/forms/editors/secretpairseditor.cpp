// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/secretpairseditor.h"

#include "ui/forms/editors/pairrows.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QStringDecoder>

namespace ui {

namespace {
/// Kubernetes keeps no larger secret.
constexpr qint64 kMaxFileBytes = 1024 * 1024;
} // namespace

SecretPairsEditor::SecretPairsEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_rows(new PairRows(PairRows::Values::Hidden, QStringLiteral("field.") + member(), this))
    , m_show(new QCheckBox(this))
    , m_fromFile(new QPushButton(this))
    , m_message(new MessageLabel(this))
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->addWidget(m_rows);
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_show);
    tools->addStretch();
    tools->addWidget(m_fromFile);
    layout->addLayout(tools);
    layout->addWidget(m_message);
    m_message->setObjectName(QStringLiteral("field.secrets.message"));
    m_show->setObjectName(QStringLiteral("field.secrets.show"));
    m_fromFile->setObjectName(QStringLiteral("field.secrets.file"));
    m_fromFile->setAutoDefault(false);
    keepWorded(*this, [this] {
        m_rows->setAccessibleName(models::labelOf(this->field()));
        m_show->setText(tr("S&how values"));
        m_fromFile->setText(tr("Value from &file…"));
    });
    connect(m_rows, &PairRows::changed, this, [this] {
        m_message->say(MessageLabel::Tone::Help, {});
        Q_EMIT changed();
    });
    connect(m_show, &QCheckBox::toggled, m_rows, &PairRows::setValuesShown);
    connect(m_fromFile, &QPushButton::clicked, this, &SecretPairsEditor::pickFile);
}

QWidget* SecretPairsEditor::input() const
{
    return m_rows->firstInput();
}

models::Json SecretPairsEditor::value() const
{
    models::Json object = models::Json::object();
    for (const models::Pair& pair : m_rows->pairs())
        object[models::toStd(pair.key)] = models::toStd(pair.value);
    return object;
}

void SecretPairsEditor::setValue(const models::Json& value)
{
    std::vector<models::Pair> pairs;
    if (value.is_object()) {
        for (const auto& [key, text] : value.items()) {
            if (text.is_string())
                pairs.push_back({models::fromStd(key), models::fromStd(text.get_ref<const std::string&>())});
        }
    }
    m_rows->setPairs(pairs);
    Q_EMIT changed();
}

std::optional<QString> SecretPairsEditor::problem() const
{
    if (m_rows->pairs().empty())
        return tr("A secret needs at least one key.");
    return m_rows->problem();
}

void SecretPairsEditor::wipe()
{
    m_rows->wipe();
}

void SecretPairsEditor::pickFile()
{
    auto* dialog = new QFileDialog(this, tr("A file that becomes one value"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SecretPairsEditor::readFile);
    dialog->open();
}

void SecretPairsEditor::readFile(const QString& path)
{
    QFile file(path);
    QString problem;
    if (!file.open(QIODevice::ReadOnly)) {
        problem = tr("%1 cannot be read: %2").arg(path, file.errorString());
    } else if (file.size() > kMaxFileBytes) {
        problem = tr("%1 is larger than 1 MB, too large for a secret.").arg(path);
    } else {
        QStringDecoder decode(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
        const QString text = decode(file.readAll());
        if (decode.hasError())
            problem = tr("%1 is not text (UTF-8). Encode it first, for example with base64.").arg(path);
        else
            m_rows->addPair({QFileInfo(path).fileName(), text});
    }
    m_message->say(MessageLabel::Tone::Problem, problem);
    Q_EMIT changed();
}

} // namespace ui
