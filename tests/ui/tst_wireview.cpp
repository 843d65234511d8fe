// SPDX-License-Identifier: Apache-2.0
#include "client/dispatchclient.h"
#include "client/filecheck.h"
#include "models/eventbody.h"
#include "models/variables.h"
#include "ui/events/wireview.h"
#include "uiworld.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

namespace {

constexpr qsizetype kMostShown = 64 * 1024;

/// Keeps one request as it came.
class Ear final : public QTcpServer
{
public:
    QByteArray heard;

    Ear()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                heard += socket->readAll();
                const qsizetype end = heard.indexOf("\r\n\r\n");
                const qsizetype length = heard.toLower().indexOf("content-length: ");
                if (end < 0 || heard.size() < end + 4 + heard.mid(length + 16).split('\r').first().toLongLong())
                    return;
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            });
        });
    }

    QStringList headers() const
    {
        const QString head = QString::fromUtf8(heard.left(heard.indexOf("\r\n\r\n")));
        return head.split(QStringLiteral("\r\n")).mid(1);
    }
    QByteArray body() const { return heard.mid(heard.indexOf("\r\n\r\n") + 4); }
};

models::EventDraft resolved(models::EventDraft draft)
{
    draft.eventType = QStringLiteral("vm.on");
    return models::resolve(draft, models::freshVariableValues()).draft;
}

} // namespace

class TestWireView final : public QObject
{
    Q_OBJECT

    client::Connection m_connection;
    std::unique_ptr<ui::WireView> m_view;
    QTemporaryDir m_folder;

    void show(const models::EventDraft& draft)
    {
        m_view = std::make_unique<ui::WireView>(m_connection);
        m_view->resize(760, 460);
        m_view->show();
        QSignalSpy shown(m_view.get(), &ui::WireView::shown);
        m_view->setEvent(draft, false);
        QVERIFY(shown.wait());
    }

    QString text(const char* page) const { return part<QPlainTextEdit>(*m_view, page)->toPlainText(); }

    void turnTo(const char* page)
    {
        QSignalSpy shown(m_view.get(), &ui::WireView::shown);
        auto* tabs = m_view->findChild<QTabWidget*>();
        tabs->setCurrentWidget(part<QPlainTextEdit>(*m_view, page));
        QVERIFY(shown.wait());
    }

