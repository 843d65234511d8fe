// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/servercopy.h"

#include "client/whendone.h"

namespace ui {

void readServerCopy(client::Session& session, models::Kind kind, const QString& name, QObject* context,
                    const std::function<void(models::Result<models::Json>)>& then)
{
    const auto pass = [then](const auto& answer) {
        if (answer)
            then(models::toJson(*answer));
        else
            then(models::failed(answer.error()));
    };
    if (kind == models::Kind::Secret)
        client::whenDone(session.api().secretValues(name), context, pass);
    else
        client::whenDone(session.api().get(kind, name), context, pass);
}

} // namespace ui
