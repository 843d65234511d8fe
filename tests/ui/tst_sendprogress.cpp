// SPDX-License-Identifier: Apache-2.0
#include "client/filecheck.h"
#include "client/journal.h"
#include "client/session.h"
#include "parts.h"
#include "tests/e2e/uiwatchdog.h"
#include "ui/events/eventspage.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

namespace {

constexpr int kPatience = 60'000;
constexpr qsizetype kFileSize = 24'000'000;
constexpr qint64 kSip = 256 * 1024;

/// Answers questions at once, and takes events only as far as it is told to.
class ThirstyServer final : public QTcpServer
{
    Q_OBJECT
public:
    ThirstyServer()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            socket->setReadBufferSize(kSip);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] { m_gone = m_gone || socket == m_event; });
        });
        listen(QHostAddress::LocalHost);
    }

    /// Reads this much more of an event.
    void drink(qint64 bytes)
    {
        m_allowed += bytes;
        if (m_event)
            read(*m_event);
    }
    qint64 drunk() const { return m_drunk; }
    bool hasEvent() const { return m_event != nullptr; }
    bool isGone() const { return m_gone; }
    bool answers = true;

private:
    void read(QTcpSocket& socket)
    {
        if (&socket != m_event) {
            const QByteArray head = socket.peek(kSip);
            if (!head.contains("\r\n\r\n"))
                return;
            if (!head.startsWith("POST")) {
                socket.readAll();
                socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]");
                return;
            }
            m_event = &socket;
            const QRegularExpression length(QStringLiteral("content-length: *(\\d+)"),
                                            QRegularExpression::CaseInsensitiveOption);
            const qsizetype end = head.indexOf("\r\n\r\n") + 4;
            m_whole = end + length.match(QString::fromLatin1(head.left(end))).captured(1).toLongLong();
        }
        while (m_drunk < qMin(m_allowed, m_whole) && socket.bytesAvailable() > 0)
            m_drunk += socket.read(qMin(kSip, m_allowed - m_drunk)).size();
        if (m_drunk == m_whole && answers)
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }

    QTcpSocket* m_event = nullptr;
    qint64 m_allowed = 0;
    qint64 m_whole = 0;
    qint64 m_drunk = 0;
    bool m_gone = false;
};

} // namespace

/// What a person sees, and can do, while an event takes long to send.
class TestSendProgress final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;
    std::unique_ptr<ThirstyServer> m_server;
    std::unique_ptr<client::Journal> m_journal;
    std::unique_ptr<client::Session> m_session;
    std::unique_ptr<ui::EventsPage> m_page;
    const std::vector<models::CatalogueEntry> m_catalogue;

    QProgressBar& bar() { return *part<QProgressBar>(*m_page, "event.progress"); }
    QString text() { return part<QLabel>(*m_page, "event.progress.text")->text(); }
    QPushButton& button(const char* name) { return *part<QPushButton>(*m_page, name); }

    void compose()
    {
        models::EventDraft draft;
        draft.eventType = QStringLiteral("a.b");
        draft.mode = models::DataMode::File;
        auto looked = client::inspectFile(m_file);
        QTRY_VERIFY_WITH_TIMEOUT(looked.isFinished(), kPatience);
        draft.file = *looked.result();
        m_page->setDraft(draft);
        QTRY_VERIFY(button("event.send").isEnabled());
    }

    void sendHalf()
    {
        compose();
        button("event.send").click();
        QVERIFY(!button("event.send").isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(m_server->hasEvent(), kPatience);
        m_server->drink(kFileSize / 2);
        QTRY_VERIFY_WITH_TIMEOUT(bar().isVisible() && bar().maximum() > 0 && bar().value() > bar().maximum() / 4,
                                 kPatience);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(m_folder.filePath(QStringLiteral("large.bin")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(QByteArray(kFileSize, '\0')), kFileSize);
        m_file = file.fileName();
    }
    void init()
    {
        m_server = std::make_unique<ThirstyServer>();
        m_journal = std::make_unique<client::Journal>(m_folder.path());
        client::Connection connection;
        connection.base = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server->serverPort()));
        m_session = std::make_unique<client::Session>(connection);
        m_session->watch().start();
        m_page = std::make_unique<ui::EventsPage>(*m_session, *m_journal, m_catalogue);
        m_page->resize(1'200, 800);
        m_page->show();
    }
    void cleanup()
    {
        m_page.reset();
        m_session.reset();
        m_journal.reset();
        m_server.reset();
    }

    void tellsHowMuchOfALargeFileIsSent()
    {
        QSignalSpy sent(m_page.get(), &ui::EventsPage::sent);
        UiWatchdog watchdog;
        sendHalf();
        QVERIFY2(text().contains(QStringLiteral(" of ")), qPrintable(text()));
        QCOMPARE(sent.size(), 0);
        const int before = bar().value();
        const QString picture = qEnvironmentVariable("DISPATCH_PICTURES");
        if (!picture.isEmpty())
            m_page->grab().save(picture + QStringLiteral("/send-progress.png"));
        m_server->drink(kFileSize / 2);
        QTRY_VERIFY_WITH_TIMEOUT(bar().value() > before, kPatience);
        m_server->drink(kFileSize);
        QTRY_COMPARE_WITH_TIMEOUT(sent.size(), 1, kPatience);
        QVERIFY2(watchdog.longestMSecs() < 4 * UiWatchdog::kLimitMSecs,
                 qPrintable(QString::number(watchdog.longestMSecs())));
        QVERIFY(!bar().isVisible());
        QVERIFY(button("event.send").isEnabled());
    }

    void canBeGivenUpInTheMiddle()
    {
        sendHalf();
        button("event.cancel").click();
        QVERIFY(!bar().isVisible());
        // With a full buffer a socket does not see that the other side is gone: it has to go on reading.
        QVERIFY(QTest::qWaitFor(
            [this] {
                m_server->drink(kSip);
                return m_server->isGone();
            },
            kPatience));
        QVERIFY(m_server->drunk() < kFileSize);
        const QString said = visibleMessages(*m_page).join(u' ');
        QVERIFY2(said.contains(QStringLiteral("the server did not take it")), qPrintable(said));
        QCOMPARE(m_page->draft().file->path, m_file);
        QVERIFY(button("event.send").isEnabled());
        // It is in the history, and can be sent again.
        auto found = m_journal->search({});
        QTRY_VERIFY(found.isFinished());
        QVERIFY(found.result()->front().answer.contains(QStringLiteral("did not take it")));
    }

    void canBeGivenUpWhileNobodyAnswers()
    {
        m_server->answers = false;
        models::EventDraft draft;
        draft.eventType = QStringLiteral("a.b");
        draft.json = QStringLiteral("{}");
        m_page->setDraft(draft);
        button("event.send").click();
        m_server->drink(kFileSize);
        QTRY_VERIFY(bar().isVisible());
        QVERIFY2(text().contains(QStringLiteral("waiting for the answer")), qPrintable(text()));
        button("event.cancel").click();
        const QString said = visibleMessages(*m_page).join(u' ');
        QVERIFY2(said.contains(QStringLiteral("may have taken it")), qPrintable(said));
        QCOMPARE(m_page->draft().json, draft.json);
        QVERIFY(button("event.send").isEnabled());
    }
};

QTEST_MAIN(TestSendProgress)
#include "tst_sendprogress.moc"
