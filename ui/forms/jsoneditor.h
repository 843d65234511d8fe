// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/json.h"
#include "ui/forms/latestanswer.h"
#include "ui/forms/limitedtextedit.h"

#include <optional>

namespace ui {

class JsonHighlighter;
class LineNumbers;

/// Something about a text, with its place.
struct TextRemark
{
    bool isError = true; ///< else a warning
    qsizetype position = 0;
    QString message;
};

/// What checkJson() says about a text.
std::vector<TextRemark> jsonRemarks(const QString& text);

/// Edits one JSON value, or none: colours, line numbers, and a mark where it stops being JSON.
class JsonEditor final : public LimitedTextEdit
{
    Q_OBJECT
public:
    enum class Checks
    {
        Itself, ///< after each change; on a worker when the text is long
        ByOwner ///< who has to call showRemarks()
    };

    explicit JsonEditor(Checks checks, QWidget* parent = nullptr);

    bool isEmptyText() const;
    /// The value; null when the text is empty. Fails also for what is JSON, but more than values can hold (1e999).
    models::Result<models::Json> json() const;
    /// The first error, with line and column. Nothing when there is none, or while it is not known.
    std::optional<QString> problem() const;
    /// True while the remarks may be those of an earlier text.
    bool isChecking() const { return m_checking; }
    /// Errors first.
    const std::vector<TextRemark>& remarks() const { return m_remarks; }
    void showRemarks(std::vector<TextRemark> remarks);
    /// "Line 2, column 5: …"
    QString described(const TextRemark& remark) const;
    /// Layout takes more than a moment for long texts.
    static constexpr qsizetype kLongText = 64 * 1024;

public Q_SLOTS:
    /// One step to undo. Says layoutRefused() when it does not work.
    void format();
    void compact();
    /// Puts the cursor at the first remark.
    void goToRemark();

Q_SIGNALS:
    void checked();
    /// The text stays as it is.
    void layoutRefused(const QString& why);
    /// What was pasted was one very long line, and got line ends between its values.
    void pastedOnLines();

protected:
    void refuse(const QString& text) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void check();
    void mark();
    void makeRoomForNumbers();
    void layOut(models::Result<QString> (*change)(QStringView));
    void takeLayout(const QString& before, const models::Result<QString>& laidOut);

    JsonHighlighter* m_highlighter;
    LineNumbers* m_numbers;
    std::vector<TextRemark> m_remarks;
    LatestAnswer<std::vector<TextRemark>> m_check{this};
    LatestAnswer<models::Result<QString>> m_layout{this};
    bool m_checking = false;
};

} // namespace ui