    models::EventDraft withFile(const char* name, const QByteArray& content, bool isText)
    {
        const QString path = m_folder.filePath(QString::fromLatin1(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no file");
        file.close();
        auto looked = client::inspectFile(path);
        looked.waitForFinished();
        models::EventDraft draft;
        draft.mode = models::DataMode::File;
        draft.file = *looked.result();
        if (draft.file->isText != isText)
            qFatal("sniffed otherwise");
        return resolved(draft);
    }

private Q_SLOTS:
    void init()
    {
        m_connection = {};
        m_connection.base = QUrl(QStringLiteral("http://127.0.0.1:8080"));
        m_connection.signIn = client::TokenSignIn{QStringLiteral("very-secret")};
    }

    void showsWhatReallyGoes()
    {
        Ear ear;
        m_connection.base = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(ear.serverPort()));
        m_connection.organization = QStringLiteral("o-1");
        models::EventDraft draft;
        draft.json = QStringLiteral("{\"b\": 1.50, \"a\": \"gr\u00fc\u00dfe\"}");
        draft = resolved(draft);
        show(draft);
        client::NetworkDoor door(m_connection);
        client::DispatchClient api(door);
        auto answer = api.emitEvent(models::eventBody(draft), draft.eventType);
        QTRY_VERIFY(answer.isFinished());
        const QStringList lines = text("event.wire.request").section(QStringLiteral("\n\n"), 0, 0).split(u'\n');
        QCOMPARE(lines.first(), QStringLiteral("POST %1/v1/event").arg(m_connection.base.toString()));
        QVERIFY(ear.heard.startsWith("POST /v1/event HTTP/1.1\r\n"));
        QStringList missing;
        for (QString header : ear.headers()) {
            header.replace(QLatin1String("very-secret"), QString::fromUtf8(ui::kRedacted));
            // What HTTP itself adds to every request.
            const QString name = header.section(u':', 0, 0);
            if (name == QLatin1String("Host") || name == QLatin1String("Connection") || name.startsWith(u"Accept-"))
                continue;
            if (!lines.contains(header))
                missing << header;
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'|') + u'\n' + lines.join(u'|')));
        const QString body = text("event.wire.request").section(QStringLiteral("\n\n"), 1);
        QCOMPARE(body.toUtf8(), ear.body());
        QVERIFY(lines.contains(QStringLiteral("Content-Length: %1").arg(ear.body().size())));
        UiWorld::picture(*m_view, QStringLiteral("wire"));
    }

    void keepsCredentialsOut()
    {
        show(resolved({}));
        turnTo("event.wire.curl");
        QVERIFY(part<QLabel>(*m_view, "event.wire.note")->text().contains(QLatin1String("DISPATCH_TOKEN")));
        QStringList all = {text("event.wire.request")};
        for (const models::SnippetTool& tool : models::snippetTools()) {
            const QByteArray page = QByteArrayLiteral("event.wire.") + tool.id;
            if (qstrcmp(tool.id, "curl") != 0)
                turnTo(page.constData());
            all << text(page.constData());
        }
        QVERIFY(all.contains(QString()) == false);
        QVERIFY(!all.join(u'\n').contains(QLatin1String("very-secret")));
        QVERIFY(all.first().contains(QString::fromUtf8(ui::kRedacted)));
    }

    void shortensLongBodiesButCopiesAll()
    {
        models::EventDraft draft;
        draft.mode = models::DataMode::Text;
        draft.text = QString(300'000, QChar(0xE4));
        draft = resolved(draft);
        show(draft);
        QVERIFY(text("event.wire.request").size() < kMostShown);
        QVERIFY(text("event.wire.request").contains(QLatin1String("shortened")));
        QVERIFY(part<QLabel>(*m_view, "event.wire.sizes")->text().contains(QLatin1String("600,000")));
        turnTo("event.wire.python");
        QVERIFY(text("event.wire.python").size() < kMostShown);
        QGuiApplication::clipboard()->clear();
        QTest::mouseClick(part<QPushButton>(*m_view, "event.wire.copy"), Qt::LeftButton);
        QTRY_VERIFY(QGuiApplication::clipboard()->text().size() > 300'000);
    }

    void namesAFileInsteadOfItsBytes()
    {
        const models::EventDraft draft = withFile("picture.bin", QByteArray(1'000, '\0'), false);
        show(draft);
        const QString request = text("event.wire.request");
        QVERIFY(request.contains(draft.file->path));
        QVERIFY(request.contains(QStringLiteral("1,336 bytes")));
        QVERIFY(!request.contains(QLatin1String("AAAA")));
        const qint64 total = models::eventBody(draft).head.size() + 1'336 + models::eventBody(draft).tail.size();
        QVERIFY(request.contains(QStringLiteral("Content-Length: %1\n").arg(total)));
        UiWorld::picture(*m_view, QStringLiteral("wire-file"));
    }

    void looksAtATextFileToKnowItsLength()
    {
        const models::EventDraft draft = withFile("notes.txt", "line\n\"quoted\"\n", true);
        show(draft);
        const qint64 filled = 14 + 4;
        const qint64 total = models::eventBody(draft).head.size() + filled + models::eventBody(draft).tail.size();
        QTRY_VERIFY(text("event.wire.request").contains(QStringLiteral("Content-Length: %1\n").arg(total)));
    }

    void saysWhyAToolCannot()
    {
        show(withFile("picture2.bin", QByteArray(10, '\0'), false));
        QVERIFY(part<QPushButton>(*m_view, "event.wire.copy")->isEnabled());
        turnTo("event.wire.dispatch");
        QVERIFY(part<QLabel>(*m_view, "event.wire.note")->isVisible());
        QVERIFY(part<QLabel>(*m_view, "event.wire.note")->text().size() > 20);
        QVERIFY(!part<QPushButton>(*m_view, "event.wire.copy")->isEnabled());
        UiWorld::picture(*m_view, QStringLiteral("wire-refusal"));
    }

    void saysWhatIsWrongInsteadOfShowingAnOldRequest()
    {
        show(resolved({}));
        m_view->setProblem(QStringLiteral("An event needs a type."));
        QVERIFY(text("event.wire.request").isEmpty());
        QCOMPARE(part<QLabel>(*m_view, "event.wire.note")->text(), QStringLiteral("An event needs a type."));
    }
};

QTEST_MAIN(TestWireView)
#include "tst_wireview.moc"
