// SPDX-License-Identifier: Apache-2.0
#include "models/variables.h"

#include "models/editdistance.h"
#include "models/eventbody.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <random>

namespace models {

namespace {

constexpr QLatin1String kOpen("{{");
constexpr QLatin1String kClose("}}");
constexpr QLatin1String kLiteral("{{{{");
/// A variable that is not closed by then is not one.
constexpr qsizetype kLongestVariable = 200;

QString translated(const char* text)
{
    return QCoreApplication::translate("models::Variables", text);
}

struct Drawing
{
    const VariableValues& values;
    QRandomGenerator random;
};

/// A value, or why there is none.
using Value = tl::expected<QString, QString>;

Value wrongUse(const char* usage)
{
    return tl::unexpected(
        translated(QT_TRANSLATE_NOOP("models::Variables", "This is written as %1.")).arg(QLatin1String(usage)));
}

Value uuidValue(const QStringList&, Drawing& drawing)
{
    std::array<quint32, 4> words = {};
    drawing.random.fillRange(words.data(), static_cast<qsizetype>(words.size()));
    constexpr quint16 kVersionMask = 0x0FFF;
    constexpr quint16 kVersion4 = 0x4000;
    constexpr uchar kVariantMask = 0x3F;
    constexpr uchar kVariant = 0x80;
    const auto byte = [&words](int index) {
        return static_cast<uchar>(words[static_cast<std::size_t>(2 + index / 4)] >> (8 * (index % 4)));
    };
    const auto third = static_cast<quint16>((words[1] & kVersionMask) | kVersion4);
    const auto variant = static_cast<uchar>((byte(0) & kVariantMask) | kVariant);
    return QUuid(words[0], static_cast<quint16>(words[1] >> 16), third, variant, byte(1), byte(2), byte(3), byte(4),
                 byte(5), byte(6), byte(7))
        .toString(QUuid::WithoutBraces);
}

Value nowValue(const QStringList&, Drawing& drawing)
{
    return drawing.values.now.toUTC().toString(Qt::ISODateWithMs);
}

Value seqValue(const QStringList&, Drawing& drawing)
{
    return QString::number(drawing.values.seq);
}

Value randomValue(const QStringList& arguments, Drawing& drawing)
{
    bool lowIsNumber = false;
    bool highIsNumber = false;
    const qint64 low = arguments[0].toLongLong(&lowIsNumber);
    const qint64 high = arguments[1].toLongLong(&highIsNumber);
    if (!lowIsNumber || !highIsNumber || low > high) {
        return tl::unexpected(translated(QT_TRANSLATE_NOOP("models::Variables",
                                                           "Two whole numbers are needed, the smaller one first, as in "
                                                           "{{random 1 6}}.")));
    }
    return QString::number(std::uniform_int_distribution<qint64>(low, high)(drawing.random));
}

Value envValue(const QStringList& arguments, Drawing& drawing)
{
    if (drawing.values.environment) {
        if (auto value = drawing.values.environment(arguments[0]))
            return *value;
    }
    return tl::unexpected(translated(QT_TRANSLATE_NOOP("models::Variables",
                                                       "The environment variable %1 is not set. Set it before the "
                                                       "program starts."))
                              .arg(arguments[0]));
}

struct Variable
{
    const char* name;
    int arguments;
    Value (*value)(const QStringList& arguments, Drawing& drawing);
};

constexpr std::array kVariables = {
    Variable{"uuid", 0, uuidValue},     Variable{"now", 0, nowValue}, Variable{"seq", 0, seqValue},
    Variable{"random", 2, randomValue}, Variable{"env", 1, envValue},
};

// Same order as kVariables.
constexpr std::array kInfos = {
    VariableInfo{"{{uuid}}", QT_TRANSLATE_NOOP("models::Variables", "a new random UUID each time it stands somewhere")},
    VariableInfo{"{{now}}",
                 QT_TRANSLATE_NOOP("models::Variables", "the time of sending in UTC, as in 2018-09-12T10:11:12.345Z")},
    VariableInfo{"{{seq}}", QT_TRANSLATE_NOOP("models::Variables", "the number of the event, counted from 1 in a job")},
    VariableInfo{"{{random A B}}", QT_TRANSLATE_NOOP("models::Variables", "a whole number from A to B")},
    VariableInfo{"{{env NAME}}", QT_TRANSLATE_NOOP("models::Variables", "the environment variable NAME")},
};
static_assert(kInfos.size() == kVariables.size());

QString suggestionFor(const QString& name)
{
    QStringList names;
    for (const Variable& variable : kVariables)
        names << QLatin1String(variable.name);
    const qsizetype at = names.indexOf(nearestWord(name, names));
    return at < 0 ? QString() : QLatin1String(kInfos[static_cast<std::size_t>(at)].usage);
}

} // namespace

class Expander
{
public:
    Expander(QStringView text, Drawing& drawing, TextKind kind)
        : m_text(text)
        , m_drawing(drawing)
        , m_kind(kind)
    {
    }

