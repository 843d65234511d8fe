// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/session.h"
#include "dispatchprocess.h"
#include "tests/common/told.h"

#include <QFile>
#include <QTest>

/// A real server with a session on it.
class LocalWorld final
{
public:
    bool start()
    {
        if (!process.start())
            return false;
        session = std::make_unique<client::Session>(process.connection(), client::Watch::Tempo{200, 400, 1'000});
        session->watch().start();
        return true;
    }

    bool hasReady(models::Kind kind, const char* name) const
    {
        const models::Resource* const found = session->watch().find(kind, QString::fromLatin1(name));
        return found && models::statusOf(*found).state == models::State::Ready;
    }

    /// A file as a function takes it: base64 of a tar.gz.
    static std::string packed(const QByteArray& source, const QString& fileName = QStringLiteral("handler.py"))
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(fileName));
        if (file.open(QIODevice::WriteOnly))
            file.write(source);
        file.close();
        QProcess tar;
        tar.start(QStringLiteral("tar"),
                  {QStringLiteral("-czf"), QStringLiteral("-"), QStringLiteral("-C"), folder.path(), fileName});
        tar.waitForFinished();
        return tar.readAllStandardOutput().toBase64().toStdString();
    }

    /// A Python function and a subscription of the same name plus "-sub"; waits until both are READY.
    bool subscribe(const char* name, const char* eventType, const QByteArray& source)
    {
        return make(name,
                    {{"name", name}, {"image", "python3"}, {"handler", "handler.handle"}, {"source", packed(source)}},
                    eventType);
    }

    /// The same in JavaScript.
    bool subscribeNode(const char* name, const char* eventType, const QByteArray& source)
    {
        return make(name,
                    {{"name", name},
                     {"image", "nodejs"},
                     {"handler", "handler"},
                     {"source", packed(source, QStringLiteral("handler.js"))}},
                    eventType);
    }

    DispatchProcess process;
    std::unique_ptr<client::Session> session;

private:
    bool make(const char* name, const models::Json& function, const char* eventType)
    {
        client::DispatchClient& api = session->api();
        const std::string subscription = std::string(name) + "-sub";
        const bool made = told(api.create(models::Kind::Function, function))
            && told(api.create(models::Kind::Subscription,
                               {{"name", subscription}, {"eventType", eventType}, {"function", name}}));
        return made
            && QTest::qWaitFor(
                   [&] {
                       return hasReady(models::Kind::Function, name)
                           && hasReady(models::Kind::Subscription, subscription.c_str());
                   },
                   30'000);
    }
};
