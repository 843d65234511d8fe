// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/scriptoptions.h"

#include "models/yaml/recordkind.h"

#include <QCoreApplication>

#include <algorithm>

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("Options", text)

QString words(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

struct Row
{
    const char* name;
    const char* help;
    const char* value; ///< null = a switch
};

constexpr Row kRows[] = {
    {"import", WORD("Import these files, folders or addresses without a window; with --plan or --apply."), "FILE…"},
    {"plan", WORD("Show what the import would change."), nullptr},
    {"apply", WORD("Carry the import out."), nullptr},
    {"yes", WORD("Do not ask before --apply."), nullptr},
    {"export", WORD("Export these kinds, for example Driver,Secret, or all."), "KINDS"},
    {"output", WORD("Write the export to this file."), "FILE"},
    {"json", WORD("Print JSON, for scripts."), nullptr},
};

#undef WORD

} // namespace

void addScriptOptions(QCommandLineParser& parser)
{
    for (const Row& row : kRows)
        parser.addOption({QLatin1String(row.name), words(row.help), QString::fromUtf8(row.value)});
}

ScriptOptions scriptOptionsOf(const QCommandLineParser& parser, QString& wrong)
{
    const auto isSet = [&parser](const char* name) { return parser.isSet(QLatin1String(name)); };
    ScriptOptions options;
    if (isSet("import"))
        options.import = parser.values(QStringLiteral("import")) + parser.positionalArguments();
    options.applies = isSet("apply");
    options.yes = isSet("yes");
    options.json = isSet("json");
    options.exports = isSet("export");
    options.output = parser.value(QStringLiteral("output"));
    const QString kinds = parser.value(QStringLiteral("export"));
    if (options.exports && kinds != QLatin1String("all"))
        options.exportKinds = kinds.split(u',', Qt::SkipEmptyParts);
    for (const QString& kind : options.exportKinds) {
        if (!models::recordKindByYaml(kind))
            wrong = words(QT_TRANSLATE_NOOP("Options", "There is no kind %1 to export.")).arg(kind);
    }
    if (options.exports && isSet("import"))
        wrong = words(QT_TRANSLATE_NOOP("Options", "--import and --export do not go together."));
    else if (isSet("import") && isSet("plan") == isSet("apply"))
        wrong = words(QT_TRANSLATE_NOOP("Options", "--import needs either --plan or --apply."));
    else if (options.isWanted() && !isSet("server"))
        wrong = words(QT_TRANSLATE_NOOP("Options", "Import and export need --server."));
    return options;
}

bool asksForScript(const QStringList& arguments)
{
    return std::any_of(arguments.begin(), arguments.end(), [](const QString& argument) {
        return argument.startsWith(QLatin1String("--import")) || argument.startsWith(QLatin1String("--export"));
    });
}
