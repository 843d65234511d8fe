// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/editorfactory.h"

#include "ui/forms/editors/driversettingseditor.h"
#include "ui/forms/editors/eventtypeeditor.h"
#include "ui/forms/editors/flageditor.h"
#include "ui/forms/editors/imageeditor.h"
#include "ui/forms/editors/millisecondseditor.h"
#include "ui/forms/editors/nameeditor.h"
#include "ui/forms/editors/pairseditor.h"
#include "ui/forms/editors/referenceeditor.h"
#include "ui/forms/editors/referenceseditor.h"
#include "ui/forms/editors/secretpairseditor.h"
#include "ui/forms/editors/sourceeditor.h"
#include "ui/forms/editors/texteditor.h"

#include <array>
#include <string_view>

namespace ui {

namespace {

using Maker = FieldEditor* (*)(const FormContext&, const models::Field&, QWidget*);

template <typename Editor> FieldEditor* make(const FormContext& context, const models::Field& field, QWidget* parent)
{
    return new Editor(context, field, parent);
}

struct ByType
{
    models::FieldType type;
    Maker make;
};

constexpr std::array kByType = {
    ByType{models::FieldType::Text, make<TextEditor>},
    ByType{models::FieldType::Flag, make<FlagEditor>},
    ByType{models::FieldType::Milliseconds, make<MillisecondsEditor>},
    ByType{models::FieldType::Pairs, make<PairsEditor>},
    ByType{models::FieldType::SecretPairs, make<SecretPairsEditor>},
    ByType{models::FieldType::Reference, make<ReferenceEditor>},
    ByType{models::FieldType::References, make<ReferencesEditor>},
    ByType{models::FieldType::EventType, make<EventTypeEditor>},
    ByType{models::FieldType::Image, make<ImageEditor>},
    ByType{models::FieldType::Source, make<SourceEditor>},
};

/// Members that deserve more than their type gives them. No kind = all kinds.
struct ByMember
{
    std::optional<models::Kind> kind;
    std::string_view member;
    Maker make;
};

constexpr std::array kByMember = {
    ByMember{std::nullopt, "name", make<NameEditor>},
    ByMember{models::Kind::Driver, "config", make<DriverSettingsEditor>},
};

} // namespace

FieldEditor* makeEditor(const FormContext& context, const models::Field& field, QWidget* parent)
{
    for (const ByMember& special : kByMember) {
        if (special.member == field.member && special.kind.value_or(context.kind) == context.kind)
            return special.make(context, field, parent);
    }
    for (const ByType& entry : kByType) {
        if (entry.type == field.type)
            return entry.make(context, field, parent);
    }
    return make<TextEditor>(context, field, parent);
}

} // namespace ui
