// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commands.h"
#include "tests/common/runs.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QTemporaryDir>
#include <QTest>

/// A kubectl of the test's own, which does what it is told to do: `when("get pods", script)`. It is a shell script and
/// a real process. What it was asked is kept.
class KubectlWorld
{
public:
    KubectlWorld()
    {
        write(QStringLiteral("kubectl"),
              QStringLiteral("#!/bin/sh\n"
                             "here=%1\n"
                             "echo \"$*\" >> $here/calls\n"
                             "what=\n"
                             "for word; do\n"
                             "  case $word in\n"
                             "    -*) ;;\n"
                             "    *) if [ -z \"$what\" ]; then what=$word\n"
                             "       elif [ \"$what\" = get ]; then what=get-$word; fi ;;\n"
                             "  esac\n"
                             "done\n"
                             "if [ -f $here/do-$what ]; then . $here/do-$what; fi\n"
                             "echo \"unexpected: $*\" >&2; exit 14\n")
                  .arg(m_folder.path()));
        QFile::setPermissions(path(QStringLiteral("kubectl")), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        when("version", prints("kubectl-version-client.json"));
        m_toolbox.choose(client::Tool::Kubectl, path(QStringLiteral("kubectl")));
    }

    /// `what` is a verb, or "get" and a kind. From now on; the script can use $here, and must exit.
    void when(const char* what, const QString& script)
    {
        write(QStringLiteral("do-") + QString::fromLatin1(what).replace(u' ', u'-'), script);
    }

    /// A script that prints a recording, both streams of it.
    static QString prints(const char* name, int exitCode = 0)
    {
        const QString file
            = QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/") + QString::fromLatin1(name);
        QString script = QStringLiteral("cat '%1'\n").arg(file);
        if (QFile::exists(file + QStringLiteral(".stderr")))
            script += QStringLiteral("cat '%1.stderr' >&2\n").arg(file);
        return script + QStringLiteral("exit %1\n").arg(exitCode);
    }

    /// A pod with one container, as far as it is looked at.
    static QString pod(const char* uid, int restarts = 0)
    {
        return QStringLiteral("echo '{\"metadata\":{\"name\":\"pod\",\"namespace\":\"ns\",\"uid\":\"%1\"},\"status\":"
                              "{\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"main\",\"ready\":true,"
                              "\"restartCount\":%2,\"state\":{\"running\":{}},\"lastState\":{\"terminated\":"
                              "{\"exitCode\":3,\"reason\":\"Error\"}}}]}}'; exit 0\n")
            .arg(QLatin1String(uid))
            .arg(restarts);
    }

    static QString isGone()
    {
        return QStringLiteral("echo 'Error from server (NotFound): pods \"pod\" not found' >&2; exit 1\n");
    }

    /// Of those, the ones that have the words.
    QStringList calls(const char* words = "") const
    {
        const QString all = QString::fromUtf8(read(QStringLiteral("calls")));
        QStringList lines = all.split(u'\n', Qt::SkipEmptyParts);
        lines.removeIf([words](const QString& line) { return !line.contains(QLatin1String(words)); });
        return lines;
    }

    QByteArray read(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// Written by a script with `echo $$ > $here/NAME`.
    pid_t process(const char* name) const { return read(QLatin1String(name)).trimmed().toInt(); }

    void write(const QString& name, const QString& text) const
    {
        QSaveFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0 || !file.commit())
            qFatal("cannot write %s", qPrintable(name));
    }

    QString path(const QString& name) const { return m_folder.filePath(name); }
    client::Commands& commands() { return m_commands; }
    client::CommandLog& log() { return m_log; }
    client::Toolbox& toolbox() { return m_toolbox; }

private:
    QTemporaryDir m_folder;
    client::CommandLog m_log;
    client::Toolbox m_toolbox{m_folder.filePath(QStringLiteral("settings"))};
    client::Commands m_commands{m_toolbox, m_log};
};
