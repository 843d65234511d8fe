// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/parameterfield.h"

#include "models/cronschedule.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>

namespace ui {

namespace {

using Type = models::CatalogueParameter::Type;

constexpr int kPreviewTimes = 3;
constexpr int kJsonLines = 4;

/// As the drivers read a flag (Go's strconv.ParseBool; a flag without a value is set); nothing for anything else.
std::optional<bool> flagOf(const QString& text)
{
    for (const char* yes : {"", "1", "t", "T", "TRUE", "true", "True"}) {
        if (text == QLatin1String(yes))
            return true;
    }
    for (const char* no : {"0", "f", "F", "FALSE", "false", "False"}) {
        if (text == QLatin1String(no))
            return false;
    }
    return std::nullopt;
}

} // namespace

QString nextTimesText(const QString& schedule)
{
    const auto cron = models::CronSchedule::parse(schedule);
    if (!cron)
        return {};
    QStringList texts;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QDateTime time = now;
    for (int i = 0; i < kPreviewTimes; ++i) {
        time = cron->next(time);
        if (!time.isValid())
            break;
        texts << (time.date() == now.date() ? time.time().toString(QStringLiteral("HH:mm:ss"))
                                            : time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
    }
    if (texts.isEmpty())
        return QCoreApplication::translate("ui::ParameterField", "This time never comes.");
    return QCoreApplication::translate("ui::ParameterField", "Next: %1 (UTC)").arg(texts.join(QStringLiteral(", ")));
}

ParameterField::ParameterField(const models::CatalogueParameter& parameter, QWidget* parent)
    : QWidget(parent)
    , m_parameter(parameter)
{
    build();
    m_message = new MessageLabel(this);
    layout()->addWidget(m_message);
    QWidget* control = input();
    control->setObjectName(QStringLiteral("parameter.") + parameter.key);
    control->setAccessibleName(parameter.key);
    setFocusProxy(control);
    keepWorded(*this, [this, control] {
        control->setAccessibleDescription(models::helpOf(m_parameter));
        control->setToolTip(m_parameter.example.isEmpty() ? QString() : tr("For example: %1").arg(m_parameter.example));
        judge();
    });
}

void ParameterField::build()
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->setSpacing(lines(this, 1) / 6);
    const QString hint = m_parameter.defaultValue.isEmpty() ? m_parameter.example : m_parameter.defaultValue;
    if (m_parameter.type == Type::Flag) {
        m_flag = new QCheckBox(m_parameter.key, this);
        m_flag->setChecked(m_parameter.defaultValue == QLatin1String("true"));
        connect(m_flag, &QCheckBox::toggled, this, &ParameterField::edited);
    } else if (m_parameter.type == Type::JsonText) {
        m_text = new QPlainTextEdit(this);
        m_text->setTabChangesFocus(true);
        m_text->setFont(monospaceFont(this));
        m_text->setPlaceholderText(hint);
        m_text->setFixedHeight(lines(m_text, kJsonLines) + 2 * m_text->frameWidth());
        connect(m_text, &QPlainTextEdit::textChanged, this, &ParameterField::edited);
    } else {
        m_line = new QLineEdit(this);
        m_line->setPlaceholderText(hint);
        connect(m_line, &QLineEdit::textChanged, this, &ParameterField::edited);
    }
    layout->addWidget(input());
}

QWidget* ParameterField::input() const
{
    if (m_flag)
        return m_flag;
    return m_text ? static_cast<QWidget*>(m_text) : m_line;
}

QString ParameterField::label() const
{
    if (m_flag)
        return {};
    return m_parameter.required ? tr("%1 *").arg(m_parameter.key) : m_parameter.key;
}

QString ParameterField::value() const
{
    if (m_given && !m_changed)
        return *m_given;
    if (m_text)
        return m_text->toPlainText().trimmed();
    if (m_line)
        return m_line->text().trimmed();
    const bool standard = m_parameter.defaultValue == QLatin1String("true");
    if (m_flag->isChecked() == standard && !m_given)
        return {};
    return m_flag->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
}

bool ParameterField::isGiven() const
{
    return !value().isEmpty() || (m_flag && m_given && !m_changed);
}

void ParameterField::setValue(const std::optional<QString>& value)
{
    const bool standard = m_parameter.defaultValue == QLatin1String("true");
    if (m_flag)
        m_flag->setChecked(value ? flagOf(*value).value_or(standard) : standard);
    else if (m_text)
        m_text->setPlainText(value.value_or(QString()));
    else
        m_line->setText(value.value_or(QString()));
    m_given = value;
    m_changed = false;
    judge();
}

std::optional<QString> ParameterField::problem() const
{
    const QString text = value().trimmed();
    if (text.isEmpty()) {
        if (m_parameter.required)
            return tr("The driver does not run without it.");
        return std::nullopt;
    }
    if (m_parameter.type == Type::Number) {
        bool isNumber = false;
        const qint64 number = text.toLongLong(&isNumber);
        if (!isNumber)
            return tr("A whole number is needed.");
        if (number < m_parameter.minimum)
            return tr("At least %1.").arg(m_parameter.minimum);
    } else if (m_parameter.type == Type::Cron) {
        const auto schedule = models::CronSchedule::parse(text);
        if (!schedule)
            return schedule.error();
    } else if (m_parameter.type == Type::JsonText) {
        const auto json = models::parseJson(text.toUtf8());
        if (!json)
            return json.error().summary();
    }
    return std::nullopt;
}

QString ParameterField::remark() const
{
    if (m_flag && m_given && !m_changed && !flagOf(*m_given))
        return tr("It is \"%1\", which is neither true nor false. It stays so until you change it.").arg(*m_given);
    if (m_parameter.type == Type::Cron && !value().isEmpty())
        return nextTimesText(value());
    return models::helpOf(m_parameter);
}

void ParameterField::edited()
{
    m_touched = true;
    m_changed = true;
    judge();
    Q_EMIT changed();
}

void ParameterField::judge()
{
    const auto broken = problem();
    if (broken && m_touched)
        m_message->say(MessageLabel::Tone::Problem, *broken);
    else
        m_message->say(MessageLabel::Tone::Help, remark());
}

} // namespace ui
