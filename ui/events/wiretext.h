// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/snippets.h"

namespace ui {

/// What the wire view shows of one event. Plain functions over values, for a worker thread.
struct WireSubject
{
    client::Connection connection;
    models::EventDraft draft; ///< resolved, without problems
    bool timeIsChosen = false; ///< the event time was typed and not just filled in
    qint64 fileFilling = -1; ///< bytes the file takes in the body; -1 = known from its size, or not known

    /// True when only reading the file tells how long the body will be.
    bool needsLook() const;
};

struct WireSizes
{
    qint64 raw = 0; ///< of the data
    qint64 encoded = -1; ///< of the data in the body; -1 = not known yet
    qint64 total = -1; ///< of the body
};

/// No text widget gets more than this, in UTF-16 units.
inline constexpr qsizetype kMostWireText = 60 * 1024;
/// Stands where a credential would stand.
inline constexpr const char* kRedacted = "••••••";

WireSizes wireSizes(const WireSubject& subject);
/// Method, address, headers, body. A file stands as a line that names it.
QString wireRequest(const WireSubject& subject);
/// For models::snippetTools(): tokens are named by an environment variable.
models::SnippetRequest snippetRequest(const WireSubject& subject);
/// The environment variable a snippet takes its credential from; empty when it needs none.
QString credentialVariable(const client::Connection& connection);
/// Cut for a text widget, with a note that says so.
QString shortenedForView(const QString& text);

} // namespace ui
