// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/complaintlist.h"

#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QLabel>
#include <QPlainTextEdit>

#include <algorithm>

namespace ui {

namespace {

/// More lines are nothing that anybody reads before mending the first ones.
constexpr std::size_t kMostShown = 500;

} // namespace

ComplaintList::ComplaintList(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_lines(new QPlainTextEdit(this))
{
    m_title->setObjectName(QStringLiteral("import.complaints.title"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_lines->setObjectName(QStringLiteral("import.complaints"));
    m_lines->setReadOnly(true);
    m_lines->setTabChangesFocus(true);
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->setMaximumHeight(lines(this, 8));
    auto* column = bareLayout<QVBoxLayout>(this);
    column->addWidget(m_title);
    column->addWidget(m_lines);
    hide();
    keepWorded(*this, [this] { retranslate(); });
}

void ComplaintList::setComplaints(const std::vector<models::Complaint>& complaints)
{
    m_complaints = complaints;
    QStringList texts;
    const std::size_t shown = std::min(complaints.size(), kMostShown);
    for (std::size_t i = 0; i < shown; ++i)
        texts << complaints[i].text();
    if (complaints.size() > shown)
        texts << tr("… and %n more", nullptr, static_cast<int>(complaints.size() - shown));
    m_lines->setPlainText(texts.join(QLatin1Char('\n')));
    retranslate();
    setVisible(!complaints.empty());
}

void ComplaintList::retranslate()
{
    m_title->setText(tr("⚠ %n problems in what was read. What they are about is not imported.", nullptr,
                        static_cast<int>(m_complaints.size())));
    m_lines->setAccessibleName(tr("Problems in what was read"));
}

} // namespace ui
