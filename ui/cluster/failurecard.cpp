// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/failurecard.h"

#include "client/redaction.h"
#include "ui/forms/layouts.h"
#include "ui/icons.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {

using models::ClusterRemedy;

namespace {

struct Row
{
    ClusterRemedy remedy;
    const char* text;
};

constexpr Row kRemedies[] = {
    {ClusterRemedy::TryAgain, QT_TRANSLATE_NOOP("ui::FailureCard", "Try again")},
    {ClusterRemedy::ChangeSettings, QT_TRANSLATE_NOOP("ui::FailureCard", "Change the settings…")},
    {ClusterRemedy::DeleteAndCreate, QT_TRANSLATE_NOOP("ui::FailureCard", "Delete it…")},
    {ClusterRemedy::SaveLogs, nullptr},
    {ClusterRemedy::RepairContext, QT_TRANSLATE_NOOP("ui::FailureCard", "Repair the context")},
    {ClusterRemedy::Unpause, QT_TRANSLATE_NOOP("ui::FailureCard", "Unpause it")},
    {ClusterRemedy::Start, QT_TRANSLATE_NOOP("ui::FailureCard", "Start it")},
    {ClusterRemedy::ShowTools, QT_TRANSLATE_NOOP("ui::FailureCard", "Show the tools")},
};

/// Null when the console can do nothing about it.
const char* textOf(ClusterRemedy remedy)
{
    for (const Row& row : kRemedies) {
        if (row.remedy == remedy)
            return row.text;
    }
    return nullptr;
}

QString link(const QString& address)
{
    const QString shown = address.toHtmlEscaped();
    return QStringLiteral("<a href=\"%1\">%1</a>").arg(shown);
}

} // namespace

FailureCard::FailureCard(QWidget* parent)
    : QFrame(parent)
    , m_mark(new QLabel(this))
    , m_title(new QLabel(this))
    , m_words(new QLabel(this))
    , m_links(new QLabel(this))
    , m_raw(new QPlainTextEdit(this))
    , m_remedy(new QPushButton(this))
    , m_rawButton(new QPushButton(this))
    , m_logs(new QPushButton(this))
    , m_copy(new QPushButton(this))
    , m_dismiss(new QPushButton(this))
{
    setObjectName(QStringLiteral("cluster.failure"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    hide();
}

void FailureCard::build()
{
    setFrameShape(QFrame::StyledPanel);
    m_title->setObjectName(QStringLiteral("cluster.failure.title"));
    m_words->setObjectName(QStringLiteral("cluster.failure.words"));
    m_links->setObjectName(QStringLiteral("cluster.failure.links"));
    m_raw->setObjectName(QStringLiteral("cluster.failure.raw"));
    m_remedy->setObjectName(QStringLiteral("cluster.failure.remedy"));
    m_rawButton->setObjectName(QStringLiteral("cluster.failure.showRaw"));
    m_logs->setObjectName(QStringLiteral("cluster.failure.logs"));
    m_copy->setObjectName(QStringLiteral("cluster.failure.copy"));
    m_dismiss->setObjectName(QStringLiteral("cluster.failure.dismiss"));
    const int side = fontMetrics().height();
    m_mark->setPixmap(stateIcon(models::State::Error).pixmap(side, side));
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    for (QLabel* label : {m_title, m_words, m_links}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    }
    m_title->setTextFormat(Qt::PlainText);
    m_words->setTextFormat(Qt::PlainText);
    m_links->setOpenExternalLinks(true);
    m_raw->setReadOnly(true);
    m_raw->setFont(monospaceFont(this));
    m_raw->setTabChangesFocus(true);
    m_raw->setMinimumHeight(lines(this, 8));
    m_raw->hide();
    m_rawButton->setCheckable(true);
    auto* head = new QHBoxLayout;
    head->addWidget(m_mark, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    auto* row = new QHBoxLayout;
    for (QPushButton* button : {m_remedy, m_rawButton, m_logs, m_copy, m_dismiss})
        row->addWidget(button);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->addLayout(head);
    column->addWidget(m_words);
    column->addWidget(m_links);
    column->addLayout(row);
    column->addWidget(m_raw);
    connect(m_rawButton, &QPushButton::toggled, m_raw, &QWidget::setVisible);
    connect(m_remedy, &QPushButton::clicked, this, [this] { Q_EMIT remedyRequested(m_failure->remedy); });
    connect(m_logs, &QPushButton::clicked, this, &FailureCard::saveLogsRequested);
    connect(m_dismiss, &QPushButton::clicked, this, &FailureCard::dismissed);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(report()); });
}

void FailureCard::retranslate()
{
    setAccessibleName(tr("Failure"));
    m_rawButton->setText(tr("Show what it printed"));
    m_logs->setText(tr("Save the logs…"));
    m_copy->setText(tr("Copy"));
    m_dismiss->setText(tr("Dismiss"));
    m_raw->setAccessibleName(tr("What minikube printed"));
    m_remedy->setAccessibleName(tr("What to do about it"));
    fill();
}

void FailureCard::show(const std::optional<models::ClusterFailure>& failure)
{
    const bool isOther = failure != m_failure;
    m_failure = failure;
    if (isOther) {
        m_rawButton->setChecked(false);
        fill();
    }
    setVisible(failure.has_value());
}

void FailureCard::fill()
{
    if (!m_failure)
        return;
    const models::Failure& failure = m_failure->failure;
    m_title->setText(tr("Could not %1: %2").arg(failure.tried, failure.meaning));
    QStringList words;
    if (!failure.cameBack.isEmpty())
        words << client::redactedLine(failure.cameBack);
    words << failure.remedy;
    if (!m_failure->id.isEmpty())
        words << tr("%1 · exit code %2").arg(m_failure->id).arg(m_failure->exitCode);
    m_words->setText(words.join(u'\n'));
    QStringList links;
    if (!m_failure->url.isEmpty())
        links << link(m_failure->url);
    for (const QString& issue : m_failure->issues)
        links << link(issue.trimmed());
    m_links->setText(links.join(QStringLiteral("<br>")));
    m_links->setVisible(!links.isEmpty());
    m_raw->setPlainText(client::redactedLines(QString::fromUtf8(failure.raw)));
    m_rawButton->setVisible(!failure.raw.isEmpty());
    const char* const remedy = textOf(m_failure->remedy);
    m_remedy->setVisible(remedy);
    m_remedy->setText(remedy ? tr(remedy) : QString());
    m_remedy->setAccessibleName(remedy ? m_remedy->text().remove(u'&') : tr("What to do about it"));
}

QString FailureCard::report() const
{
    return QStringList{m_title->text(), m_words->text(), m_failure->url, m_failure->issues.join(u'\n'),
                       m_raw->toPlainText()}
        .join(u'\n');
}

} // namespace ui
