// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventdraft.h"

namespace models {

/// A draft with a name, kept as one YAML file that people can read, edit and share.
struct EventTemplate
{
    QString name;
    QString description;
    bool pinned = false;
    EventDraft draft;

    bool operator==(const EventTemplate&) const = default;
};

/// What is wrong with a template file, and where; lines and columns count from 1.
struct TemplateComplaint
{
    int line = 1;
    int column = 1;
    QString message; ///< translated

    bool operator==(const TemplateComplaint&) const = default;
};

/// Members: name, description, pinned, those of the wire (eventType, source, eventID, eventTime, eventTypeVersion,
/// schemaURL, contentType), extensions as a list of name and value (JSON text), then json, text or file, mode, binary.
/// What says nothing is left out; texts of several lines stand as blocks.
QByteArray toYaml(const EventTemplate& eventTemplate);

/// Reads a template or says everything that is wrong with it. Without `mode`, the one kind of data that is there
/// decides. `file` may be just a path. Never throws.
tl::expected<EventTemplate, std::vector<TemplateComplaint>> eventTemplateFromYaml(const QByteArray& yaml);

} // namespace models
