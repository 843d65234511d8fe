// SPDX-License-Identifier: Apache-2.0
// What a person types into the event composer, or keeps as a file.
#include "models/eventtemplate.h"
#include "models/jsonlayout.h"
#include "models/jsontext.h"
#include "models/variables.h"
#include "tests/fuzz/entrypoints.h"

namespace fuzz {

void readJsonText(const QByteArray& text)
{
    models::checkJson(QByteArrayView(text));
    const QString typed = QString::fromUtf8(text);
    const bool isGood = !models::checkJson(typed).error;
    const auto compact = models::compactJson(typed);
    require(isGood == compact.has_value(), "checking and laying out agree on what is JSON");
    require(!compact || !models::checkJson(*compact).error, "what is laid out is JSON");
    (void)models::formattedJson(typed);
}

void readVariables(const QByteArray& text)
{
    const QString typed = QString::fromUtf8(text);
    for (const auto kind : {models::TextKind::Plain, models::TextKind::JsonText}) {
        const models::Expansion expansion = models::expandVariables(typed, models::VariableValues{}, kind);
        for (qsizetype at = 0; at <= expansion.text.size(); ++at)
            require(expansion.places.typedPosition(at) <= typed.size(), "every place lies in what was typed");
    }
}

void readTemplate(const QByteArray& text)
{
    const auto made = models::eventTemplateFromYaml(text);
    require(!made || models::eventTemplateFromYaml(models::toYaml(*made)) == made, "a template survives being written");
}

} // namespace fuzz
