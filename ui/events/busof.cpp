// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/busof.h"

namespace ui {

models::EventBus busOf(client::Generation generation)
{
    switch (generation) {
    case client::Generation::Solo:
        return models::EventBus::Solo;
    case client::Generation::Kubernetes:
        return models::EventBus::Kubernetes;
    case client::Generation::Unknown:
    case client::Generation::Local:
    case client::Generation::Other:
        break;
    }
    return models::EventBus::Local;
}

} // namespace ui