    Expansion run()
    {
        qsizetype copied = 0;
        for (qsizetype at = m_text.indexOf(kOpen); at >= 0; at = m_text.indexOf(kOpen, copied)) {
            copy(copied, at);
            copied = m_text.sliced(at).startsWith(kLiteral) ? putLiteral(at) : putVariable(at);
        }
        copy(copied, m_text.size());
        return std::move(m_result);
    }

private:
    void copy(qsizetype from, qsizetype to)
    {
        if (from == to)
            return;
        mark(from, false);
        m_result.text += m_text.sliced(from, to - from);
        if (m_kind == TextKind::JsonText)
            followQuotes(m_text.sliced(from, to - from));
    }

    void mark(qsizetype typed, bool isValue)
    {
        m_result.places.m_parts.push_back({m_result.text.size(), typed, isValue});
    }

    void followQuotes(QStringView part)
    {
        for (const QChar c : part) {
            if (m_escaped)
                m_escaped = false;
            else if (c == QLatin1Char('"'))
                m_inString = !m_inString;
            else
                m_escaped = m_inString && c == QLatin1Char('\\');
        }
    }

    qsizetype putLiteral(qsizetype at)
    {
        mark(at, false);
        m_result.text += kOpen;
        return at + kLiteral.size();
    }

    /// Answers where the text goes on.
    qsizetype putVariable(qsizetype at)
    {
        const QStringView window = m_text.sliced(at, qMin(kLongestVariable, m_text.size() - at));
        const qsizetype close = window.indexOf(kClose);
        const qsizetype lineEnd = window.indexOf(QLatin1Char('\n'));
        if (close < 0 || (lineEnd >= 0 && lineEnd < close)) {
            complain(at, kOpen.size(), {},
                     translated(QT_TRANSLATE_NOOP("models::Variables",
                                                  "The braces that open here are not closed on this line by }}. Write "
                                                  "{{{{ if you mean two braces.")));
            return keep(at, kOpen.size());
        }
        const qsizetype length = close + kClose.size();
        if (!evaluate(at, length, window.sliced(kOpen.size(), close - kOpen.size()).toString().simplified()))
            return keep(at, length);
        return at + length;
    }

    bool evaluate(qsizetype at, qsizetype length, const QString& inside)
    {
        QStringList words = inside.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        const QString name = words.isEmpty() ? QString() : words.takeFirst();
        const auto found = std::find_if(kVariables.begin(), kVariables.end(), [&name](const Variable& variable) {
            return name == QLatin1String(variable.name);
        });
        if (found == kVariables.end()) {
            complain(at, length, name,
                     translated(QT_TRANSLATE_NOOP("models::Variables",
                                                  "There is no variable of this name. Write {{{{ if you mean two "
                                                  "braces.")));
            return false;
        }
        const auto& usage = kInfos[static_cast<std::size_t>(found - kVariables.begin())].usage;
        const Value value = words.size() == found->arguments ? found->value(words, m_drawing) : wrongUse(usage);
        if (!value) {
            complain(at, length, name, value.error());
            return false;
        }
        mark(at, true);
        m_result.text += m_inString ? escaped(*value) : *value;
        return true;
    }

    qsizetype keep(qsizetype at, qsizetype length)
    {
        copy(at, at + length);
        return at + length;
    }

