// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/journal.h"

#include <QStringList>

namespace ui {

/// The event types sent lately, to be offered again, latest first.
class HistoryTypes final : public QObject
{
    Q_OBJECT
public:
    explicit HistoryTypes(client::Journal& journal, QObject* parent = nullptr);

    /// Ends in found(), unless the journal cannot be read.
    void ask();

Q_SIGNALS:
    void found(const QStringList& types);

private:
    client::Journal& m_journal;
};

} // namespace ui
