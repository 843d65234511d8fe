// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/detailspane.h"

#include "models/secretkeys.h"
#include "models/yaml/exportwriter.h"
#include "ui/details/driveropinion.h"
#include "ui/details/overview.h"
#include "ui/details/secretpeek.h"
#include "ui/functions/runpanel.h"

#include <QBoxLayout>
#include <QEvent>
#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTextBrowser>

namespace ui {

DetailsPane::DetailsPane(client::Session& session, models::Kind kind, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_kind(kind)
{
    build();
    retranslate();
    fill();
}

QTextBrowser* DetailsPane::makeBrowser(const char* objectName)
{
    auto* browser = new QTextBrowser(this);
    browser->setObjectName(QLatin1String(objectName));
    browser->setOpenLinks(false);
    browser->setFrameShape(QFrame::NoFrame);
    browser->document()->setDocumentMargin(fontMetrics().lineSpacing() / 2.0);
    connect(browser, &QTextBrowser::anchorClicked, this, [this](const QUrl& link) {
        const QString target = link.path(QUrl::FullyDecoded);
        const int kind = target.section(QLatin1Char('/'), 0, 0).toInt();
        if (link.scheme() == QLatin1String("jump") && kind >= 0 && kind < models::kKindCount)
            Q_EMIT jumpRequested(static_cast<models::Kind>(kind), target.section(QLatin1Char('/'), 1));
    });
    return browser;
}

void DetailsPane::build()
{
    m_nothing = new QLabel(this);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setEnabled(false);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("details.tabs"));
    m_tabs->setDocumentMode(true);

    auto* first = new QWidget(m_tabs);
    first->setObjectName(QStringLiteral("details.overview"));
    auto* column = new QVBoxLayout(first);
    column->setContentsMargins(0, 0, 0, 0);
    if (m_kind == models::Kind::Driver) {
        m_opinion = new DriverOpinion(first);
        column->addWidget(m_opinion);
    }
    m_overview = makeBrowser("details.overview.text");
    column->addWidget(m_overview, 1);
    if (m_kind == models::Kind::Secret) {
        m_peek = new SecretPeek(m_session, first);
        column->addWidget(m_peek);
    }
    m_yaml = new QPlainTextEdit(m_tabs);
    m_yaml->setObjectName(QStringLiteral("details.yaml"));
    m_yaml->setReadOnly(true);
    m_yaml->setFrameShape(QFrame::NoFrame);
    m_yaml->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_yaml->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_uses = makeBrowser("details.uses");
    m_tabs->addTab(first, {});
    m_tabs->addTab(m_yaml, {});
    m_tabs->addTab(m_uses, {});
    m_uses->installEventFilter(this);
    if (m_kind == models::Kind::Function) {
        m_runs = new RunPanel(m_session, m_tabs);
        m_runs->setObjectName(QStringLiteral("details.runs"));
        m_tabs->addTab(m_runs, {});
    }
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_tabs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    setMinimumWidth(fontMetrics().averageCharWidth() * 30);
}

void DetailsPane::retranslate()
{
    m_tabs->setTabText(0, tr("Overview"));
    m_tabs->setTabText(1, tr("YAML"));
    m_tabs->setTabText(2, tr("Uses"));
    if (m_runs)
        m_tabs->setTabText(3, tr("Runs"));
    m_tabs->setAccessibleName(tr("Details of the selection"));
    m_overview->setAccessibleName(tr("Overview"));
    m_yaml->setAccessibleName(tr("YAML"));
    m_uses->setAccessibleName(tr("What it uses and what uses it"));
}

void DetailsPane::show(const models::Resource* resource, int selectedCount)
{
    const bool same = resource ? m_resource == *resource : !m_resource;
    if (same && m_selectedCount == selectedCount)
        return;
    m_resource = resource ? std::optional(*resource) : std::nullopt;
    m_selectedCount = selectedCount;
    if (m_opinion)
        m_opinion->setDriver(m_resource ? std::get_if<models::Driver>(&*m_resource) : nullptr,
                             m_session.connection().organization);
    fill();
}

void DetailsPane::refreshReferences()
{
    if (!m_resource || !m_uses->isVisible())
        return;
    setHtml(m_uses,
            usesHtml(
                *m_resource,
                [this](models::Kind kind) -> const std::vector<models::Resource>& {
                    return m_session.watch().resources(kind);
                },
                palette()));
}

void DetailsPane::refreshTimes()
{
    if (m_resource)
        setHtml(m_overview, overviewHtml(*m_resource, m_session.stateTimes().of(*m_resource), palette()));
}

void DetailsPane::setHtml(QTextBrowser* browser, const QString& html) const
{
    if (browser->property("shown").toString() == html)
        return;
    browser->setProperty("shown", html);
    const int at = browser->verticalScrollBar()->value();
    browser->setHtml(html);
    browser->verticalScrollBar()->setValue(at);
}

void DetailsPane::fill()
{
    m_nothing->setText(m_selectedCount > 1 ? tr("%n selected", nullptr, m_selectedCount)
                                           : tr("Select a row to see its details."));
    m_stack->setCurrentWidget(m_resource ? static_cast<QWidget*>(m_tabs) : m_nothing);
    if (m_runs)
        m_runs->setFunction(m_resource ? models::nameOf(*m_resource) : QString());
    if (m_peek) {
        const auto* secret = m_resource ? std::get_if<models::Secret>(&*m_resource) : nullptr;
        m_peek->setSecret(secret ? secret->name : QString(), secret ? secret->keys : QStringList());
    }
    if (!m_resource)
        return;
    refreshTimes();
    if (const QString yaml = models::toYaml(models::shownResource(*m_resource)); yaml != m_yaml->toPlainText())
        m_yaml->setPlainText(yaml);
    refreshReferences();
}

/// What was not worth the work while nobody saw it.
bool DetailsPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_uses && event->type() == QEvent::Show)
        refreshReferences();
    return QWidget::eventFilter(watched, event);
}

void DetailsPane::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        fill();
    QWidget::changeEvent(event);
}

} // namespace ui