    void complain(qsizetype at, qsizetype length, const QString& name, const QString& explanation)
    {
        m_result.problems.push_back({at, length, name, suggestionFor(name), explanation});
    }

    static QString escaped(const QString& value)
    {
        QByteArray out;
        appendJsonEscaped(out, value.toUtf8());
        return QString::fromUtf8(out);
    }

    QStringView m_text;
    Drawing& m_drawing;
    TextKind m_kind;
    Expansion m_result;
    bool m_inString = false;
    bool m_escaped = false;
};

qsizetype Places::typedPosition(qsizetype expanded) const
{
    const auto after = std::upper_bound(m_parts.begin(), m_parts.end(), expanded,
                                        [](qsizetype position, const Part& part) { return position < part.expanded; });
    if (after == m_parts.begin())
        return expanded;
    const Part& part = *std::prev(after);
    return part.isValue ? part.typed : part.typed + expanded - part.expanded;
}

VariableValues freshVariableValues(qint64 seq)
{
    VariableValues values;
    values.seq = seq;
    values.now = QDateTime::currentDateTimeUtc();
    QRandomGenerator::system()->fillRange(values.seed.data(), static_cast<qsizetype>(values.seed.size()));
    values.environment = [](const QString& name) -> std::optional<QString> {
        const QByteArray key = name.toLocal8Bit();
        return qEnvironmentVariableIsSet(key.constData()) ? std::optional(qEnvironmentVariable(key.constData()))
                                                          : std::nullopt;
    };
    return values;
}

std::span<const VariableInfo> variableInfos()
{
    return kInfos;
}

namespace {

Drawing drawingOf(const VariableValues& values)
{
    return {values, QRandomGenerator(values.seed.data(), static_cast<qsizetype>(values.seed.size()))};
}

class Resolver
{
public:
    Resolver(const EventDraft& draft, const VariableValues& values)
        : m_drawing(drawingOf(values))
    {
        m_resolved.draft = draft;
    }

    ResolvedDraft run()
    {
        EventDraft& draft = m_resolved.draft;
        resolveText(DraftField::EventType, draft.eventType);
        resolveText(DraftField::Source, draft.source);
        resolveText(DraftField::EventId, draft.eventId);
        resolveText(DraftField::EventTime, draft.eventTime);
        resolveText(DraftField::EventTypeVersion, draft.eventTypeVersion);
        resolveText(DraftField::SchemaUrl, draft.schemaUrl);
        resolveText(DraftField::ContentType, draft.contentType);
        for (std::size_t i = 0; i < draft.extensions.size(); ++i) {
            resolveText(DraftField::Extensions, draft.extensions[i].name, TextKind::Plain, static_cast<int>(i));
            resolveText(DraftField::Extensions, draft.extensions[i].value, TextKind::JsonText, static_cast<int>(i));
        }
        if (draft.mode == DataMode::JsonText)
            m_resolved.dataPlaces = resolveText(DraftField::Data, draft.json, TextKind::JsonText);
        else if (draft.mode == DataMode::Text)
            m_resolved.dataPlaces = resolveText(DraftField::Data, draft.text);
        if (draft.eventId.isEmpty())
            draft.eventId = *uuidValue({}, m_drawing);
        if (draft.eventTime.isEmpty())
            draft.eventTime = *nowValue({}, m_drawing);
        return std::move(m_resolved);
    }

private:
    Places resolveText(DraftField field, QString& text, TextKind kind = TextKind::Plain, int row = -1)
    {
        if (!text.contains(kOpen))
            return {};
        Expansion expansion = Expander(text, m_drawing, kind).run();
        text = std::move(expansion.text);
        for (VariableProblem& problem : expansion.problems)
            m_resolved.problems.push_back({field, row, std::move(problem)});
        return std::move(expansion.places);
    }

    Drawing m_drawing;
    ResolvedDraft m_resolved;
};

} // namespace

Expansion expandVariables(const QString& text, const VariableValues& values, TextKind kind)
{
    Drawing drawing = drawingOf(values);
    return Expander(text, drawing, kind).run();
}

ResolvedDraft resolve(const EventDraft& draft, const VariableValues& values)
{
    return Resolver(draft, values).run();
}

} // namespace models
