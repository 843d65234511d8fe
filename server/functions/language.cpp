// SPDX-License-Identifier: Apache-2.0
#include "server/functions/language.h"

#include "server/functions/workerscripts.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <unistd.h>

namespace server {

namespace {

namespace fs = std::filesystem;

QString tr(const char* text)
{
    return QCoreApplication::translate("server::FunctionRuntime", text);
}

const std::vector<Language>& languages()
{
    static const std::vector<Language> table{
        {{"python3", "python"},
         {"python3"},
         {"-B"},
         "python3",
         "worker.py",
         pythonWorkerScript,
         {".py"},
         {"handler.py", "main.py", "__init__.py"}},
        {{"nodejs", "node"},
         {"node", "nodejs"},
         {},
         "nodejs",
         "worker.js",
         nodeWorkerScript,
         {".js", ".cjs", ".mjs"},
         {"index.js", "handler.js", "main.js"}},
    };
    return table;
}

bool contains(const std::vector<std::string>& list, const std::string& text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

tl::unexpected<std::string> refused(const QString& sentence)
{
    return tl::unexpected<std::string>(sentence.toStdString());
}

} // namespace

tl::expected<const Language*, std::string> findLanguage(const std::string& name)
{
    QStringList known;
    for (const Language& language : languages()) {
        if (contains(language.names, name))
            return &language;
        known << QString::fromStdString(language.names.front());
    }
    return refused(
        tr("functions in \"%1\" cannot run here; the local Dispatch runs %2. Use one of these, or connect to a "
           "Dispatch on Kubernetes")
            .arg(QString::fromStdString(name), known.join(QLatin1String(", "))));
}

tl::expected<std::string, std::string> findInterpreter(const Language& language, const std::string& searchPath)
{
    for (const std::string& program : language.programs) {
        std::istringstream folders(searchPath);
        for (std::string folder; std::getline(folders, folder, ':');) {
            const std::string path = folder + '/' + program;
            std::error_code ignored;
            if (!folder.empty() && access(path.c_str(), X_OK) == 0 && fs::is_regular_file(path, ignored))
                return path;
        }
    }
    return refused(
        tr("%1 was not found on this machine; install it with: apt install %2")
            .arg(QString::fromStdString(language.programs.front()), QString::fromStdString(language.package)));
}

tl::expected<std::string, std::string> chooseHandler(const Language& language, const std::string& handler,
                                                     const std::string& folder)
{
    if (!handler.empty())
        return handler;
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (at->is_regular_file(error) && contains(language.endings, at->path().extension().string()))
            files.push_back(at->path().filename().string());
    }
    const auto named = [&language](const std::string& file) {
        return language.programs.front() == "python3" ? fs::path(file).stem().string() + ".handle" : "./" + file;
    };
    if (files.size() == 1)
        return named(files.front());
    for (const std::string& file : language.mainFiles) {
        if (contains(files, file))
            return named(file);
    }
    if (files.empty())
        return refused(tr("the source holds no %1 file").arg(QString::fromStdString(language.endings.front())));
    return refused(tr("the source holds %1 files; give a handler such as %2.handle")
                       .arg(files.size())
                       .arg(QString::fromStdString(fs::path(files.front()).stem().string())));
}

} // namespace server
