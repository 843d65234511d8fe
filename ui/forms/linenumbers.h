// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

class QPlainTextEdit;

namespace ui {

/// The numbers of the lines left of an editor, with a sign at lines that have something to say. Place it over the left
/// viewport margin of the editor.
class LineNumbers final : public QWidget
{
    Q_OBJECT
public:
    explicit LineNumbers(QPlainTextEdit* editor);

    int wantedWidth() const;
    /// Signs by the number of the block, from 0.
    void setSigns(const QHash<int, QString>& signs);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QPlainTextEdit* m_editor;
    QHash<int, QString> m_signs;
};

} // namespace ui
