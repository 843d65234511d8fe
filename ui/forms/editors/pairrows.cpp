// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/pairrows.h"

#include "ui/forms/editors/secretvalueedit.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QSet>
#include <QToolButton>

namespace ui {

models::Pair PairRows::Row::pair() const
{
    return {key->text().trimmed(), hidden ? hidden->text() : plain->text()};
}

bool PairRows::Row::isEmpty() const
{
    const models::Pair content = pair();
    return content.key.isEmpty() && content.value.isEmpty();
}

QWidget* PairRows::Row::valueWidget() const
{
    return hidden ? static_cast<QWidget*>(hidden) : plain;
}

PairRows::PairRows(Values values, const QString& objectName, QWidget* parent)
    : QWidget(parent)
    , m_values(values)
    , m_grid(bareLayout<QGridLayout>(this))
{
    setObjectName(objectName);
    m_grid->setColumnStretch(0, 2);
    m_grid->setColumnStretch(1, 3);
    appendRow({});
    keepWorded(*this, [this] { renumber(); });
}

std::vector<models::Pair> PairRows::pairs() const
{
    std::vector<models::Pair> pairs;
    for (const Row& row : m_rows) {
        if (!row.isEmpty())
            pairs.push_back(row.pair());
    }
    return pairs;
}

void PairRows::setPairs(const std::vector<models::Pair>& pairs)
{
    const QSignalBlocker quiet(this);
    while (!m_rows.empty())
        removeRow(m_rows.back().key);
    for (const models::Pair& pair : pairs)
        appendRow(pair);
    appendRow({});
}

void PairRows::setValuesShown(bool shown)
{
    m_shown = shown;
    for (const Row& row : m_rows) {
        if (row.hidden)
            row.hidden->setShown(shown);
    }
}

void PairRows::addPair(const models::Pair& pair)
{
    // A copy: the first word appends the next row, and the rows move.
    const Row last = m_rows.back();
    last.key->setText(pair.key);
    if (last.hidden)
        last.hidden->setText(pair.value);
    else
        last.plain->setText(pair.value);
    rowEdited();
}

std::optional<QString> PairRows::problem() const
{
    QSet<QString> seen;
    for (const Row& row : m_rows) {
        if (row.isEmpty())
            continue;
        const QString key = row.key->text().trimmed();
        if (key.isEmpty())
            return tr("A value has no key.");
        if (seen.contains(key))
            return tr("The key \"%1\" is there twice.").arg(key);
        seen.insert(key);
    }
    return std::nullopt;
}

QWidget* PairRows::firstInput() const
{
    return m_rows.front().key;
}

void PairRows::wipe()
{
    for (const Row& row : m_rows) {
        if (row.hidden)
            row.hidden->wipe();
    }
}

void PairRows::appendRow(const models::Pair& pair)
{
    Row row;
    row.key = new QLineEdit(pair.key, this);
    connect(row.key, &QLineEdit::textChanged, this, &PairRows::rowEdited);
    if (m_values == Values::Hidden) {
        row.hidden = new SecretValueEdit(this);
        row.hidden->setText(pair.value);
        row.hidden->setShown(m_shown);
        connect(row.hidden, &SecretValueEdit::textChanged, this, &PairRows::rowEdited);
    } else {
        row.plain = new QLineEdit(pair.value, this);
        connect(row.plain, &QLineEdit::textChanged, this, &PairRows::rowEdited);
    }
    row.remove = new QToolButton(this);
    row.remove->setText(QStringLiteral("\u2715"));
    row.remove->setAutoRaise(true);
    connect(row.remove, &QToolButton::clicked, this, [this, key = row.key] {
        removeRow(key);
        rowEdited();
    });
    m_grid->addWidget(row.key, m_nextGridRow, 0, Qt::AlignTop);
    m_grid->addWidget(row.valueWidget(), m_nextGridRow, 1, Qt::AlignTop);
    m_grid->addWidget(row.remove, m_nextGridRow, 2, Qt::AlignTop);
    ++m_nextGridRow;
    m_rows.push_back(row);
    renumber();
}

void PairRows::removeRow(const QLineEdit* key)
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [key](const Row& row) { return row.key == key; });
    if (found == m_rows.end())
        return;
    if (found->hidden)
        found->hidden->wipe();
    for (QWidget* widget :
         {static_cast<QWidget*>(found->key), found->valueWidget(), static_cast<QWidget*>(found->remove)}) {
        widget->hide();
        widget->disconnect(this);
        widget->setObjectName({});
        widget->deleteLater();
    }
    m_rows.erase(found);
}

void PairRows::rowEdited()
{
    if (m_rows.empty() || !m_rows.back().isEmpty())
        appendRow({});
    renumber();
    Q_EMIT changed();
}

void PairRows::renumber()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        row.key->setObjectName(QStringLiteral("%1.key.%2").arg(objectName()).arg(i));
        row.valueWidget()->setObjectName(QStringLiteral("%1.value.%2").arg(objectName()).arg(i));
        row.remove->setObjectName(QStringLiteral("%1.remove.%2").arg(objectName()).arg(i));
        row.key->setPlaceholderText(tr("key"));
        if (row.hidden)
            row.hidden->setPlaceholderText(tr("value"));
        else
            row.plain->setPlaceholderText(tr("value"));
        row.remove->setToolTip(tr("Remove this entry"));
        row.key->setAccessibleName(tr("Key %1").arg(i + 1));
        row.valueWidget()->setAccessibleName(tr("Value %1").arg(i + 1));
        row.remove->setAccessibleName(tr("Remove entry %1").arg(i + 1));
        row.remove->setEnabled(!row.isEmpty());
    }
}

} // namespace ui
