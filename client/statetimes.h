// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/watch.h"
#include "models/dwell.h"

#include <QHash>

namespace client {

/// Since when each resource is in its state, as far as this console can know: exactly when it saw the change itself,
/// otherwise at least since it was written on the server or first seen. Forgets what is gone.
class StateTimes final : public QObject
{
    Q_OBJECT
public:
    struct Stay
    {
        QDateTime since; ///< invalid when nothing is known
        bool exact = false; ///< the change was seen; otherwise the state is at least that old
        models::Dwell dwell = models::Dwell::Normal;
    };

    /// The watch must outlive this. Make it before whoever else listens to the watch, so that it is up to date for
    /// them.
    explicit StateTimes(Watch& watch, QObject* parent = nullptr);

    Stay of(const models::Resource& resource) const;

private:
    struct Known
    {
        QString word;
        qint64 sinceMSecs = 0;
        bool exact = false;
        std::vector<qint64> swings; ///< when it went from READY to ERROR or back
    };

    void take(models::Kind kind, const models::Difference& difference);
    void note(const models::Resource& resource, QHash<QString, Known>& known);

    std::array<QHash<QString, Known>, models::kKindCount> m_known; ///< by name
};

} // namespace client
