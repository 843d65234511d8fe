// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/imageeditor.h"

#include "client/whendone.h"
#include "ui/forms/layouts.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>

namespace ui {

namespace {

/// Names that the original seeds, by the file endings they run.
QString usualImage(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QLatin1String("py"))
        return QStringLiteral("python3");
    if (ending == QLatin1String("js"))
        return QStringLiteral("nodejs");
    return {};
}

} // namespace

ImageEditor::ImageEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_combo(new QComboBox(this))
{
    bareLayout<QHBoxLayout>(this)->addWidget(m_combo);
    m_combo->setEditable(true);
    m_combo->setInsertPolicy(QComboBox::NoInsert);
    m_combo->setMinimumContentsLength(24);
    m_combo->lineEdit()->setPlaceholderText(QStringLiteral("python3"));
    adopt(m_combo);
    m_combo->setCurrentIndex(-1);
    connect(m_combo, &QComboBox::editTextChanged, this, &FieldEditor::changed);
    client::whenDone(context.session.api().imageNames(), this, [this](models::Result<QStringList> names) {
        if (names)
            offer(*names);
    });
}

QWidget* ImageEditor::input() const
{
    return m_combo;
}

QString ImageEditor::text() const
{
    return m_combo->currentText().trimmed();
}

models::Json ImageEditor::value() const
{
    return models::toStd(text());
}

void ImageEditor::setValue(const models::Json& value)
{
    m_combo->setEditText(value.is_string() ? models::fromStd(value.get_ref<const std::string&>()) : QString());
}

std::optional<QString> ImageEditor::problem() const
{
    return ruleProblem(text());
}

std::optional<QString> ImageEditor::warning() const
{
    if (m_known.isEmpty() || text().isEmpty() || m_known.contains(text()))
        return std::nullopt;
    return tr("The server has no image \"%1\"; it has %2.").arg(text(), m_known.join(QStringLiteral(", ")));
}

void ImageEditor::siblingChanged(const QString& member, const models::Json& value)
{
    if (member != QLatin1String("source") || !value.is_string() || !text().isEmpty())
        return;
    const QString image = usualImage(models::fromStd(value.get_ref<const std::string&>()));
    if (!image.isEmpty())
        m_combo->setEditText(image);
}

void ImageEditor::offer(const QStringList& names)
{
    m_known = names;
    const QString typed = m_combo->currentText();
    {
        const QSignalBlocker quiet(m_combo);
        m_combo->clear();
        m_combo->addItems(names);
        m_combo->setCurrentIndex(names.indexOf(typed));
        m_combo->setEditText(typed);
    }
    Q_EMIT changed();
}

} // namespace ui
