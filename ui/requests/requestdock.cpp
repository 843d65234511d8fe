// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/requestdock.h"

#include "client/session.h"
#include "models/json.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/pages/copytext.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>

namespace ui {

namespace {

QString shown(const client::RecordedBody& body)
{
    using State = client::RecordedBody::State;
    switch (body.state) {
    case State::None:
        return RequestDock::tr("(nothing)");
    case State::Kept:
        break;
    case State::TooLong:
        return RequestDock::tr("(too long to keep)");
    case State::NotText:
        return RequestDock::tr("(not text)");
    case State::NotKept:
        return RequestDock::tr("(not kept)");
    case State::Hidden:
        return RequestDock::tr("(not kept: it may hold secrets)");
    }
    const auto json = models::parseJson(body.text);
    return json ? models::fromStd(json->dump(2)) : QString::fromUtf8(body.text);
}

} // namespace

QString curlOf(const client::RequestRecord& record, const client::RecordedBody& sent, const QString& organization)
{
    QStringList parts = {QStringLiteral("curl -X %1 %2")
                             .arg(QString::fromLatin1(record.method), shellQuoted(record.address + record.path)),
                         QStringLiteral("-H ") + shellQuoted(QStringLiteral("X-Dispatch-Org: ") + organization)};
    if (record.credentialName == "Cookie")
        parts << QStringLiteral("-H \"Cookie: $DISPATCH_COOKIE\"");
    else if (!record.credentialName.isEmpty())
        parts << QStringLiteral("-H \"Authorization: Bearer $DISPATCH_TOKEN\"");
    if (record.sentBytes > 0)
        parts << QStringLiteral("-H 'Content-Type: application/json'")
              << QStringLiteral("--data-binary ")
                + (sent.state == client::RecordedBody::State::Kept ? shellQuoted(QString::fromUtf8(sent.text))
                                                                   : QStringLiteral("@body.json"));
    return parts.join(u' ');
}

RequestDock::RequestDock(QWidget* parent)
    : QDockWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_copy(new QPushButton(this))
    , m_clear(new QPushButton(this))
    , m_table(new QTableView(this))
    , m_sent(new QPlainTextEdit(this))
    , m_received(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("dock.requests"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    showCurrent();
}

void RequestDock::build()
{
    m_filter->setObjectName(QStringLiteral("requests.filter"));
    m_filter->setClearButtonEnabled(true);
    m_copy->setObjectName(QStringLiteral("requests.curl"));
    m_clear->setObjectName(QStringLiteral("requests.clear"));
    m_table->setObjectName(QStringLiteral("requests.table"));
    m_sent->setObjectName(QStringLiteral("requests.sent"));
    m_received->setObjectName(QStringLiteral("requests.received"));
    m_filtered.setSourceModel(&m_model);
    prepareTable(*m_table, m_filtered);
    const int widths[] = {18, 9, 50, 10, 10, 12};
    for (int column = 0; column < static_cast<int>(std::size(widths)); ++column)
        m_table->setColumnWidth(column, letters(this, widths[column]));
    auto* inside = new QWidget(this);
    auto* row = new QHBoxLayout;
    row->addWidget(m_filter, 1);
    row->addWidget(m_copy);
    row->addWidget(m_clear);
    auto* bodies = new QSplitter(Qt::Horizontal, inside);
    for (QPlainTextEdit* body : {m_sent, m_received}) {
        body->setReadOnly(true);
        body->setFont(monospaceFont(this));
        body->setTabChangesFocus(true);
        bodies->addWidget(body);
    }
    m_table->setMinimumHeight(lines(this, 8));
    auto* halves = new QSplitter(Qt::Vertical, inside);
    halves->addWidget(m_table);
    halves->addWidget(bodies);
    halves->setChildrenCollapsible(false);
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(inside);
    column->addLayout(row);
    column->addWidget(halves, 1);
    setWidget(inside);
    connect(m_filter, &QLineEdit::textChanged, &m_filtered, &RequestFilter::setText);
    connect(m_copy, &QPushButton::clicked, this, &RequestDock::copyCurl);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        if (client::RequestLog* log = m_model.log())
            log->clear();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RequestDock::showCurrent);
    // Who looks at the newest goes on doing so.
    connect(&m_filtered, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar* bar = m_table->verticalScrollBar();
        if (isVisible() && bar->value() == bar->maximum())
            QMetaObject::invokeMethod(m_table, &QTableView::scrollToBottom, Qt::QueuedConnection);
    });
}

void RequestDock::retranslate()
{
    setWindowTitle(tr("Requests"));
    m_filter->setPlaceholderText(tr("Filter: a part of the path, the method or the status"));
    m_filter->setAccessibleName(tr("Filter the requests"));
    m_copy->setText(tr("Copy as cu&rl"));
    m_clear->setText(tr("Cl&ear"));
    m_table->setAccessibleName(tr("Requests"));
    m_sent->setAccessibleName(tr("What was sent"));
    m_received->setAccessibleName(tr("What came back"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, RequestModel::ColumnCount - 1);
    showCurrent();
}

void RequestDock::setSession(client::Session* session)
{
    m_model.setLog(session ? &session->door().log() : nullptr);
    m_organization = session ? session->connection().organization : QString();
}

const client::RequestRecord* RequestDock::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? m_model.record(m_filtered.mapToSource(index).row()) : nullptr;
}

void RequestDock::showCurrent()
{
    const client::RequestRecord* const record = current();
    m_copy->setEnabled(record != nullptr);
    if (!record) {
        m_sent->setPlainText(tr("Choose a request to see what was sent…"));
        m_received->setPlainText(tr("…and what came back. Secrets are masked."));
        return;
    }
    const client::RecordedBodies bodies = m_model.log()->bodiesOf(record->number);
    m_sent->setPlainText(shown(bodies.sent));
    m_received->setPlainText(record->problem.isEmpty() ? shown(bodies.received)
                                                       : record->problem + u'\n' + shown(bodies.received));
}

void RequestDock::copyCurl()
{
    if (const client::RequestRecord* const record = current())
        QGuiApplication::clipboard()->setText(
            curlOf(*record, m_model.log()->bodiesOf(record->number).sent, m_organization));
}

} // namespace ui
