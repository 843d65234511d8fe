// SPDX-License-Identifier: Apache-2.0
#include "models/failure.h"

#include <QCoreApplication>
#include <QStringList>

namespace models {

QString Failure::summary() const
{
    const QString first = meaning.isEmpty() ? cameBack : meaning;
    return remedy.isEmpty() ? first : first + QLatin1Char(' ') + remedy;
}

QString Failure::report() const
{
    QStringList lines;
    const auto add = [&lines](const char* label, const QString& text) {
        if (!text.isEmpty())
            lines << QCoreApplication::translate("models::Failure", label).arg(text);
    };
    add(QT_TRANSLATE_NOOP("models::Failure", "Tried: %1"), tried);
    add(QT_TRANSLATE_NOOP("models::Failure", "Came back: %1"), cameBack);
    add(QT_TRANSLATE_NOOP("models::Failure", "Meaning: %1"), meaning);
    add(QT_TRANSLATE_NOOP("models::Failure", "What to do: %1"), remedy);
    return lines.join(QLatin1Char('\n'));
}

} // namespace models
