// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventdraft.h"

#include <QDateTime>

#include <array>
#include <functional>
#include <span>

namespace models {

/// What variables stand for in one event. Equal values give equal texts, so what is shown is what is sent; take a fresh
/// one for each send.
struct VariableValues
{
    qint64 seq = 1; ///< {{seq}}
    QDateTime now; ///< {{now}}, one moment for the whole event
    std::array<quint32, 8> seed = {}; ///< of {{uuid}} and {{random A B}}
    std::function<std::optional<QString>(const QString& name)> environment; ///< {{env NAME}}
};

/// Time now, a seed from the operating system, the environment of this process.
VariableValues freshVariableValues(qint64 seq = 1);

struct VariableProblem
{
    qsizetype position = 0; ///< in the text as typed, of the opening braces
    qsizetype length = 0;
    QString name; ///< as typed
    QString suggestion; ///< a whole variable to put in its place: "{{uuid}}"; empty when nothing is near
    QString explanation; ///< translated: what is wrong and what to do

    bool operator==(const VariableProblem&) const = default;
};

/// Where each part of an expanded text came from.
class Places
{
public:
    /// The position in the text as typed; inside the value of a variable that is the variable's opening braces.
    qsizetype typedPosition(qsizetype expanded) const;

private:
    friend class Expander;
    struct Part
    {
        qsizetype expanded = 0;
        qsizetype typed = 0;
        bool isValue = false; ///< of a variable
    };
    std::vector<Part> m_parts;
};

struct Expansion
{
    QString text; ///< a variable with a problem stays as typed
    Places places;
    std::vector<VariableProblem> problems;
};

enum class TextKind
{
    Plain,
    JsonText ///< inside a JSON string, values are written with JSON escapes
};

struct VariableInfo
{
    const char* usage; ///< "{{random A B}}"
    const char* help; ///< to be translated in context "models::Variables"
};

/// For completion and help.
std::span<const VariableInfo> variableInfos();

/// Replaces {{uuid}} {{now}} {{seq}} {{random A B}} {{env NAME}}. Blanks inside the braces do not matter; a variable
/// stands on one line. `{{{{` writes a literal `{{`; closing braces need nothing. Linear in the length of the text.
Expansion expandVariables(const QString& text, const VariableValues& values, TextKind kind = TextKind::Plain);

struct FieldVariableProblem
{
    DraftField field = DraftField::Data;
    int row = -1; ///< of the extensions
    VariableProblem problem;
};

/// A draft as it will be sent.
struct ResolvedDraft
{
    EventDraft draft; ///< without variables; an empty id is now a fresh UUIDv4, an empty time is now
    Places dataPlaces; ///< of the JSON or the text
    std::vector<FieldVariableProblem> problems; ///< with any of these, `draft` must not be sent
};

ResolvedDraft resolve(const EventDraft& draft, const VariableValues& values);

} // namespace models
