// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/changes.h"
#include "models/status.h"

namespace client {

// What a change means beside the copy that the server has of the record (`null` = none). Pure.

models::State stateOf(const models::Json& copy);
/// The copy still is what the order expects.
bool isAsExpected(const ChangeOrder& order, const models::Json& copy);
/// What an update says nothing about stays as it is.
models::Json withHidden(const ChangeOrder& order, const models::Json& copy);
/// False when the server has the same already.
bool isNeeded(const ChangeOrder& order, const models::Json& copy);
/// Request form without the values of a secret; null stays null.
models::Json kept(models::RecordKind kind, const models::Json& entity);
/// Of a secret; empty of others.
std::map<QString, QString> valuesOf(models::RecordKind kind, const models::Json& copy);

} // namespace client
