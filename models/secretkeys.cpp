// SPDX-License-Identifier: Apache-2.0
#include "models/secretkeys.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace models {

namespace {

/// Anywhere in a key: nothing harmless has them inside.
constexpr const char* kTelling[]
    = {"password", "passwd", "passphrase", "secret", "credential", "apikey", "accesskey", "privatekey"};
/// As a word of a key, alone or at the end of one without gaps: `authtoken`.
constexpr const char* kTellingEnds[] = {"token", "cookie"};
constexpr const char* kTellingWords[] = {"key",           "keys",   "pass", "pwd", "pw",  "tokens", "auth",
                                         "authorization", "bearer", "jwt",  "pat", "pin", "pem",    "sas"};

/// `dbPassword`, `DB_PASSWORD` and `db-password` have the same words.
QStringList wordsOf(QStringView key)
{
    QStringList words;
    QString word;
    const auto end = [&] {
        if (!word.isEmpty())
            words << std::exchange(word, QString());
    };
    for (qsizetype i = 0; i < key.size(); ++i) {
        const QChar c = key[i];
        const bool newHump
            = i > 0 && c.isUpper() && (!key[i - 1].isUpper() || (i + 1 < key.size() && key[i + 1].isLower()));
        if (!c.isLetter() || newHump)
            end();
        if (c.isLetter())
            word += c.toLower();
    }
    end();
    return words;
}

bool isTellingWord(const QString& word)
{
    return std::any_of(std::begin(kTellingWords), std::end(kTellingWords),
                       [&word](const char* one) { return word == QLatin1String(one); })
        || std::any_of(std::begin(kTellingEnds), std::end(kTellingEnds),
                       [&word](const char* one) { return word.endsWith(QLatin1String(one)); });
}

bool judgedSecret(QStringView key)
{
    const QStringList words = wordsOf(key);
    // What a key is called is told in public, and so is one half of a pair of keys.
    if (words.isEmpty() || words.last() == QLatin1String("name") || words.last() == QLatin1String("names")
        || words.contains(QStringLiteral("public")))
        return false;
    const QString joined = words.join(QString());
    return std::any_of(std::begin(kTelling), std::end(kTelling),
                       [&joined](const char* one) { return joined.contains(QLatin1String(one)); })
        || std::any_of(words.begin(), words.end(), isTellingWord);
}

} // namespace

QString secretMask()
{
    return QStringLiteral("••••••••");
}

bool looksSecretKey(QStringView key)
{
    // The same few members stand in thousands of records.
    constexpr qsizetype kMostKnown = 1'000;
    static thread_local QHash<QString, bool> known;
    const QString name = key.toString();
    if (const auto found = known.constFind(name); found != known.constEnd())
        return *found;
    if (known.size() >= kMostKnown)
        known.clear();
    return *known.insert(name, judgedSecret(key));
}

bool looksSecretValue(QStringView value)
{
    static const QRegularExpression signedToken(
        QStringLiteral("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"));
    static const QRegularExpression withPassword(QStringLiteral("(^|[\\s\"'/])[^\\s\"'/:@]+:[^\\s\"'/@]+@[^\\s@]"));
    // Most values are short and have none of these; asking for the sign first is a fraction of the cost.
    if (value.contains(QLatin1String("PRIVATE KEY-----")))
        return true;
    if (value.contains(QLatin1String("eyJ")) && signedToken.match(value.toString()).hasMatch())
        return true;
    return value.contains(u'@') && withPassword.match(value.toString()).hasMatch();
}

QString shownValue(const QString& key, const QString& value)
{
    return !value.isEmpty() && (looksSecretKey(key) || looksSecretValue(value)) ? secretMask() : value;
}

Pairs shownPairs(const Pairs& pairs)
{
    Pairs shown = pairs;
    for (Pair& pair : shown.items)
        pair.value = shownValue(pair.key, pair.value);
    return shown;
}

Resource shownResource(Resource resource)
{
    std::visit(
        [](auto& value) {
            if constexpr (requires { value.config; })
                value.config = shownPairs(value.config);
        },
        resource);
    return resource;
}

} // namespace models
