// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/failure.h"

#include <QIODevice>

namespace client {

/// A body that is made while it is sent. Sequential and read once: a request with it is never repeated.
class BodyDevice : public QIODevice
{
    Q_OBJECT
public:
    using QIODevice::QIODevice;

    bool isSequential() const final { return true; }
    bool reset() final { return false; }

Q_SIGNALS:
    /// There will be no more of it: the request must be given up.
    void failed(const models::Failure& failure);
};

} // namespace client
