// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QColor>
#include <QFrame>
#include <QIcon>

class QLabel;

namespace ui {

/// Which server this is about, in the colour of its connection, and what is special about it: protected, read-only, or
/// insecure, which is red whatever the colour. On the window it is only there when there is something to say.
class ConnectionBand final : public QFrame
{
    Q_OBJECT
public:
    enum class Place
    {
        Window,
        Dialog
    };

    ConnectionBand(const client::Connection& connection, Place place, QWidget* parent = nullptr);

    QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void reword();
    void recolour();

    const QString m_name;
    const client::Mark m_mark;
    const client::Protection m_protection;
    const bool m_isInsecure;
    bool m_isPainting = false;
    QLabel* m_text;
};

/// Dark enough for white letters. Invalid for Mark::None.
QColor colourOf(client::Mark mark);
/// A dot of that colour, for tabs and menus; null for Mark::None.
QIcon iconOf(client::Mark mark);
QString nameOf(client::Mark mark);
QString nameOf(client::Protection protection);

} // namespace ui
