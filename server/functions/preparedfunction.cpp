// SPDX-License-Identifier: Apache-2.0
#include "server/functions/preparedfunction.h"

#include <QCoreApplication>

#include <algorithm>
#include <cctype>

namespace server {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("server::FunctionRuntime", text);
}

} // namespace

PreparedFunction::~PreparedFunction()
{
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    fs::remove(folder.parent_path(), ignored);
}

tl::expected<FunctionPtr, std::string> unpackFunction(const FunctionSpec& spec, const fs::path& folder, int number,
                                                      const std::string& searchPath, const UnpackLimits& limits)
{
    const auto isPlain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; };
    if (spec.id.empty() || !std::all_of(spec.id.begin(), spec.id.end(), isPlain))
        return tl::unexpected<std::string>(tr("the function's id cannot name a folder").toStdString());
    const auto language = findLanguage(spec.language);
    if (!language)
        return tl::unexpected<std::string>(language.error());
    const auto interpreter = findInterpreter(**language, searchPath);
    if (!interpreter)
        return tl::unexpected<std::string>(interpreter.error());

    auto function = std::make_shared<PreparedFunction>();
    function->owner = spec.owner;
    function->language = *language;
    function->interpreter = *interpreter;
    function->folder = folder / spec.id / std::to_string(number);
    std::error_code error;
    fs::create_directories(function->folder, error);
    if (error)
        return tl::unexpected<std::string>(
            tr("the folder %1 cannot be made: %2")
                .arg(QString::fromStdString(function->folder.string()), QString::fromStdString(error.message()))
                .toStdString());
    if (const auto problem = unpack(spec.archive, function->folder.string(), limits))
        return tl::unexpected<std::string>(*problem);
    auto handler = chooseHandler(**language, spec.handler, function->folder.string());
    if (!handler)
        return tl::unexpected<std::string>(handler.error());
    function->handler = std::move(*handler);
    return function;
}

} // namespace server
