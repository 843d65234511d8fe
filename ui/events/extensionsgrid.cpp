// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/extensionsgrid.h"

#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

namespace ui {

models::ExtensionRow ExtensionsGrid::Row::content() const
{
    return {name->text(), value->text()};
}

ExtensionsGrid::ExtensionsGrid(QWidget* parent)
    : QWidget(parent)
    , m_grid(bareLayout<QGridLayout>(this))
{
    setObjectName(QStringLiteral("event.extensions"));
    m_grid->setColumnStretch(0, 2);
    m_grid->setColumnStretch(1, 3);
    appendRow({});
    keepWorded(*this, [this] { renumber(); });
}

std::vector<models::ExtensionRow> ExtensionsGrid::rows() const
{
    std::vector<models::ExtensionRow> rows;
    for (const Row& row : m_rows)
        rows.push_back(row.content());
    while (!rows.empty() && rows.back().isBlank())
        rows.pop_back();
    return rows;
}

void ExtensionsGrid::setRows(const std::vector<models::ExtensionRow>& rows)
{
    if (rows == this->rows())
        return;
    const QSignalBlocker quiet(this);
    while (!m_rows.empty())
        removeRow(m_rows.size() - 1);
    for (const models::ExtensionRow& row : rows)
        appendRow(row);
    appendRow({});
}

void ExtensionsGrid::tell(const std::vector<models::EventProblem>& problems)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto found = std::find_if(problems.begin(), problems.end(), [i](const models::EventProblem& one) {
            return one.row == static_cast<int>(i) || (one.row < 0 && i == 0);
        });
        if (found == problems.end())
            m_rows[i].message->say(MessageLabel::Tone::Help, {});
        else if (found->severity == models::Severity::Problem)
            m_rows[i].message->say(MessageLabel::Tone::Problem, found->explanation);
        else
            m_rows[i].message->say(MessageLabel::Tone::Warning, found->explanation);
    }
}

QLineEdit* ExtensionsGrid::makeEdit(const QString& text)
{
    auto* edit = new QLineEdit(text, this);
    connect(edit, &QLineEdit::textChanged, this, &ExtensionsGrid::rowEdited);
    return edit;
}

void ExtensionsGrid::appendRow(const models::ExtensionRow& content)
{
    Row row;
    row.name = makeEdit(content.name);
    row.value = makeEdit(content.value);
    row.value->setFont(monospaceFont(this));
    row.remove = new QToolButton(this);
    row.remove->setText(QStringLiteral("\u2715"));
    row.remove->setAutoRaise(true);
    row.remove->setFocusPolicy(Qt::StrongFocus);
    row.message = new MessageLabel(this);
    row.message->say(MessageLabel::Tone::Help, {});
    connect(row.remove, &QToolButton::clicked, this, [this, name = row.name] { removeRowOf(name); });
    connect(row.value, &QLineEdit::returnPressed, this, [this, name = row.name] { focusNext(name); });
    m_grid->addWidget(row.name, m_nextGridRow, 0);
    m_grid->addWidget(row.value, m_nextGridRow, 1);
    m_grid->addWidget(row.remove, m_nextGridRow, 2);
    m_grid->addWidget(row.message, m_nextGridRow + 1, 0, 1, 3);
    m_nextGridRow += 2;
    m_rows.push_back(row);
    renumber();
}

void ExtensionsGrid::removeRow(std::size_t at)
{
    const Row row = m_rows[at];
    for (QWidget* widget : {static_cast<QWidget*>(row.name), static_cast<QWidget*>(row.value),
                            static_cast<QWidget*>(row.remove), static_cast<QWidget*>(row.message)}) {
        widget->hide();
        widget->disconnect(this);
        widget->setObjectName({});
        widget->deleteLater();
    }
    m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(at));
}

void ExtensionsGrid::removeRowOf(const QLineEdit* name)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].name != name)
            continue;
        removeRow(i);
        rowEdited();
        m_rows[qMin(i, m_rows.size() - 1)].name->setFocus(Qt::OtherFocusReason);
        return;
    }
}

void ExtensionsGrid::focusNext(const QLineEdit* name)
{
    for (std::size_t i = 0; i + 1 < m_rows.size(); ++i) {
        if (m_rows[i].name == name)
            m_rows[i + 1].name->setFocus(Qt::TabFocusReason);
    }
}

void ExtensionsGrid::rowEdited()
{
    if (m_rows.empty() || !m_rows.back().content().isBlank())
        appendRow({});
    renumber();
    Q_EMIT changed();
}

void ExtensionsGrid::renumber()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        const auto named = [i](QWidget* widget, const char* part, const QString& spoken) {
            widget->setObjectName(QStringLiteral("event.extension.%1.%2").arg(QLatin1String(part)).arg(i));
            widget->setAccessibleName(spoken);
        };
        named(row.name, "name", tr("Name of extension %1").arg(i + 1));
        named(row.value, "value", tr("Value of extension %1, JSON").arg(i + 1));
        named(row.remove, "remove", tr("Remove extension %1").arg(i + 1));
        row.name->setPlaceholderText(tr("name"));
        row.value->setPlaceholderText(tr("JSON value, for example \"text\" or 1"));
        row.remove->setToolTip(tr("Remove this extension"));
        row.message->setObjectName(QStringLiteral("event.extension.message.%1").arg(i));
        row.remove->setEnabled(i + 1 < m_rows.size());
    }
}

} // namespace ui
