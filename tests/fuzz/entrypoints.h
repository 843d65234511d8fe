// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <span>

namespace fuzz {

using Feed = void (*)(const QByteArray& input);

/// A reader of something that comes from outside. It is given any bytes and must neither crash nor throw nor hang, and
/// keep the promises it makes about good input.
struct EntryPoint
{
    const char* name; ///< also of its folder below tests/fuzz/seeds
    Feed feed;
};

/// Every reader there is.
std::span<const EntryPoint> entryPoints();

/// A promise of a reader: throws when it is broken. Nothing else may throw.
void require(bool holds, const char* promise);

void readAnswer(const QByteArray& text); ///< what a server answers
void readRefusal(const QByteArray& text); ///< what a server answers when it refuses, or is no Dispatch at all
void readCatalogue(const QByteArray& text);
void readCron(const QByteArray& text);
void readFilter(const QByteArray& text);
void readName(const QByteArray& text);
void readGoJson(const QByteArray& text);
void readGoTime(const QByteArray& text);
void readBase64(const QByteArray& text);
void readToken(const QByteArray& text);
void readKey(const QByteArray& text); ///< a file that is said to hold a key
void readFlags(const QByteArray& text); ///< `key=value` a line
void unpackSource(const QByteArray& bytes);
void handleRequest(const QByteArray& text); ///< `METHOD TARGET`, a line end, the body
void serveConnection(const QByteArray& bytes);
void readJsonText(const QByteArray& text); ///< what a person types as JSON
void readVariables(const QByteArray& text);
void readTemplate(const QByteArray& text);
void readImportFile(const QByteArray& text);
void readProfile(const QByteArray& text);

} // namespace fuzz
