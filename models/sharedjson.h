// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <memory>
#include <utility>

namespace models {

/// A JSON value that copies share instead of copying it: the window hands on the output of a run, however large it is,
/// at no cost. Never changed once made.
class SharedJson
{
public:
    SharedJson() = default; ///< null
    explicit SharedJson(Json value)
        : m_value(value.is_null() ? nullptr : std::make_shared<const Json>(std::move(value)))
    {
    }

    const Json& operator*() const
    {
        static const Json kNull;
        return m_value ? *m_value : kNull;
    }
    const Json* operator->() const { return &**this; }

    bool operator==(const SharedJson& other) const { return m_value == other.m_value || **this == *other; }

private:
    std::shared_ptr<const Json> m_value;
};

} // namespace models
