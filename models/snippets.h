// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventdraft.h"

#include <span>

namespace models {

/// A header of the request. With a `variable`, the value of that environment variable follows `value`: this keeps
/// tokens out of what is copied.
struct SnippetHeader
{
    QString name;
    QString value; ///< for example "Bearer "
    QString variable; ///< for example "DISPATCH_TOKEN"

    bool operator==(const SnippetHeader&) const = default;
};

/// One emit, to be written for a tool. Content-Type is not among the headers: every tool adds it.
struct SnippetRequest
{
    QString url; ///< "http://127.0.0.1:8080/v1/event"
    std::vector<SnippetHeader> headers;
    EventDraft draft; ///< resolved, without problems
    bool timeIsChosen = false; ///< the event time was typed and not just filled in
};

/// Either a text to run or the reason why this tool cannot send the event, translated.
struct Snippet
{
    QString text;
    QString refusal;

    bool operator==(const Snippet&) const = default;
};

struct SnippetTool
{
    const char* id; ///< stable, for settings
    const char* name; ///< to be translated in context "models::Snippets"
    Snippet (*write)(const SnippetRequest& request);
};

/// curl for bash, Invoke-RestMethod for PowerShell, `dispatch emit`, Python. A file is sent by its path.
std::span<const SnippetTool> snippetTools();
QString nameOf(const SnippetTool& tool);

} // namespace models
