// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

/// The value of --tour is optional, which the parser does not know: it is taken out before, and the parser has the
/// option for its help only.
std::optional<QString> takeTour(QStringList& arguments)
{
    for (int i = 1; i < arguments.size(); ++i) {
        const QString argument = arguments[i];
        if (argument.startsWith(QStringLiteral("--tour="))) {
            arguments.removeAt(i);
            return argument.mid(7);
        }
        if (argument != QLatin1String("--tour"))
            continue;
        arguments.removeAt(i);
        if (i < arguments.size() && !arguments[i].startsWith(QLatin1Char('-')))
            return arguments.takeAt(i);
        return QString();
    }
    return std::nullopt;
}

} // namespace

Options parseOptions(QStringList arguments)
{
    Options options;
    options.tour = takeTour(arguments);
    QCommandLineParser parser;
    parser.setApplicationDescription(words(QT_TRANSLATE_NOOP("Options", "Administration of VMware Dispatch.")));
    const QCommandLineOption local(QStringLiteral("local"),
                                   words(QT_TRANSLATE_NOOP("Options", "Start on the local Dispatch in the box.")));
    const QCommandLineOption server(QStringLiteral("server"),
                                    words(QT_TRANSLATE_NOOP("Options", "Connect to this server.")),
                                    QStringLiteral("URL"));
    const QCommandLineOption org(QStringLiteral("org"), words(QT_TRANSLATE_NOOP("Options", "Organization.")),
                                 QStringLiteral("NAME"), options.organization);
    const QCommandLineOption token(QStringLiteral("token"),
                                   words(QT_TRANSLATE_NOOP("Options", "Bearer token for the server.")),
                                   QStringLiteral("T"));
    const QCommandLineOption data(QStringLiteral("data-dir"),
                                  words(QT_TRANSLATE_NOOP("Options", "Folder of this console's data.")),
                                  QStringLiteral("DIR"));
    const QCommandLineOption tour(
        QStringLiteral("tour"),
        words(QT_TRANSLATE_NOOP("Options", "Play the tour; with a folder behind it, save its pictures there.")),
        QStringLiteral("DIR"));
    const QCommandLineOption version(QStringLiteral("version"),
                                     words(QT_TRANSLATE_NOOP("Options", "Print the version.")));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  words(QT_TRANSLATE_NOOP("Options", "Print this help.")));
    parser.addOptions({local, server, org, token, data, tour});
    addScriptOptions(parser);
    parser.addOptions({version, help});
    const auto ends = [&options](Options::Ending ending, const QString& text) {
        options.ending = ending;
        options.text = text;
        return options;
    };
    if (!parser.parse(arguments))
        return ends(Options::Ending::Wrong, parser.errorText());
    if (QString wrong; (options.script = scriptOptionsOf(parser, wrong)), !wrong.isEmpty() && !parser.isSet(help))
        return ends(Options::Ending::Wrong, wrong);
    if (!parser.positionalArguments().isEmpty() && options.script.import.isEmpty())
        return ends(Options::Ending::Wrong,
                    words(QT_TRANSLATE_NOOP("Options", "Unexpected argument: %1"))
                        .arg(parser.positionalArguments().constFirst()));
    if (parser.isSet(help))
        return ends(Options::Ending::Help,
                    parser.helpText().replace(QStringLiteral("--tour <DIR>"), QStringLiteral("--tour [DIR]")));
    if (parser.isSet(version))
        return ends(Options::Ending::Version, QStringLiteral("dispatch-console " DISPATCH_VERSION));
    options.local = parser.isSet(local);
    options.organization = parser.value(org);
    options.token = parser.value(token);
    options.dataDirectory = parser.value(data);
    if (parser.isSet(server)) {
        options.server = QUrl(parser.value(server), QUrl::StrictMode);
        const bool web
            = options.server.scheme() == QLatin1String("http") || options.server.scheme() == QLatin1String("https");
        if (!web || options.server.host().isEmpty())
            return ends(Options::Ending::Wrong,
                        words(QT_TRANSLATE_NOOP("Options",
                                                "--server needs an address such as "
                                                "http://127.0.0.1:8080.")));
    }
    return options;
}
